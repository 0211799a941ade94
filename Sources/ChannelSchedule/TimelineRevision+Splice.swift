import Timeline

extension TimelineRevision {
    /// The same programme, except that what `previous` has on air on the frame `effectiveFrom` plays to its end.
    ///
    /// A republication never moves what is on air: an event that has begun keeps its source, its in-point and its last frame,
    /// whatever the documents, the media or the verdicts say now. Gaps and waits are not held on to.
    ///
    /// An event in passes is kept with all of them where this revision no longer has it; not with those to come whose media
    /// may not air by now.
    ///
    /// - Parameters:
    ///   - earliestEnd: with it, the event ends where this revision says, when it has the event there too; but no earlier
    ///     than on this frame.
    ///   - isWithheld: whether media may not air any more.
    ///   - recalled: what was recalled is not kept, whatever window or order guards it, and stands in for nothing.
    package func keepingOnAir(
        of previous: TimelineRevision, earliestEnd: Int64? = nil, isWithheld: (Asset) -> Bool = { _ in false },
        recalled: Set<Asset> = []
    ) -> TimelineRevision {
        guard previous.rate == rate, let index = previous.segmentIndex(at: effectiveFrom) else { return self }
        var kept = previous.segments[index]
        guard kept.firstFrame < effectiveFrom, !kept.event.isEmpty, !kept.isWait else { return self }
        if !recalled.isEmpty {
            if case .asset(let asset, _) = kept.source, recalled.contains(previous.assets[asset]) { return self }
            if let spare = kept.alternate, recalled.contains(previous.assets[spare]) { kept.alternate = nil }
        }
        let own = segmentIndex(at: effectiveFrom).map { segments[$0] }
        if let own, own.event == kept.event, let earliestEnd {
            kept.endFrame = max(own.endFrame, min(kept.endFrame, earliestEnd))
        }
        // What goes on behind it with the same picture is the same item.
        if let own, own.endFrame > kept.endFrame, isSame(own, previous, kept) { kept.endFrame = own.endFrame }
        if let own, own.title == kept.title, own.endFrame == kept.endFrame, isSame(own, previous, kept) { return self }
        var result = self
        var passes: [Segment] = []
        if own?.event != kept.event {
            passes = result.take(previous.passes(behind: index, isWithheld: isWithheld), of: previous)
        }
        let end = passes.last?.endFrame ?? kept.endFrame
        kept = result.take([kept], of: previous)[0]
        if let own, own.event == kept.event {
            // What has turned out to need a mark gets it at once; one that is on stays on.
            kept.marks.formUnion(own.marks)
            kept.alternateMarks.formUnion(own.alternateMarks)
        }
        result.segments = [kept] + passes + segments.compactMap { $0.clipped(to: end..<Int64.max) }
        return result
    }

    /// The passes of an event that follow one of its segments without a gap, up to the first one that may not air.
    private func passes(behind index: Int, isWithheld: (Asset) -> Bool) -> [Segment] {
        var last = segments[index]
        var passes: [Segment] = []
        for next in segments[(index + 1)...] {
            guard next.event == last.event, next.firstFrame == last.endFrame,
                next.plannedFirstFrame == last.plannedFirstFrame, next.withheld == last.withheld, !next.isWait,
                case .asset(let asset, _) = next.source, !isWithheld(assets[asset])
            else { break }
            passes.append(next)
            last = next
        }
        return passes
    }

    /// Segments of another revision as this one has them.
    private mutating func take(_ others: [Segment], of other: TimelineRevision) -> [Segment] {
        others.map { segment in
            var segment = segment
            if case .asset(let asset, let inFrame) = segment.source {
                segment.source = .asset(index(of: other.assets[asset]), inFrame: inFrame)
            }
            segment.alternate = segment.alternate.map { index(of: other.assets[$0]) }
            return segment
        }
    }

    /// This revision with the decisions of `previous`, which air has been given and has not begun with yet, up to its own
    /// first frame: a revision replaces one that is still waiting, and what that one promised for the time between holds.
    package func preceded(by previous: TimelineRevision) -> TimelineRevision {
        guard previous.rate == rate, previous.effectiveFrom < effectiveFrom else { return self }
        var result = self
        result.effectiveFrom = previous.effectiveFrom
        var before = result.take(
            previous.segments.compactMap { $0.clipped(to: previous.effectiveFrom..<effectiveFrom) }, of: previous)
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
