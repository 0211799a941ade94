/// Frames given to an item: it airs, or it is waited for.
struct Placement {
    var item: FlowItem
    var start: Int64
    /// First frame after it, as cut by what comes next; `Int64.max` for a wait without end.
    var end: Int64
    /// First frame after it if nothing had cut it.
    var naturalEnd: Int64
    /// The hold slate, until the item is taken.
    var isWait: Bool
}
