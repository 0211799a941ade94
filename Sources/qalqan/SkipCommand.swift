import ArgumentParser
import ControlService

struct SkipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Leave out an event that is still to come.",
        discussion: """
            Without EVENT: the next one. It will not air; what follows it moves up, until the next fixed start. `qalqan \
            delete` takes it out of the list, its fixed start with it. What is on air is not touched: cut away from it with \
            `qalqan take`.

            Example:
              qalqan skip promo-17
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String?

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.skip, event: event, ifRevision: seen.ifRevision)) }
}
