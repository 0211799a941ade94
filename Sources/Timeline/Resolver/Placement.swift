/// Frames given to an item: it airs, or it is waited for.
struct Placement: Equatable {
    /// What ended it before its natural end.
    enum Cut: Equatable {
        /// The item with this plan started.
        case event(Int)
        case take
        case window
    }

    var item: FlowItem
    var start: Int64
    /// First frame after it, as cut by what comes next; `Int64.max` for a wait without end.
    var end: Int64
    /// First frame after it if nothing had cut it.
    var naturalEnd: Int64
    /// What stands by, until the item is taken.
    var isWait: Bool
    var cut: Cut?
    /// Frames after its asked start on which it starts.
    var lateBy: Int64 = 0
    /// First frames of it that do not air, because it is joined.
    var joined: Int64 = 0
    /// Plan of the item that held it up.
    var heldUpBy: Int?
    /// Frames that the end of its cycle cost it.
    var lostToCycle: Int64 = 0
    /// The opt-out window whose regional list it is in.
    var window: String?
}
