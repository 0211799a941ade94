/// Whether there is anything to fill with, and whether there was.
struct FillerPresence {
    private var isThere: Bool
    /// Ascending: what held before each frame, where it was otherwise behind it.
    private var former: [(until: Int64, isThere: Bool)] = []

    init(_ shelf: FillerShelf) {
        isThere = shelf.candidates.contains { $0.choice.record.standing.facts.refusal == nil }
        for until in Set(shelf.candidates.flatMap { $0.choice.record.former.map(\.until) }).sorted() {
            let was = shelf.candidates.contains { $0.choice.record.facts(at: until - 1).refusal == nil }
            former.append((until, was))
        }
    }

    func isThere(at frame: Int64) -> Bool { former.first { frame < $0.until }?.isThere ?? isThere }
}
