import ArgumentParser
import ControlService

struct PlaylistListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The documents of the running channel.",
        discussion: """
            Example:
              qalqan playlist list
            """)

    @OptionGroup var channel: RunningChannel

    func run() async throws {
        let answer = try channel.ask(OperatorRequest(.playlistList))
        if channel.json { return print(JSONText.of(answer.documents ?? [])) }
        let rows = (answer.documents ?? []).map { document in
            [
                document.name, document.day ?? "loose", document.state, "\(document.events)",
                String(document.sha256.prefix(12)), document.acceptedBy, document.acceptedAt,
            ]
        }
        let heads = ["DOCUMENT", "DAY", "STATE", "EVENTS", "SHA-256", "BY", "ACCEPTED"]
        print(TextTable(heads: heads, rows: rows, right: [3]).text)
    }
}
