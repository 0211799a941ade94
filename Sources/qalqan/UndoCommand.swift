import ArgumentParser
import ControlService

struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take an edit back, if nothing of it has aired.",
        discussion: """
            The schedule is from now on what it would have been without the edit. Without NUMBER: your own last one. \
            `qalqan edits` lists them with their numbers; undoing an undo brings the edit back. What has aired stays as it \
            aired, and an edit that later ones build on is undone after them.

            Example:
              qalqan undo 17
            """)

    @Argument(help: ArgumentHelp("Number of the edit.", valueName: "NUMBER"))
    var number: UInt64?

    @OptionGroup var seen: SeenRevision
    @OptionGroup var channel: RunningChannel

    func run() async throws { try channel.order(OperatorRequest(.undo, number: number, ifRevision: seen.ifRevision)) }
}
