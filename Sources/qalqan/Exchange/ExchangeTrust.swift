import ChannelConfiguration
import Playlist

/// The configuration of the channel that receives.
enum ExchangeTrust {
    static func settings(_ file: String) throws -> ChannelSettings {
        let (settings, diagnostics) = ConfigurationReader.load(file)
        guard let settings else {
            throw CommandFailure.refused(diagnostics.map(\.description).joined(separator: "\n"))
        }
        return settings
    }
}
