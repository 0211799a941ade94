import ArgumentParser
import ControlService

struct ConsentGiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "give",
        abstract: "Agree to an order that another user has asked for: it is done now.",
        discussion: """
            Example:
              qalqan consent give 17
            """)

    @Argument(help: ArgumentHelp("Number of the order, as `qalqan consent list` has it.", valueName: "NUMBER"))
    var number: UInt64

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.consentGive, number: number)) }
}
