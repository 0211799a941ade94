import ArgumentParser
import ControlService

struct ConsentRefuseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse",
        abstract: "Refuse an order that waits for consent, or take back your own.",
        discussion: """
            Example:
              qalqan consent refuse 17
            """)

    @Argument(help: ArgumentHelp("Number of the order, as `qalqan consent list` has it.", valueName: "NUMBER"))
    var number: UInt64

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.consentRefuse, number: number)) }
}
