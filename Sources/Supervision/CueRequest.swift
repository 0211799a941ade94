import Realtime

/// What air asks the launcher to cue: these verified frames of this file, into a ring of this size.
public struct CueRequest: Hashable, Sendable {
    /// Chosen by air; unique among its live cues, and the same for the same asset, in-point and event.
    public var key: UInt64
    public var mediaPath: String
    public var treePath: String
    /// fs-verity file digest, 32 bytes.
    public var verityDigest: [UInt8]
    /// Size of the media in bytes.
    public var size: Int64
    /// In-point in channel frames.
    public var inFrame: Int64
    /// Frames wanted from the in-point on.
    public var frames: Int64
    public var isStill: Bool
    public var geometry: SourceRing.Geometry

    public init(
        key: UInt64, mediaPath: String, treePath: String, verityDigest: [UInt8], size: Int64, inFrame: Int64,
        frames: Int64, isStill: Bool, geometry: SourceRing.Geometry
    ) {
        self.key = key
        self.mediaPath = mediaPath
        self.treePath = treePath
        self.verityDigest = verityDigest
        self.size = size
        self.inFrame = inFrame
        self.frames = frames
        self.isStill = isStill
        self.geometry = geometry
    }
}
