import ArgumentParser
import ChannelConfiguration
import ExchangeFormats
import Foundation
import Playlist
import Timecode

struct PlaylistConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Turn a playlist of one format into one of another; no channel needs to run.",
        discussion: """
            Reads and writes the playlist document (native: YAML, json), ffplayout JSON, M3U and M3U8, CSV, OpenTimelineIO and \
            BXF. What the format written cannot hold is said as a warning, what cannot be written at all as an error, and then \
            nothing is written. docs/PLAYLISTS.md has what each format holds.

            Times in seconds or at other rates become frames at the channel's rate: that of --config, else of --rate, else 25.

            Example:
              qalqan playlist convert 2026-11-22.json day.yaml --from ffplayout --media-folder /srv/media
              qalqan playlist convert day.yaml day.otio --rate 29.97
              qalqan playlist convert traffic.csv - --to native --columns "id=House ID,media=File,start=Time,duration=Len"
            """)

    @Argument(help: ArgumentHelp("Playlist to read.", valueName: "IN"), completion: .file())
    var input: String

    @Argument(help: ArgumentHelp("File to write; - for standard output.", valueName: "OUT"), completion: .file())
    var output: String

    @Option(help: ArgumentHelp("Format of IN. Absent: told by its ending and content.", valueName: "FORMAT"))
    var from: ExchangeFormat?

    @Option(
        help: ArgumentHelp("Format of OUT: \(ExchangeFormat.list). Absent: told by its ending.", valueName: "FORMAT"))
    var to: ExchangeFormat?

    @Option(help: ArgumentHelp("The channel's configuration: its rate, its day, its media.", valueName: "channel.yaml"))
    var config: String?

    @Option(help: ArgumentHelp("The channel's frame rate, as 25, 29.97 or 30000/1001.", valueName: "RATE"))
    var rate: String?

    @Option(help: ArgumentHelp("Broadcast day for a list that names none.", valueName: "YYYY-MM-DD"))
    var day: String?

    @OptionGroup(title: "Formats")
    var exchange: ExchangeOptions

    func validate() throws {
        if config != nil, rate != nil { throw ValidationError("give --config or --rate, not both") }
        if let rate, FrameRate(writtenAs: rate) == nil {
            throw ValidationError("--rate \(rate): expected a frame rate, as 25, 29.97 or 30000/1001")
        }
        if let day, CivilDate(day) == nil { throw ValidationError("--day \(day): expected YYYY-MM-DD") }
        if to == nil, output == "-" || ExchangeFormat(ending: output) == nil {
            throw ValidationError("\(output): its ending names no format; say --to with one of \(ExchangeFormat.list)")
        }
    }

    func run() async throws {
        let places = [input, output].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        guard output == "-" || places[0] != places[1] else {
            throw CommandFailure.usage(
                "\(output): this is the playlist to read; name another file, nothing was written")
        }
        let channel = try config.map { try LoadedConfiguration.load($0) }
        var settings = try exchange.settings(channel, folder: FileManager.default.currentDirectoryPath)
        if let rate, let known = FrameRate(writtenAs: rate) { settings.rate = known }
        settings.day = day.flatMap { CivilDate($0) }
        let (document, diagnostics) = PlaylistImport.load(input, format: from, settings: settings)
        for diagnostic in diagnostics { StandardError.write("\(diagnostic)") }
        guard let document, let format = to ?? ExchangeFormat(ending: output) else {
            throw CommandFailure.refused("\(input) was not converted")
        }
        // A table is written with the layout it was read with only where the layout is named for it.
        if from == .csv || ExchangeFormat(ending: input) == .csv, format == .csv, exchange.columns != nil {
            settings.table = TableLayout()
        }
        let lengths = try channel.map { try MediaLengths($0) }
        let text = try PlaylistText.write(document, as: format, settings: settings, channel: channel, lengths: lengths)
        guard output != "-" else { return print(text, terminator: "") }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw CommandFailure.refused("\(output): \(error.localizedDescription)")
        }
    }
}
