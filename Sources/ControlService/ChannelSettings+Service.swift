import ChannelConfiguration

extension ChannelSettings {
    /// Name of the playlist in an HLS output's folder.
    package static let streamPlaylist = "index.m3u8"

    /// The folder of the first HLS output, which the status port serves to browsers.
    package var streamFolder: String? {
        for output in outputs {
            if case .hls(let settings) = output.kind { return settings.folder }
        }
        return nil
    }
}
