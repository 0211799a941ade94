import ChannelConfiguration
import Trust
import TrustFormats

/// Where a channel's trust is read from: the desks' keys that its configuration names.
package struct TrustSource: Sendable {
    private let trusted: ChannelSettings.Trusted

    package init(_ settings: ChannelSettings) { trusted = settings.trust }

    /// Reads what is in force. Whatever cannot be read is left out of it, and said in the value.
    package func read() -> TrustBasis { TrustBasis(reading: trusted.desks, policy: trusted.policy) }

    /// The files it is read from, as they are now, by path.
    package var listing: [String: FileIdentity] {
        Dictionary(trusted.desks.map { $0.keyPath }.compactMap { path in FileIdentity(path: path).map { (path, $0) } })
        {
            first, _ in first
        }
    }
}
