/// How a live playlist is laid out (RFC 8216 and its successor draft).
package struct LivePlaylistSettings: Sendable {
    /// Segments listed, and how many whole seconds each lasts.
    package var segments = 8
    package var segmentSeconds: Int64 = 2
    /// Segments kept on disk after they have left the list: a player may still be fetching them (6.2.2).
    package var kept = 5

    package init() {}
}
