/// One media file as the timeline knows it: where it is and which bytes it must be.
public struct Asset: Hashable, Sendable {
    /// Absolute path of the media file.
    public var path: String
    /// Absolute path of the leaves of its hash tree (`FILE.seal.tree`).
    public var treePath: String
    /// fs-verity file digest: SHA-256 of the descriptor over a SHA-256 tree of 64 KiB blocks. 32 bytes.
    public var verityDigest: [UInt8]
    /// SHA-256 of the whole file, for the as-run. 32 bytes.
    public var sha256: [UInt8]
    /// Size in bytes; part of the fs-verity descriptor.
    public var size: Int64
    /// Whether it is one still picture, shown for as long as the event lasts.
    public var isStill: Bool

    public init(
        path: String, treePath: String, verityDigest: [UInt8], sha256: [UInt8], size: Int64, isStill: Bool = false
    ) {
        self.path = path
        self.treePath = treePath
        self.verityDigest = verityDigest
        self.sha256 = sha256
        self.size = size
        self.isStill = isStill
    }
}
