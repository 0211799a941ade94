import ArgumentParser
import ChannelConfiguration
import ControlService
import Playlist
import Timecode

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Preflight: everything that is wrong with playlists, by line and event.",
        discussion: """
            Without --config: the documents themselves. With it also what the channel would do with them: media missing, \
            unsealed, altered or without rights, in-points beyond the end, gaps, events cut short or never reached, and \
            what would air instead. --full reads every byte of the media that may air.

            Exit status 0 with warnings only, 1 with errors.

            Example:
              qalqan check day.yaml --config channel.yaml
            """)

    @Argument(help: "Playlists, of any format.")
    var playlists: [String]

    @Option(help: ArgumentHelp("The channel's configuration.", valueName: "channel.yaml"))
    var config: String?

    @Option(help: ArgumentHelp("Broadcast day for lists that name none; today unless given.", valueName: "YYYY-MM-DD"))
    var day: String?

    @Option(help: "Another region than the channel's, ISO 3166.")
    var region: String?

    @Flag(help: "Read the media in full and compare them with their seals.")
    var full = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var input: InputFormat

    func run() async throws {
        let day = try day.map { text in
            guard let date = CivilDate(text) else {
                throw CommandFailure.usage("--day \(text): expected YYYY-MM-DD, as 2026-11-22")
            }
            return date
        }
        let region = try RegionCheck.named(region)
        if full, config == nil { throw CommandFailure.usage("--full needs --config: it says where the media are") }
        var settings: ChannelSettings?
        var diagnostics: [Diagnostic] = []
        var marks: [CheckReport.Mark] = []
        if let config {
            let (read, problems) = ConfigurationSurvey.load(config)
            diagnostics += problems
            settings = read
            if let region { settings?.channel.region = region }
        }
        var files = ScheduleFiles(playlists, reading: try input.reading(settings))
        if let settings {
            files.check(against: settings)
            diagnostics += PlaylistSignatures(settings: settings).diagnostics(playlists)
        }
        files.checkDays()
        files.checkZones()
        diagnostics += files.diagnostics
        if !files.documents.isEmpty || !files.drafts.isEmpty {
            let (found, seen) = try preflight(files.documents, settings, day)
            diagnostics += found
            marks = seen
            diagnostics += try preflight(files.drafts, settings, day).diagnostics.filter {
                !Preflight.dependsOnTheRest.contains($0.code)
            }
        }
        let events = (files.documents + files.drafts).reduce(0) { $0 + $1.events.count }
        try report(diagnostics.inReadingOrder(), events: events, marks)
    }

    /// What the schedule makes of the documents; only their times when no (usable) configuration says what the channel is.
    private func preflight(
        _ documents: [PlaylistDocument], _ settings: ChannelSettings?, _ day: CivilDate?
    ) throws -> (diagnostics: [Diagnostic], marks: [CheckReport.Mark]) {
        let rehearsal =
            try settings.map { try Rehearsal(settings: $0) }
            ?? Rehearsal(documents: documents.filter(ScheduleFiles.hasZone), zone: nil, region: region)
        let preflight = Preflight(rehearsal: rehearsal, day: day)
        var diagnostics = settings == nil ? preflight.times(of: documents) : preflight.all(of: documents)
        let languages = LanguageCheck(settings: settings, library: rehearsal.preparation?.library)
        for document in documents {
            diagnostics += RegionCheck.diagnostics(document, settings) + languages.diagnostics(document)
        }
        let known = Set(diagnostics)
        diagnostics += try preflight.windows(of: documents).filter { !known.contains($0) }
        if settings != nil { diagnostics += preflight.channel() }
        if full { diagnostics += preflight.proofs(of: documents) }
        return (diagnostics, settings == nil ? [] : preflight.marks(of: documents))
    }

    private func report(_ diagnostics: [Diagnostic], events: Int, _ marks: [CheckReport.Mark]) throws {
        let errors = diagnostics.count { $0.severity == .error }
        let warnings = diagnostics.count - errors
        if json {
            print(JSONText.of(CheckReport(diagnostics, events: events, marks: marks)))
        } else {
            for diagnostic in diagnostics { StandardError.write(diagnostic.description) }
            for mark in marks where mark.marks.contains("synthetic") {
                print(
                    "\(mark.file):\(mark.line): event \(mark.event): \(mark.media) airs with the AI label, as its seal asks"
                )
            }
            print(
                "\(events) event\(events == 1 ? "" : "s"), \(errors) error\(errors == 1 ? "" : "s"), "
                    + "\(warnings) warning\(warnings == 1 ? "" : "s")")
        }
        if errors > 0 { throw CommandFailure.refused("") }
    }
}
