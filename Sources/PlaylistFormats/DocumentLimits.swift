/// How much document is read at most: beyond it a file is refused before it costs memory or time.
package struct DocumentLimits: Sendable {
    package var bytes: Int
    /// Lists and mappings within one another.
    package var depth = 32
    package var nodes: Int

    /// A day's playlist: 100,000 events with room to spare.
    package static let playlist = DocumentLimits(bytes: 64 << 20, nodes: 4_000_000)
    /// A playlist in another system's format, which nests deeper.
    package static let exchange = DocumentLimits(bytes: 64 << 20, depth: 64, nodes: 4_000_000)
    package static let configuration = DocumentLimits(bytes: 1 << 20, nodes: 50_000)
}
