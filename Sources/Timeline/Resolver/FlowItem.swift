/// One occurrence of an event on its way to air: when it wants to start, and for how long.
struct FlowItem {
    enum Point { case start, end }

    enum Rule {
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
    }

    /// Unique in its list; stays with the item whatever is inserted before it.
    var serial: Int
    /// Index into the plans.
    var plan: Int
    /// Cycle of its day, from 1; 0 for a list that does not repeat.
    var occurrence: Int
    var rule: Rule
    var length: Int64
    /// Waits for a take instead of starting.
    var isHeld: Bool
    var isHeldByOperator = false
    /// It may start before this frame only: the end of its day.
    var limit: Int64
    /// It ends by this frame.
    var cut: Int64
    /// Days since 1970 of its broadcast day; `nil` in a loose list.
    var day: Int64?
}
