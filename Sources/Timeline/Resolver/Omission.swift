/// An item that gets no frame.
struct Omission {
    var item: FlowItem
    /// When its turn was over.
    var frame: Int64
    var code: EventDecision.Code
    /// Plan of the item that has its place.
    var by: Int?
    /// The opt-out window it is about.
    var window = ""
}
