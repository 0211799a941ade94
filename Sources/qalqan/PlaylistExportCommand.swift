import ArgumentParser
import ControlService

struct PlaylistExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print a document of the running channel as it was accepted.",
        discussion: """
            Example:
              qalqan playlist export 2026-11-22.yaml > copy.yaml
            """)

    @Argument(help: ArgumentHelp("Document name, day, or the beginning of its SHA-256.", valueName: "DOCUMENT"))
    var document: String

    @OptionGroup var channel: RunningChannel

    func run() async throws {
        let answer = try channel.ask(OperatorRequest(.playlistExport, name: document))
        guard answer.ok, let text = answer.text else {
            throw CommandFailure.refused((answer.problems ?? ["no such document"]).joined(separator: "\n"))
        }
        if channel.json { return print(JSONText.of(answer)) }
        print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    }
}
