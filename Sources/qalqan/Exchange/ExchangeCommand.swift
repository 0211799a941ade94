import ArgumentParser

struct ExchangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange",
        abstract: "Bundles of sealed media between channels: pack, look into, take in.",
        discussion: """
            A bundle is a tar archive (POSIX, stored) or a folder: media with their seals and hash trees, subtitles and \
            metadata, under a manifest that the sender signs.

            Example:
              qalqan exchange pack news/0600.mov --key newsroom.key --output for-tashkent.tar
              qalqan exchange inspect for-tashkent.tar --config channel.yaml
              qalqan exchange accept for-tashkent.tar --config channel.yaml --key desk.key
            """,
        subcommands: [ExchangePackCommand.self, ExchangeInspectCommand.self, ExchangeAcceptCommand.self])
}
