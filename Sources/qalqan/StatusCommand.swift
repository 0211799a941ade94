import ArgumentParser
import ControlService

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What is on air, what is next, and what is wrong.",
        discussion: """
            Example:
              qalqan status --watch
            """)

    @Flag(help: "Keep showing, until interrupted.")
    var watch = false

    @OptionGroup var channel: RunningChannel

    func validate() throws {
        if watch && channel.json {
            throw ValidationError("--watch is for people; with --json ask again as often as you like")
        }
    }

    func run() async throws {
        if watch {
            try StatusWatch(channel: channel).run()
            return
        }
        let answer = try channel.ask(OperatorRequest(.status))
        guard let status = answer.status else {
            throw CommandFailure.refused((answer.problems ?? ["control gave no status"]).joined(separator: "\n"))
        }
        if channel.json { return print(JSONText.of(status)) }
        let screen = Screen.size
        print(StatusView(status, width: screen?.columns ?? 100, colours: screen != nil).lines().joined(separator: "\n"))
    }
}
