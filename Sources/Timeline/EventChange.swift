/// What an operator airs in an event instead. What is `nil` stays as it is in the list.
public struct EventChange: Hashable, Sendable, Codable {
    /// Path below a media folder, aired from its first frame unless `inFrames` says otherwise.
    public var media: String?
    /// Channel frames from the media's first one.
    public var inFrames: Int64?
    /// Channel frames on air.
    public var frames: Int64?

    public init(media: String? = nil, inFrames: Int64? = nil, frames: Int64? = nil) {
        self.media = media
        self.inFrames = inFrames
        self.frames = frames
    }
}
