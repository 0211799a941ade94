import ArgumentParser
import ControlService

struct ConsentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Orders that wait for a second person.",
        discussion: """
            Example:
              qalqan consent list
            """)

    @OptionGroup var channel: RunningChannel

    func run() async throws {
        let answer = try channel.ask(OperatorRequest(.consentList))
        guard answer.ok else { throw CommandFailure.refused((answer.problems ?? []).joined(separator: "\n")) }
        let proposals = answer.proposals ?? []
        if channel.json { return print(JSONText.of(proposals)) }
        guard !proposals.isEmpty else { return print("no order waits for consent") }
        let rows = proposals.map { ["\($0.number)", $0.time, $0.user, "\($0.secondsLeft) s", $0.text] }
        print(TextTable(heads: ["NUMBER", "ASKED", "BY", "LEFT", "ORDER"], rows: rows, right: [0, 3]).text)
    }
}
