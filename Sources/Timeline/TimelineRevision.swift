import Timecode

/// The timeline as control publishes it and air executes it: every frame decided ahead, as data.
public struct TimelineRevision: Hashable, Sendable {
    /// Increases with every publication.
    public var number: UInt64
    public var rate: FrameRate
    /// First frame this revision decides; earlier frames stay as the revision before had them.
    public var effectiveFrom: Int64
    /// Last frame for which control vouches for this revision; air raises an alarm and shows the slate beyond it.
    public var holdUntilFrame: Int64
    /// Ascending, without overlaps. Frames between segments have nothing scheduled.
    public var segments: [Segment]
    public var assets: [Asset]
    /// What to add to TAI to get local time for the slates' clock: seconds, by house frame from which it holds. Ascending.
    public var localOffsets: [LocalOffset]
    /// A slate that covers everything until resumed (operator or emergency order), from `effectiveFrom` on.
    public var latchedSlate: SlateReason?
    /// Drawn over every frame, slates too.
    public var marks: MarkSet
    /// Local emergency inputs that air answered at this house frame or before are over (an operator has resumed); 0 when
    /// there were none.
    public var emergencyOverFrame: Int64

    public struct LocalOffset: Hashable, Sendable {
        public var fromFrame: Int64
        /// Local time minus TAI in seconds, leap seconds included.
        public var seconds: Int64

        public init(fromFrame: Int64, seconds: Int64) {
            self.fromFrame = fromFrame
            self.seconds = seconds
        }
    }

    public init(
        number: UInt64, rate: FrameRate, effectiveFrom: Int64, holdUntilFrame: Int64 = .max, segments: [Segment],
        assets: [Asset], localOffsets: [LocalOffset] = [], latchedSlate: SlateReason? = nil, marks: MarkSet = [],
        emergencyOverFrame: Int64 = 0
    ) {
        self.number = number
        self.rate = rate
        self.effectiveFrom = effectiveFrom
        self.holdUntilFrame = holdUntilFrame
        self.segments = segments
        self.assets = assets
        self.localOffsets = localOffsets
        self.latchedSlate = latchedSlate
        self.marks = marks
        self.emergencyOverFrame = emergencyOverFrame
    }

    /// Index of the segment that owns `frame`, or `nil` where nothing is scheduled. O(log segments).
    public func segmentIndex(at frame: Int64) -> Int? { Segment.index(of: frame, in: segments) }
}
