/// One list on the frame axis: the channel's schedule, or a loose list that has the channel from `from` to its end.
struct Track {
    var items: [FlowItem]
    var edits: [FlowEdit] = []
    /// First frame it has; `nil` for the schedule, which has all that no loose list takes.
    var from: Int64?
    /// Its document, for a loose list.
    var document: Int?
    /// First frame after it.
    var end = Int64.max
    var placements: [Placement] = []
    var omissions: [Omission] = []
    var withoutEffect: [OperatorEdit] = []

    /// Puts the list on the axis again with the edits it has by now.
    mutating func run(until horizon: Int64, knowledge: Flow.Knowledge) {
        var flow = Flow(items: items, edits: edits, knowledge: knowledge)
        flow.run(until: horizon)
        placements = flow.placements
        omissions = flow.omissions
        withoutEffect = flow.withoutEffect
        if from != nil { end = placements.last?.end ?? from ?? .max }
    }

    /// Whether it has the channel at `frame`, no later list asked.
    func covers(_ frame: Int64) -> Bool { from.map { $0 <= frame && frame < end } ?? true }
}
