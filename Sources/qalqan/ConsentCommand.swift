import ArgumentParser

struct ConsentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Orders that need two persons: see them, agree, refuse.",
        discussion: """
            Orders listed under edits.consent in the configuration wait until another user agrees. Who asked and who agreed is \
            in the journal.

            Example:
              qalqan consent list
              qalqan consent give 17
            """,
        subcommands: [ConsentListCommand.self, ConsentGiveCommand.self, ConsentRefuseCommand.self])
}
