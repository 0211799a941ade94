import ArgumentParser
import ControlService

struct SlateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slate",
        abstract: "Cover the channel with a slate until `resume`.",
        discussion: """
            REASON is `operator` (the default), `technical` or `emergency`. The schedule runs on underneath.

            Example:
              qalqan slate technical
            """)

    @Argument(help: ArgumentHelp("operator, technical or emergency.", valueName: "REASON"))
    var reason: String?

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.slate, reason: reason)) }
}
