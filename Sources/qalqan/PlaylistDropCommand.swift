import ArgumentParser
import ControlService

struct PlaylistDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Take a document out of the schedule.",
        discussion: """
            What is on air plays to its end.

            Example:
              qalqan playlist drop filler.yaml
            """)

    @Argument(help: ArgumentHelp("Document name, day, or the beginning of its SHA-256.", valueName: "DOCUMENT"))
    var document: String

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.playlistDrop, name: document)) }
}
