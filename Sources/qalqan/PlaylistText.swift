import ChannelConfiguration
import ExchangeFormats
import Playlist

/// Documents as text of a format, with everything that is lost said on standard error.
enum PlaylistText {
    static func write(
        _ document: PlaylistDocument, as format: ExchangeFormat, settings: ExchangeSettings, channel: ChannelSettings?,
        lengths: MediaLengths?
    ) throws -> String {
        let (text, diagnostics) = PlaylistExport.write(
            document, as: format, settings: settings, languages: channel?.channel.languages ?? [],
            lengths: { event in lengths?.frames(of: event) })
        for diagnostic in diagnostics { StandardError.write("\(diagnostic)") }
        guard let text else { throw CommandFailure.refused("\(document.file) was not written as \(format.rawValue)") }
        return text
    }
}
