import ArgumentParser
import ControlService

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go back from the slate to the schedule, where it is by now.",
        discussion: """
            Example:
              qalqan resume
            """)

    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.resume)) }
}
