import ArgumentParser
import ControlService
import ExchangeFormats
import Foundation
import Playlist
import Timecode

struct PlaylistExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print a document of the running channel, as it was accepted or in another format.",
        discussion: """
            Without --format the text as it was accepted, byte for byte. What a format cannot hold is said as a warning.

            Example:
              qalqan playlist export 2026-11-22.yaml > copy.yaml
              qalqan playlist export 2026-11-22 --format otio > day.otio
            """)

    @Argument(help: ArgumentHelp("Document name, day, or the beginning of its SHA-256.", valueName: "DOCUMENT"))
    var document: String

    @Option(help: ArgumentHelp("Format to write: \(ExchangeFormat.list).", valueName: "FORMAT"))
    var format: ExchangeFormat?

    @Option(help: ArgumentHelp("Broadcast day for a list that names none.", valueName: "YYYY-MM-DD"))
    var day: String?

    @OptionGroup(title: "Formats")
    var exchange: ExchangeOptions

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if let day, CivilDate(day) == nil { throw ValidationError("--day \(day): expected YYYY-MM-DD") }
    }

    func run() async throws {
        let answer = try channel.ask(OperatorRequest(.playlistExport, name: document))
        guard answer.ok, let text = answer.text else {
            throw CommandFailure.refused((answer.problems ?? ["no such document"]).joined(separator: "\n"))
        }
        if let format { return try print(written(text, as: format), terminator: "") }
        if channel.json { return print(JSONText.of(answer)) }
        print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    }

    private func written(_ text: String, as format: ExchangeFormat) throws -> String {
        let (channelSettings, settings) = try channel.exchange(exchange)
        var writing = settings
        writing.day = day.flatMap { CivilDate($0) }
        let bytes = Array(text.utf8)
        let (read, diagnostics) = PlaylistImport.read(
            bytes, file: document, format: ExchangeFormat.sniff(bytes, file: ""), settings: settings)
        guard let read else {
            throw CommandFailure.refused(diagnostics.map(\.description).joined(separator: "\n"))
        }
        return try PlaylistText.write(
            read, as: format, settings: writing, channel: channelSettings,
            lengths: try channelSettings.map { try MediaLengths($0) })
    }
}
