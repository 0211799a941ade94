/// The files beside a sealed file.
package struct SealPaths: Hashable, Sendable {
    private static let sealEnding = ".seal.json"

    package let media: String
    /// `FILE.seal.json`: the signed statement.
    package var seal: String { media + Self.sealEnding }
    /// `FILE.seal.tree`: the leaves of its hash tree.
    package var tree: String { media + ".seal.tree" }

    package init(media: String) { self.media = media }

    /// The files of the media that a seal belongs to; `nil` when the path does not end in `.seal.json`.
    package init?(seal: String) {
        guard seal.hasSuffix(Self.sealEnding), seal.utf8.count > Self.sealEnding.utf8.count else { return nil }
        media = String(seal.dropLast(Self.sealEnding.count))
    }

    /// Whether a file is one of ours and not media.
    package static func isSidecar(_ path: String) -> Bool {
        path.hasSuffix(sealEnding) || path.hasSuffix(".seal.tree")
    }
}
