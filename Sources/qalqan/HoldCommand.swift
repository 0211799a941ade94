import ArgumentParser
import ControlService

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Let an event wait for a take.",
        discussion: """
            Without EVENT: the next one. What is on air plays to its end; then the holding slate is on until `take`, \
            or until the next fixed start.

            Example:
              qalqan hold
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String?

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.hold, event: event)) }
}
