/// One list on the frame axis: the channel's schedule, or a loose list that has the channel from `from` to its end.
struct Track {
    var items: [FlowItem]
    var edits: [FlowEdit] = []
    /// First frame it has; `nil` for the schedule, which has all that no loose list takes.
    var from: Int64?
    /// First frame after it.
    var end = Int64.max
    var flow: Flow

    /// Puts the list on the axis again with the edits it has by now.
    mutating func run(until horizon: Int64, name: @escaping (FlowItem) -> String, dayOf: (Int64) -> Int64) {
        flow = Flow(items: items, edits: edits, name: name)
        flow.run(until: horizon, dayOf: dayOf)
        if from != nil { end = flow.placements.last?.end ?? from ?? .max }
    }

    /// Whether it has the channel at `frame`, no later list asked.
    func covers(_ frame: Int64) -> Bool { from.map { $0 <= frame && frame < end } ?? true }
}
