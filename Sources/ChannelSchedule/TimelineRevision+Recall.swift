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
        result.segments = segments.compactMap { $0.clipped(to: frame..<Int64.max) }
        result.withhold(recalled)
        return result
    }

    /// Puts the slate that says so in the place of everything that was recalled: no revision shows it, whatever its segments
    /// were decided by.
    mutating func withhold(_ recalled: Set<Asset>) {
        guard !recalled.isDisjoint(with: assets) else { return }
        for index in segments.indices {
            if let spare = segments[index].alternate, recalled.contains(assets[spare]) {
                segments[index].alternate = nil
                segments[index].alternateInFrame = 0
                segments[index].alternateMarks = []
            }
            guard case .asset(let asset, _) = segments[index].source, recalled.contains(assets[asset]) else { continue }
            segments[index].source = .slate(.recalled)
            segments[index].withheld = .recalled
            segments[index].marks = []
            segments[index].notAfterFrame = .max
        }
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
