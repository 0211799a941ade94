import Timeline

extension TimelineRevision {
    /// The same programme from `frame` on, without what was recalled: in its place the slate that says so, with the event's own
    /// alternate above it. Nothing moves.
    ///
    /// For when a whole new schedule would come too late. O(segments).
    package func withdrawing(_ recalled: Set<Asset>, from frame: Int64, number: UInt64) -> TimelineRevision {
        var result = self
        result.number = number
        result.effectiveFrom = frame
        result.segments = segments.compactMap { $0.clipped(to: frame..<Int64.max) }.map { segment in
            var segment = segment
            if let spare = segment.alternate, recalled.contains(assets[spare]) {
                segment.alternate = nil
                segment.alternateInFrame = 0
                segment.alternateMarks = []
            }
            guard case .asset(let asset, _) = segment.source, recalled.contains(assets[asset]) else { return segment }
            segment.source = .slate(.recalled)
            segment.withheld = .recalled
            segment.marks = []
            segment.notAfterFrame = .max
            return segment
        }
        return result
    }

    /// Whether any of these files may be on at `frame` or later.
    package func shows(_ files: Set<Asset>, from frame: Int64) -> Bool {
        guard !files.isDisjoint(with: assets) else { return false }
        return segments.contains { segment in
            guard segment.endFrame > frame else { return false }
            if let spare = segment.alternate, files.contains(assets[spare]) { return true }
            if case .asset(let asset, _) = segment.source { return files.contains(assets[asset]) }
            return false
        }
    }
}
