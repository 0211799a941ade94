import Playlist
import Timecode

/// The programme of a window of frames: what airs, and what had to be said about it.
public struct ResolvedSchedule: Hashable, Sendable {
    public var window: Range<Int64>
    /// Everything that touches the window, whole (a segment may begin before and end after it), ascending, without a gap
    /// inside the window: where nothing is scheduled there is a slate segment that says so.
    public var segments: [Segment]
    public var assets: [Asset]
    public var localOffsets: [TimelineRevision.LocalOffset]
    /// The slate an operator has latched, when it is on from the window's first frame and nothing in it ends it.
    public var latchedSlate: SlateReason?
    /// Marks over every frame, as the inputs ask.
    public var marks: MarkSet
    /// Events in the order they air in the window, for rundowns.
    public var events: [ResolvedEvent]
    /// Events whose turn came or passed in the window and that get no frame, in that order.
    public var omitted: [OmittedEvent]
    public var diagnostics: [Diagnostic]
    /// Files whose seals were recalled: none of them is on beyond the recall.
    public var recalled: Set<Asset> = []

    /// As air executes it.
    ///
    /// - Parameter holdUntilFrame: last frame the schedule is vouched for; the window's last one unless given.
    public func revision(number: UInt64, rate: FrameRate, holdUntilFrame: Int64? = nil) -> TimelineRevision {
        return TimelineRevision(
            number: number, rate: rate, effectiveFrom: window.lowerBound,
            holdUntilFrame: holdUntilFrame ?? window.upperBound - 1, segments: segments, assets: assets,
            localOffsets: localOffsets, latchedSlate: latchedSlate, marks: marks)
    }

    /// The segments cut to the window.
    public var clippedSegments: [Segment] { segments.compactMap { $0.clipped(to: window) } }
}

extension Segment {
    /// The part of it within `frames`, its in-points moved along; `nil` when there is none.
    public func clipped(to frames: Range<Int64>) -> Segment? {
        guard firstFrame < frames.upperBound, endFrame > frames.lowerBound else { return nil }
        var part = self
        let cut = max(firstFrame, frames.lowerBound) - firstFrame
        part.firstFrame += cut
        part.endFrame = min(endFrame, frames.upperBound)
        if case .asset(let index, let inFrame) = source { part.source = .asset(index, inFrame: inFrame + cut) }
        if alternate != nil { part.alternateInFrame += cut }
        return part
    }
}
