import Timecode

/// A media file and where in it to start.
public struct MediaSource: Hashable, Sendable {
    /// Path below one of the channel's media folders.
    public var media: String
    /// Offset into the media in channel frames; `nil` = from its first frame.
    public var inPoint: FrameAmount?
    /// The first picture by the media's own timecode, in place of `inPoint`; counted from the media's start timecode at the
    /// media's rate, past midnight where it is the smaller one.
    public var inTimecode: TimecodeLabel?

    public init(media: String, inPoint: FrameAmount? = nil, inTimecode: TimecodeLabel? = nil) {
        self.media = media
        self.inPoint = inPoint
        self.inTimecode = inTimecode
    }

    /// Whether a path stays below its folder: relative, without `..`, without anything that another system reads otherwise.
    public static func isSafe(_ path: String) -> Bool {
        guard !path.isEmpty, path.utf8.count <= 1024, !path.unicodeScalars.contains(where: { $0.value < 32 }) else {
            return false
        }
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part != "." && part != ".."
        }
    }
}
