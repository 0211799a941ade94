import ArgumentParser
import ControlService

struct SkipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Leave out an event.",
        discussion: """
            Without EVENT: leaves what is on air now for the next event, which must be cued. With EVENT: that event, still \
            to come, will not air; what follows it moves up, until the next fixed start.

            Example:
              qalqan skip promo-17
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String?

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.skip, event: event)) }
}
