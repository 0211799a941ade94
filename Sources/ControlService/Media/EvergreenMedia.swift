import ChannelConfiguration
import Playlist
import Trust

/// What may air when the trust metadata have been past their end for longer than the hold: approved beforehand, by the
/// category that its desks sealed it under, or by the pools that the configuration names.
package struct EvergreenMedia: Hashable, Sendable {
    private let categories: Set<String>
    /// Names as in playlists.
    private let media: Set<String>

    package init(categories: Set<String> = [], media: Set<String> = []) {
        self.categories = categories
        self.media = media
    }

    package init(_ settings: ChannelSettings) {
        let evergreen = settings.trust.evergreen
        let pools = settings.fillers.filter { evergreen.pools.contains($0.id) }
        self.init(
            categories: Set(evergreen.categories), media: Set(pools.flatMap { $0.items.map(\.source.media) }))
    }

    /// Whether a medium is. A category that a playlist says does not count: it is in nobody's seal.
    func contains(_ name: String, _ seal: SealStatement?) -> Bool {
        media.contains(name) || seal?.category.map(categories.contains) == true
    }
}
