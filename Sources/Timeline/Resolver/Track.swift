/// One list on the frame axis: the channel's schedule, or a loose list that has the channel from `from` to its end.
struct Track {
    /// The list before anything of it is placed, without edits.
    private let origin: Flow
    /// The list on the axis, with the edits it has by now.
    var flow: Flow
    var edits: [FlowEdit] = []
    /// First frame it has; `nil` for the schedule, which has all that no loose list takes.
    var from: Int64?
    /// Its document, for a loose list.
    var document: Int?
    /// First frame after it.
    private(set) var end = Int64.max

    init(_ items: [FlowItem], from: Int64? = nil, document: Int? = nil, knowledge: Flow.Knowledge) {
        origin = Flow(items: items, knowledge: knowledge)
        flow = origin
        self.from = from
        self.document = document
    }

    /// Puts the list on the axis again with the edits it has by now. Loose lists are run to their end, which says when the
    /// schedule has the channel again.
    mutating func run(until horizon: Int64, knowledge: Flow.Knowledge) {
        flow = origin
        flow.knowledge = knowledge
        flow.edits = edits
        flow.run(until: from == nil ? horizon : .max)
        if let from { end = flow.placements.last?.end ?? from }
    }

    /// The list on the axis as it would be without edits.
    func unedited(until horizon: Int64) -> Flow {
        guard !flow.edits.isEmpty else { return flow }
        var flow = origin
        flow.run(until: from == nil ? horizon : .max)
        return flow
    }

    /// Whether it has the channel at `frame`, no later list asked.
    func covers(_ frame: Int64) -> Bool { from.map { $0 <= frame && frame < end } ?? true }
}
