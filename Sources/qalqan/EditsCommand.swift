import ArgumentParser
import ControlService

struct EditsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edits",
        abstract: "What made the schedule what it is: playlists and orders, with numbers.",
        discussion: """
            The numbers are those of the journal, and of `qalqan undo`. Orders of days long over are not listed; the journal \
            has them.

            Example:
              qalqan edits --limit 20
            """)

    @Option(help: ArgumentHelp("Edits to show, the last ones.", valueName: "N"))
    var limit: Int = 40

    @OptionGroup var channel: RunningChannel

    func run() async throws {
        let answer = try channel.ask(OperatorRequest(.edits, limit: max(1, limit)))
        guard answer.ok else { throw CommandFailure.refused((answer.problems ?? []).joined(separator: "\n")) }
        if channel.json { return print(JSONText.of(answer.edits ?? [])) }
        let rows = (answer.edits ?? []).map { edit in
            [
                "\(edit.number)", edit.time, edit.user, edit.effective.timecode,
                edit.undoneBy.map { "undone by \($0)" } ?? "", edit.text,
            ]
        }
        print(TextTable(heads: ["NUMBER", "GIVEN", "BY", "HOLDS FROM", "", "ORDER"], rows: rows, right: [0]).text)
    }
}
