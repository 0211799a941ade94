import ArgumentParser
import ChannelConfiguration
import ControlService
import Playlist
import Timecode
import Timeline

struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Tell what would air, frame by frame, without waiting and without media.",
        discussion: """
            Prints one JSON line a segment and a last line with the digest of them all: the same inputs give the same digest \
            on every machine. With --config, media are judged by their seals, as on air; without it all media are taken to be \
            there and approved, at 1920x1080 and 25 frames per second. Without playlists, those of the channel's folder \
            are taken. Long times go out some days after the other: the log of a year that starts in its middle is the \
            middle of the year's log.

            With --seed or --faults files, air and the clock fail on paper, and the log is of what would go out: the ladder \
            that a box runs decides it, frame by frame. Frames that were not published say `lost`, falls say `fallen`.

            Examples:
              qalqan rehearse day.yaml --config channel.yaml --from 2026-11-22T06:00:00:00@Asia/Almaty --for 24h
              qalqan rehearse day.yaml --from now --for 24h --seed 7 --faults missing-file,slow-file
            """)

    @Argument(help: "Playlists, of any format.")
    var playlists: [String] = []

    @Option(help: ArgumentHelp("The channel's configuration.", valueName: "channel.yaml"))
    var config: String?

    @Option(help: "First instant: 2026-11-22T18:00:00:00@Asia/Almaty, ISO 8601 with offset, or now.")
    var from: String

    @Option(name: .customLong("for"), help: "How long: HH:MM:SS:FF, 262f, 30s, 10m, 24h; a year is 8760h.")
    var duration: String

    @Option(help: "Another region than the channel's, ISO 3166.")
    var region: String?

    @Flag(help: "Print a line for each event that gets no frame, too: `omitted` and why.")
    var omitted = false

    @OptionGroup var input: InputFormat

    @Option(
        help: ArgumentHelp(
            "Let things go wrong: the same number, the same faults. The log is of what would go out.", valueName: "S"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Which faults: all, none, kinds with commas (late-file, missing-file, swapped-file, slow-file, short-file, "
                + "lost-decoder, air-crash, clock-step, emergency-input), or a file with a plan.", valueName: "PLAN"))
    var faults: String?

    func validate() throws {
        if omitted, seed != nil || faults != nil {
            throw ValidationError("--omitted is of the schedule; leave it out with --seed or --faults")
        }
    }

    func run() async throws {
        let region = try RegionCheck.named(region)
        var settings = try config.map { try LoadedConfiguration.load($0) }
        if let region { settings?.channel.region = region }
        var files = ScheduleFiles(try paths(settings), reading: try input.reading(settings))
        if let settings { files.check(against: settings) }
        files.checkDays()
        for diagnostic in files.diagnostics { StandardError.write(diagnostic.description) }
        guard !files.diagnostics.hasErrors else { throw CommandFailure.refused("") }
        let rehearsal =
            try settings.map { try Rehearsal(settings: $0) }
            ?? Rehearsal(documents: files.documents, zone: zone, region: region)
        for problem in rehearsal.preparation?.problems ?? [] { StandardError.write("warning: \(problem)") }
        let first = try rehearsal.frame(from)
        let window = first..<first + (try rehearsal.length(duration))
        var log = DecisionLog(calendar: rehearsal.calendar, region: region ?? rehearsal.settings.channel.region)
        let documents = rehearsal.scheduled(files.documents, from: first)
        if seed != nil || faults != nil {
            let faulted = FaultedRehearsal(rehearsal: rehearsal, documents: documents, window: window)
            try faulted.write(seed: seed ?? 1, faults: faults, into: &log)
            log.finish()
            return
        }
        var said: Set<RehearsalRemark> = []
        for part in rehearsal.series(documents, window) {
            let remarks = part.schedule.diagnostics.filter { !said.contains(RehearsalRemark($0)) }
            said.formUnion(remarks.map(RehearsalRemark.init))
            if !remarks.isEmpty { log.flush() }
            for remark in remarks { StandardError.write(remark.description) }
            // An event without a known length is left out, as on air; what is wrong with the document itself is refused.
            guard !remarks.contains(where: { $0.severity == .error && $0.code != .noLength }) else {
                log.flush()
                throw CommandFailure.refused("")
            }
            write(part, of: window, into: &log)
        }
        log.finish()
    }

    /// The zone that `--from` names.
    private var zone: String? {
        if case .label(_, _, let zone, _)? = InstantText(from) { zone } else { nil }
    }

    private func paths(_ settings: ChannelSettings?) throws -> [String] {
        guard playlists.isEmpty else { return playlists }
        guard let settings else {
            throw CommandFailure.usage(
                "name a playlist, or a configuration whose folder of playlists to take (--config)")
        }
        let folder = settings.playlistFolder
        let names = (try? PlaylistFolder(path: folder).listing().keys.sorted()) ?? []
        let paths = names.map { "\(folder)/\($0)" }
        guard !paths.isEmpty else {
            throw CommandFailure.refused("\(settings.playlistFolder): no playlists there; name some")
        }
        return paths
    }

    private func write(_ part: ScheduleSeries.Part, of window: Range<Int64>, into log: inout DecisionLog) {
        var events = part.schedule.events[...]
        var omitted = omitted ? part.schedule.omitted[...] : []
        for segment in part.segments {
            guard let clipped = segment.clipped(to: window) else { continue }
            while let event = omitted.first, event.frame < clipped.firstFrame {
                log.add(event)
                omitted.removeFirst()
            }
            while let event = events.first, event.frames.upperBound <= clipped.firstFrame { events.removeFirst() }
            let event = events.first.flatMap { $0.frames.contains(clipped.firstFrame) ? $0 : nil }
            log.add(clipped, event, marks: part.schedule.marks)
        }
        for event in omitted { log.add(event) }
    }
}
