import ArgumentParser
import ControlService

struct DeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Take an event that is still to come out of its list.",
        discussion: """
            Its start goes with it: what follows it follows what was before it. `qalqan skip` leaves an event out this once and \
            lets the next one have its fixed start. What is on air is not touched.

            Example:
              qalqan delete promo-17
            """)

    @Argument(help: ArgumentHelp("Event identifier.", valueName: "EVENT"))
    var event: String

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.delete, event: event, ifRevision: seen.ifRevision)) }
}
