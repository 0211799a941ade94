import ArgumentParser
import ControlService

struct TimeZoneApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Resolve the schedule with the tz database of this box from now on.",
        discussion: """
            Name the version that `qalqan timezone show` shows: another one is refused. What is on air plays on; \
            it is journalled who approved it.

            Example:
              qalqan timezone approve 2026a
            """)

    @Argument(help: "Version of the tz database, as 2026a.")
    var version: String

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.timeZoneApprove, name: version)) }
}
