import Timeline

/// What an order is judged by: the schedule's state, what was published of it, and what air says.
package struct ScheduleSituation {
    package var state: ScheduleState
    /// The last revision that was handed out; `nil` before the first.
    package var published: TimelineRevision?
    /// The schedule that it was made of.
    package var resolved: ResolvedSchedule?
    /// Number of the revision that air plays; 0 when it plays none.
    package var airRevision: UInt64
    /// Whether air has an event ready that starts on a frame.
    package var isCued: (_ event: String, _ firstFrame: Int64) -> Bool

    package init(
        state: ScheduleState, published: TimelineRevision? = nil, resolved: ResolvedSchedule? = nil,
        airRevision: UInt64 = 0, isCued: @escaping (_ event: String, _ firstFrame: Int64) -> Bool = { _, _ in true }
    ) {
        self.state = state
        self.published = published
        self.resolved = resolved
        self.airRevision = airRevision
        self.isCued = isCued
    }

    /// Events that end after `frame`, in the order they air.
    func coming(after frame: Int64) -> ArraySlice<ResolvedEvent> {
        guard let events = resolved?.events else { return [] }
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if events[middle].frames.upperBound <= frame { low = middle + 1 } else { high = middle }
        }
        return events[low...]
    }

    /// Whether a gap is being filled on a frame: fillers are nobody's events, and give way to them.
    func isFiller(at frame: Int64) -> Bool {
        coming(after: frame).first.map { $0.isFiller && $0.standsFor.isEmpty && $0.frames.contains(frame) } ?? false
    }

    /// The segment that was published for a frame.
    func segment(at frame: Int64) -> Segment? {
        guard let published, published.effectiveFrom <= frame else { return nil }
        return published.segmentIndex(at: frame).map { published.segments[$0] }
    }
}
