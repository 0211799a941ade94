import Timeline

extension TimelineRevision {
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

    /// The first frame at or after `frame` that this revision decides otherwise than `other`; `nil` when there is none
    /// up to the end of both.
    package func firstDifference(from other: TimelineRevision, at frame: Int64) -> Int64? {
        let end = min(holdUntilFrame, other.holdUntilFrame) + 1
        guard end > frame else { return frame }
        if decidesLike(other, from: frame, to: end) { return nil }
        // Decisions change only where segments begin: the first border after which they differ, found by halving.
        let borders = Set(
            segments.map(\.firstFrame) + other.segments.map(\.firstFrame) + segments.map(\.endFrame)
                + other.segments.map(\.endFrame)
        )
        .filter { $0 > frame && $0 <= end }.sorted()
        var (low, high) = (0, borders.count)
        while low < high {
            let middle = (low + high) / 2
            if decidesLike(other, from: frame, to: borders[middle]) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? frame : borders[low - 1]
    }

    /// The same, by what is in the segments alone: however a slate is latched, its frames are in them.
    package func firstChange(from other: TimelineRevision, at frame: Int64) -> Int64? {
        var other = other
        other.latchedSlate = latchedSlate
        other.emergencyOverFrame = emergencyOverFrame
        return firstDifference(from: other, at: frame)
    }
}
