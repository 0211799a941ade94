import ArgumentParser
import ControlService

struct TakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Put an event on air now.",
        discussion: """
            Without EVENT: the event that waits for a take, else the next one. The event must be cued; if it is not, the \
            command says why and nothing changes. What follows it follows on, up to the next fixed start.

            Example:
              qalqan take news-0600
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String?

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.take, event: event, ifRevision: seen.ifRevision)) }
}
