/// What comes over a list from outside on a frame.
enum FlowEdit {
    /// An operator's edit, with what it needs besides the list.
    case order(OperatorEdit, EditMeans)
    /// A document comes onto the channel: that of these plans; what is on air of the one before it, and its plan, where what it
    /// shows is not what the document says.
    case arrival(Int64, plans: Range<Int>, running: RunningEvent?, plan: Int?)

    /// Whether it gives an item a start of its own.
    var isRetiming: Bool {
        if case .order(let edit, _) = self, case .retime = edit.action { true } else { false }
    }

    var frame: Int64 {
        switch self {
        case .order(let edit, _): edit.frame
        case .arrival(let frame, _, _, _): frame
        }
    }
}
