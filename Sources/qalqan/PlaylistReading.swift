import ExchangeFormats
import Playlist

/// How playlists named on the command line are read.
struct PlaylistReading {
    /// `nil` = told by each file's ending and content.
    var format: ExchangeFormat?
    var settings = ExchangeSettings()

    func load(_ path: String) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        PlaylistImport.load(path, format: format, settings: settings)
    }

    /// As far as it can be understood, with errors too.
    func draft(_ path: String) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        PlaylistImport.draft(path, format: format, settings: settings)
    }
}
