import ArgumentParser

struct PlaylistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playlist",
        abstract: "Playlists on the running channel, and their conversion.",
        discussion: """
            Example:
              qalqan playlist load monday.yaml
              qalqan playlist convert monday.bxf monday.yaml
            """,
        subcommands: [
            PlaylistLoadCommand.self, PlaylistListCommand.self, PlaylistShowCommand.self, PlaylistExportCommand.self,
            PlaylistDropCommand.self, PlaylistConvertCommand.self,
        ])
}
