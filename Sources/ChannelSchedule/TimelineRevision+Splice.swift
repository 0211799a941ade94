import Timeline

extension TimelineRevision {
    /// The same programme, except that what `previous` has on air on the frame `effectiveFrom` plays to its end.
    ///
    /// A republication never moves what is on air: an event that has begun keeps its source, its in-point and its last frame,
    /// whatever the documents, the media or the verdicts say now. Gaps and waits are not held on to.
    ///
    /// - Parameter earliestEnd: with it, the event ends where this revision says, when it has the event there too; but no
    ///   earlier than on this frame.
    package func keepingOnAir(of previous: TimelineRevision, earliestEnd: Int64? = nil) -> TimelineRevision {
        guard previous.rate == rate, let index = previous.segmentIndex(at: effectiveFrom) else { return self }
        var kept = previous.segments[index]
        guard kept.firstFrame < effectiveFrom, !kept.event.isEmpty, !kept.isWait else { return self }
        let own = segmentIndex(at: effectiveFrom).map { segments[$0] }
        if let own, own.event == kept.event, let earliestEnd {
            kept.endFrame = max(own.endFrame, min(kept.endFrame, earliestEnd))
        }
        // What goes on behind it with the same picture is the same item.
        if let own, own.endFrame > kept.endFrame, isSame(own, previous, kept) { kept.endFrame = own.endFrame }
        if let own, own.title == kept.title, own.endFrame == kept.endFrame, isSame(own, previous, kept) { return self }
        var result = self
        if case .asset(let asset, let inFrame) = kept.source {
            kept.source = .asset(result.index(of: previous.assets[asset]), inFrame: inFrame)
        }
        if let own, own.event == kept.event {
            // What has turned out to need a mark gets it at once; one that is on stays on.
            kept.marks.formUnion(own.marks)
            kept.alternateMarks.formUnion(own.alternateMarks)
        }
        kept.alternate = kept.alternate.map { result.index(of: previous.assets[$0]) }
        result.segments = [kept] + segments.compactMap { $0.clipped(to: kept.endFrame..<Int64.max) }
        return result
    }

    /// This revision with the decisions of `previous`, which air has been given and has not begun with yet, up to its own
    /// first frame: a revision replaces one that is still waiting, and what that one promised for the time between holds.
    package func preceded(by previous: TimelineRevision) -> TimelineRevision {
        guard previous.rate == rate, previous.effectiveFrom < effectiveFrom else { return self }
        var result = self
        result.effectiveFrom = previous.effectiveFrom
        var before = previous.segments.compactMap { $0.clipped(to: previous.effectiveFrom..<effectiveFrom) }
        for index in before.indices {
            if case .asset(let asset, let inFrame) = before[index].source {
                before[index].source = .asset(result.index(of: previous.assets[asset]), inFrame: inFrame)
            }
            before[index].alternate = before[index].alternate.map { result.index(of: previous.assets[$0]) }
        }
        var after = segments.compactMap { $0.clipped(to: effectiveFrom..<Int64.max) }
        // Air acts on a latch, and on the end of an emergency, from the revision's first frame on, which now lies before the
        // order's: until then the slate is in the segments instead.
        let border = previous.effectiveFrom..<effectiveFrom
        if latchedSlate != previous.latchedSlate {
            if let slate = previous.latchedSlate { before = before.covered(by: slate, in: border) }
            if let slate = latchedSlate { after = after.covered(by: slate, in: effectiveFrom..<holdUntilFrame + 1) }
            result.latchedSlate = nil
        }
        if emergencyOverFrame > previous.emergencyOverFrame {
            before = before.covered(by: .emergency, in: border)
        }
        if let last = before.last, var first = after.first, last.endFrame == first.firstFrame,
            result.isSame(first, result, last)
        {
            // One item that goes on stays one segment.
            first.firstFrame = last.firstFrame
            first.source = last.source
            first.alternateInFrame = last.alternateInFrame
            after[0] = first
            before.removeLast()
        }
        result.segments = before + after
        return result
    }

    /// Index of an asset, added when it is not there.
    private mutating func index(of asset: Asset) -> Int {
        if let index = assets.firstIndex(of: asset) { return index }
        assets.append(asset)
        return assets.count - 1
    }

    /// Whether two segments show the same at each of their frames.
    func isSame(_ own: Segment, _ other: TimelineRevision, _ theirs: Segment) -> Bool {
        guard own.event == theirs.event,
            own.alternate.map({ assets[$0] }) == theirs.alternate.map({ other.assets[$0] }),
            own.notAfterFrame == theirs.notAfterFrame, own.withheld == theirs.withheld, own.marks == theirs.marks,
            own.alternateMarks == theirs.alternateMarks
        else { return false }
        switch (own.source, theirs.source) {
        case (.slate(let a), .slate(let b)): return a == b
        case (.asset(let a, let aFrame), .asset(let b, let bFrame)):
            return assets[a] == other.assets[b] && aFrame - own.firstFrame == bFrame - theirs.firstFrame
        default: return false
        }
    }
}

extension Segment {
    /// Whether it only stands by for a take.
    package var isWait: Bool { source == .slate(.hold) || withheld == .hold }

    /// The same frames of the same event under an ordered slate.
    fileprivate func covered(by reason: SlateReason) -> Segment {
        var slate = self
        slate.source = .slate(reason)
        slate.withheld = reason
        slate.alternate = nil
        slate.alternateInFrame = 0
        slate.marks = []
        slate.alternateMarks = []
        slate.notAfterFrame = .max
        return slate
    }
}

extension [Segment] {
    /// The segments with a slate over `frames`, what lies between them included.
    fileprivate func covered(by reason: SlateReason, in frames: Range<Int64>) -> [Segment] {
        var result: [Segment] = []
        var cursor = frames.lowerBound
        func gap(_ end: Int64) {
            guard end > cursor else { return }
            let slate = Segment(firstFrame: cursor, endFrame: end, source: .slate(reason))
            result.append(slate.covered(by: reason))
        }
        for segment in self {
            if let before = segment.clipped(to: Int64.min..<frames.lowerBound) { result.append(before) }
            if let part = segment.clipped(to: frames) {
                gap(part.firstFrame)
                result.append(part.covered(by: reason))
                cursor = part.endFrame
            }
            if let after = segment.clipped(to: frames.upperBound..<Int64.max) {
                gap(frames.upperBound)
                cursor = frames.upperBound
                result.append(after)
            }
        }
        gap(frames.upperBound)
        return result
    }
}
