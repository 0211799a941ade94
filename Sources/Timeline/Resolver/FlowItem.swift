import Playlist

/// One occurrence of an event on its way to air: when it wants to start, and for how long.
struct FlowItem: Equatable {
    enum Point: Equatable { case start, end }

    enum Rule: Equatable {
        /// After the item before it; where there is none, at this frame.
        case follow(floor: Int64)
        case hard(Int64)
        /// From the first frame on, at the latest on the second.
        case soft(Int64, latest: Int64)
        /// So many frames from the start or end of another item of the list, by its serial.
        case relative(Point, serial: Int, offset: Int64)

        /// Whether it can cut what runs.
        var isAnchor: Bool {
            if case .follow = self { false } else { true }
        }

        /// Whether the clock or the cycle fixes it: what priorities are about.
        var isFixed: Bool { asked != nil }

        /// The frames that a fixed start asks for: from the first to the second, both included.
        var asked: (frame: Int64, latest: Int64)? {
            switch self {
            case .hard(let frame): (frame, frame)
            case .soft(let frame, let latest): (frame, latest)
            case .follow, .relative: nil
            }
        }
    }

    enum Length: Equatable {
        case frames(Int64)
        /// Until a frame, in passes; with `whole`, until the pass that is on then ends.
        case until(Int64, pass: Int64, whole: Bool)

        /// The first frame after it when its first pass began at `origin`; `nil` when it is over by then.
        func end(from origin: Int64) -> Int64? {
            switch self {
            case .frames(let count):
                let (sum, overflow) = origin.addingReportingOverflow(count)
                return overflow ? .max : sum
            case .until(let frame, let pass, let whole):
                guard frame > origin else { return nil }
                return whole ? origin + (frame - origin + pass - 1) / pass * pass : frame
            }
        }
    }

    /// Unique in its list; stays with the item whatever is inserted before it.
    var serial: Int
    /// Index into the plans.
    var plan: Int
    /// Cycle of its day, from 1; 0 for a list that does not repeat.
    var occurrence: Int
    var rule: Rule
    var length: Length
    /// Whether an operator has given it its length: its media no longer say.
    var hasOwnLength = false
    /// Waits for a take instead of starting.
    var isHeld: Bool
    var isHeldByOperator = false
    /// It may start before this frame only: the end of its day.
    var limit: Int64
    /// It ends by this frame.
    var cut: Int64
    /// Days since 1970 of its broadcast day; `nil` in a loose list.
    var day: Int64?
    var priority = 0
    var late: LatePolicy?

    /// Whether another item may not cut it: both are fixed, and it has the higher priority.
    func outranks(_ other: FlowItem) -> Bool {
        !isHeld && rule.isFixed && other.rule.isFixed && priority > other.priority
    }
}
