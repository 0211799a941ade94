import ChannelConfiguration
import Playlist

/// A configuration as a command wants it: read whole, or refused with everything that is wrong with it.
enum LoadedConfiguration {
    /// Reads the file; warnings go to standard error, errors end the command.
    static func load(_ file: String) throws -> ChannelSettings {
        let (settings, diagnostics) = ConfigurationReader.load(file)
        for diagnostic in diagnostics { StandardError.write(diagnostic.description) }
        guard let settings else {
            let count = diagnostics.filter { $0.severity == .error }.count
            throw CommandFailure.refused("\(file): \(count) error\(count == 1 ? "" : "s"); nothing was started")
        }
        return settings
    }
}
