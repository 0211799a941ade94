import Timeline

/// A timeline revision made ready for air: its numbers in flat memory that the frame thread reads, its texts beside them
/// for the threads that cue and log.
///
/// `@unchecked Sendable`: nothing changes after `init`.
package final class PlayoutPlan: @unchecked Sendable {
    package let revision: TimelineRevision
    private let segments: UnsafeMutablePointer<PlannedSegment>
    private let offsets: UnsafeMutablePointer<PlanView.Offset>

    /// - Parameter drawable: marks that can be drawn. A source whose marks cannot all be drawn gives way to the slate.
    package init(_ revision: TimelineRevision, drawable: MarkSet = .all) {
        self.revision = revision
        segments = .allocate(capacity: max(1, revision.segments.count))
        for (index, segment) in revision.segments.enumerated() {
            (segments + index).initialize(to: PlannedSegment(segment, of: revision, drawable: drawable))
        }
        offsets = .allocate(capacity: max(1, revision.localOffsets.count))
        for (index, offset) in revision.localOffsets.enumerated() {
            (offsets + index).initialize(to: PlanView.Offset(fromFrame: offset.fromFrame, seconds: offset.seconds))
        }
    }

    deinit {
        segments.deallocate()
        offsets.deallocate()
    }

    /// The numbers. Valid as long as this object lives.
    package var view: PlanView {
        PlanView(
            owner: UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()), segments: UnsafePointer(segments),
            count: revision.segments.count, offsets: UnsafePointer(offsets),
            offsetCount: revision.localOffsets.count, number: revision.number, effectiveFrom: revision.effectiveFrom,
            holdUntilFrame: revision.holdUntilFrame, latched: revision.latchedSlate?.rawValue ?? 0,
            marks: revision.marks.rawValue, emergencyOverFrame: revision.emergencyOverFrame)
    }
}

extension PlannedSegment {
    init(_ segment: Segment, of revision: TimelineRevision, drawable: MarkSet) {
        firstFrame = segment.firstFrame
        endFrame = segment.endFrame
        event = SourceIdentity.event(segment.event)
        switch segment.source {
        case .asset(let index, let inFrame):
            reason = 0
            asset = Int32(index)
            self.inFrame = inFrame
            source = SourceIdentity.source(event: segment.event, asset: revision.assets[index])
        case .slate(let planned):
            reason = planned.rawValue
            asset = -1
            inFrame = 0
            source = 0
        }
        alternate = Int32(segment.alternate ?? -1)
        alternateInFrame = segment.alternateInFrame
        alternateSource =
            segment.alternate.map { SourceIdentity.source(event: segment.event, asset: revision.assets[$0]) } ?? 0
        notAfterFrame = segment.notAfterFrame
        marks = segment.marks.rawValue
        alternateMarks = segment.alternateMarks.rawValue
        // A slate that is ordered, or shown because nothing is scheduled, has no rung above it.
        switch segment.source {
        case .slate(.operatorOrder), .slate(.emergency), .slate(.hold), .slate(.nothingScheduled): alternate = -1
        default: break
        }
        withholdUndrawable(revision.marks, segment, drawable)
    }

    /// Programme never airs without its marks: the slate is on instead.
    private mutating func withholdUndrawable(_ always: MarkSet, _ segment: Segment, _ drawable: MarkSet) {
        if asset >= 0, !drawable.isSuperset(of: always.union(segment.marks)) {
            reason = SlateReason.technical.rawValue
            asset = -1
            inFrame = 0
            source = 0
        }
        if alternate >= 0, !drawable.isSuperset(of: always.union(segment.alternateMarks)) {
            alternate = -1
            alternateSource = 0
        }
    }
}
