/// A run of house frames with one decision: this part of this asset, or this slate.
public struct Segment: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        /// Frames of an asset (index into the revision's `assets`) from `inFrame`, an offset in channel frames.
        case asset(Int, inFrame: Int64)
        case slate(SlateReason)
    }

    /// First house frame, and the first one after the segment.
    public var firstFrame: Int64
    public var endFrame: Int64
    public var source: Source
    /// Asset that takes over when the source fails on air, with its own in-point.
    public var alternate: Int?
    public var alternateInFrame: Int64
    /// Drawn over the source, over the alternate, while that airs; over a slate neither is.
    public var marks: MarkSet
    public var alternateMarks: MarkSet
    /// Event identifier; occurrences of a repeated event are `id#n`. Empty where nothing is scheduled.
    public var event: String
    /// Title in the channel's first language that the event has.
    public var title: String
    /// Why the planned source is not the one to air (a withheld item); `nil` when all is as planned.
    public var withheld: SlateReason?
    /// Last frame the source may air by its rights; air shows the slate after it. `Int64.max` when unlimited.
    public var notAfterFrame: Int64
    /// The event's start and end as its playlist asked for them, before cuts and overruns.
    public var plannedFirstFrame: Int64
    public var plannedEndFrame: Int64

    public init(
        firstFrame: Int64, endFrame: Int64, source: Source, alternate: Int? = nil, alternateInFrame: Int64 = 0,
        marks: MarkSet = [], alternateMarks: MarkSet = [], event: String = "", title: String = "",
        withheld: SlateReason? = nil, notAfterFrame: Int64 = .max,
        plannedFirstFrame: Int64? = nil, plannedEndFrame: Int64? = nil
    ) {
        self.firstFrame = firstFrame
        self.endFrame = endFrame
        self.source = source
        self.alternate = alternate
        self.alternateInFrame = alternateInFrame
        self.marks = marks
        self.alternateMarks = alternateMarks
        self.event = event
        self.title = title
        self.withheld = withheld
        self.notAfterFrame = notAfterFrame
        self.plannedFirstFrame = plannedFirstFrame ?? firstFrame
        self.plannedEndFrame = plannedEndFrame ?? endFrame
    }

    public var frameCount: Int64 { endFrame - firstFrame }
}
