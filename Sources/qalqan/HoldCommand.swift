import ArgumentParser
import ControlService

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Let the next event wait for a take.",
        discussion: """
            What is on air plays to its end; then the holding slate is on until `take`, \
            or until the next fixed start. `resume` ends the hold.

            Example:
              qalqan hold
            """)

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.hold, ifRevision: seen.ifRevision)) }
}
