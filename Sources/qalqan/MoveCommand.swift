import ArgumentParser
import ControlService

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Put an event that is still to come into another place of its list.",
        discussion: """
            It airs when what is before it there ends. An event with a start of its own is given another one by \
            `qalqan retime`.

            Example:
              qalqan move promo-17 --after news-0600
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String

    @Option(help: ArgumentHelp("The event that it is to air before.", valueName: "EVENT"))
    var before: String?

    @Option(help: ArgumentHelp("The event that it is to air behind; it may be on air.", valueName: "EVENT"))
    var after: String?

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if (before == nil) == (after == nil) { throw ValidationError("say where to: --before EVENT or --after EVENT") }
    }

    func run() async throws {
        try channel.order(
            OperatorRequest(.move, event: event, before: before, after: after, ifRevision: seen.ifRevision))
    }
}
