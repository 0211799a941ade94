import ArgumentParser

struct PlaylistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playlist",
        abstract: "Playlists on the running channel, and their conversion.",
        subcommands: [
            PlaylistLoadCommand.self, PlaylistListCommand.self, PlaylistShowCommand.self, PlaylistExportCommand.self,
            PlaylistDropCommand.self, PlaylistConvertCommand.self,
        ])
}
