import ArgumentParser

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make and list desk keys.",
        discussion: """
            A desk signs what may air with its key (NAME.key, keep it secret) and gives the channel its public half \
            (NAME.pub, named under trust.desks in the configuration).

            Example:
              qalqan key new newsroom --passphrase
              qalqan key list
              qalqan key box --config channel.yaml > box.pub
            """,
        subcommands: [KeyNewCommand.self, KeyListCommand.self, KeyBoxCommand.self])
}
