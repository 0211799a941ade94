import Timecode

/// How pictures are coded.
package struct VideoSettings: Sendable {
    package enum Codec: String, Sendable, CaseIterable {
        case h264
        case mpeg2
    }

    package var codec: Codec = .h264
    /// Coded raster; the channel's own unless a smaller one is asked for.
    package var width: Int
    package var height: Int
    /// x264's name for its trade of time against quality.
    package var preset: String
    /// Bits a second: the mean, and with `isConstantRate` also the peak, padded up to it.
    package var bitRate: Int64
    /// Depth of the decoder's buffer at the peak rate.
    package var bufferMilliseconds: Int64 = 700
    /// Frames from one closed group's first picture to the next one's.
    package var group: Int64
    package var isConstantRate: Bool = true
    /// Whether parameter sets go into a container's header instead of before each group.
    package var hasGlobalHeader: Bool = false
    package var threads: Int32 = 1
    package var bidirectionalFrames: Int32 = 0

    /// Settings that suit the raster and rate: see `docs/notes/encode.md` for what they cost.
    package init(_ format: ChannelFormat, width: Int? = nil, height: Int? = nil) {
        self.width = width ?? Int(format.width)
        self.height = height ?? Int(format.height)
        let pixels = Int64(self.width * self.height)
        let perSecond = pixels * format.rate.numerator / format.rate.denominator
        preset = perSecond > 12_000_000 ? "ultrafast" : "superfast"
        bitRate = min(max(perSecond * 3 / 20, 600_000), 20_000_000) / 10_000 * 10_000
        group = format.frames(inSeconds: 2)
    }
}
