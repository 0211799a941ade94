/// What air tells about itself, once a frame.
public struct AirStatus: BitwiseCopyable, Sendable {
    /// Upper bounds of the lateness histogram's buckets in microseconds after the deadline; the last bucket is open.
    public static let latenessBounds: InlineArray<8, Int64> = [0, 100, 500, 1_000, 5_000, 10_000, 40_000, 200_000]

    /// The house frame just published.
    public var frame: Int64 = 0
    public var revision: UInt64 = 0
    /// Index of the segment on air in that revision, -1 outside every segment.
    public var segment: Int32 = -1
    /// 0 programme, else the `SlateReason` code of the slate that is on.
    public var slate: UInt32 = 0
    public var itemFrame: Int64 = -1
    /// Frames published, published late, never published (skipped over), since this air process started.
    public var frames: UInt64 = 0
    public var lateFrames: UInt64 = 0
    public var lostFrames: UInt64 = 0
    /// Frames that showed a slate although programme was scheduled.
    public var fallenFrames: UInt64 = 0
    public var falls: UInt64 = 0
    /// Lateness against the deadline; see `latenessBounds`: bucket *i* counts values up to bound *i*.
    public var lateness: InlineArray<9, UInt64> = InlineArray(repeating: 0)
    public var worstLatenessNanoseconds: Int64 = 0
    /// Sum of the lateness of all late frames, for averages.
    public var latenessSumNanoseconds: Int64 = 0
    /// Cued sources: segment index, frames ready, state; -1 in `segment` marks an empty place.
    public var cues: InlineArray<8, Cue> = InlineArray(repeating: Cue())
    /// Whether the frame thread runs with real-time rights, and whether its memory is locked.
    public var realTime: Bool = false
    public var locked: Bool = false
    /// Rows the as-run log could not take yet, and whether its disk has failed.
    public var logBacklog: UInt32 = 0
    public var logFailed: Bool = false
    /// Marks drawn over the frame just published.
    public var marks: UInt64 = 0
    /// The frame on which the local emergency input was answered, while its slate is latched; 0 when it is not.
    public var emergencyFrame: Int64 = 0

    public init() {}

    public struct Cue: BitwiseCopyable, Sendable {
        public var segment: Int32 = -1
        public var state: UInt32 = 0
        public var framesReady: Int64 = 0
        public init() {}
    }
}
