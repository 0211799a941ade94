/// A segment of the timeline as the frame thread sees it: numbers only.
package struct PlannedSegment: BitwiseCopyable, Sendable {
    /// First house frame, and the first one after the segment.
    package var firstFrame: Int64
    package var endFrame: Int64
    /// Code of the planned slate; 0 where an asset is planned.
    package var reason: UInt32
    /// Index of the planned asset in the revision, -1 for a slate; and its in-point in channel frames.
    package var asset: Int32
    package var inFrame: Int64
    /// What identifies event and asset together across revisions; 0 for a slate.
    package var source: UInt64
    /// The event's own alternate: asset (-1 for none), in-point, identity.
    package var alternate: Int32
    package var alternateInFrame: Int64
    package var alternateSource: UInt64
    /// Last house frame the source may air.
    package var notAfterFrame: Int64
    /// What identifies the event across revisions.
    package var event: UInt64

    /// Marks over the source, over the alternate (`MarkSet`).
    package var marks: UInt64
    package var alternateMarks: UInt64

    /// Real-time safe.
    package var hasSource: Bool { reason == 0 || alternate >= 0 }

    /// The first house frame at which the source may no longer be on. Real-time safe.
    var sourceEndFrame: Int64 { notAfterFrame < endFrame ? max(notAfterFrame + 1, firstFrame) : endFrame }
}
