import Timeline

extension TimelineRevision {
    /// The same programme, except that what `previous` has on air on the frame `effectiveFrom` plays to its end.
    ///
    /// A republication never moves what is on air: an event that has begun keeps its source, its in-point and its last frame,
    /// whatever the documents, the media or the verdicts say now. Gaps and waits are not held on to.
    package func keepingOnAir(of previous: TimelineRevision) -> TimelineRevision {
        guard previous.rate == rate, let index = previous.segmentIndex(at: effectiveFrom) else { return self }
        var kept = previous.segments[index]
        guard kept.firstFrame < effectiveFrom, !kept.event.isEmpty, !kept.isWait else { return self }
        if let own = segmentIndex(at: effectiveFrom), isSame(segments[own], previous, kept),
            segments[own].endFrame == kept.endFrame
        {
            return self
        }
        var result = self
        if case .asset(let asset, let inFrame) = kept.source {
            kept.source = .asset(result.index(of: previous.assets[asset]), inFrame: inFrame)
        }
        if let own = segmentIndex(at: effectiveFrom).map({ segments[$0] }), own.event == kept.event {
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
    private func isSame(_ own: Segment, _ other: TimelineRevision, _ theirs: Segment) -> Bool {
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

    /// Whether both decide every frame from `frame` to `end` alike.
    package func decidesLike(_ other: TimelineRevision, from frame: Int64, to end: Int64) -> Bool {
        guard latchedSlate == other.latchedSlate, rate == other.rate, marks == other.marks,
            emergencyOverFrame == other.emergencyOverFrame
        else { return false }
        var (mine, theirs) = (segmentIndex(from: frame), other.segmentIndex(from: frame))
        while true {
            let a = mine < segments.count && segments[mine].firstFrame < end ? segments[mine] : nil
            let b =
                theirs < other.segments.count && other.segments[theirs].firstFrame < end ? other.segments[theirs] : nil
            guard let a, let b else { return a == nil && b == nil }
            guard isSame(a, other, b), max(a.firstFrame, frame) == max(b.firstFrame, frame),
                min(a.endFrame, end) == min(b.endFrame, end), a.title == b.title
            else { return false }
            mine += 1
            theirs += 1
        }
    }

    /// Index of the first segment that ends after `frame`.
    private func segmentIndex(from frame: Int64) -> Int {
        var (low, high) = (0, segments.count)
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].endFrame <= frame { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Segment {
    /// Whether it only stands by for a take.
    var isWait: Bool { source == .slate(.hold) || withheld == .hold }
}
