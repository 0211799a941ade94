/// The items of a list that can cut, found as far ahead as anyone has asked.
struct AnchorIndex {
    /// Ascending, all of them from `first` up to `scanned`.
    private var anchors: [Int] = []
    private var first = 0
    private var scanned = 0
    /// Where the last question was answered: the next one is nearly always there or just behind.
    private var hint = 0

    /// The number of the first anchor behind item `index`. O(1) as time goes on.
    mutating func number(after index: Int) -> Int {
        if index + 1 < first || index + 1 > scanned {
            self = AnchorIndex()
            first = index + 1
            scanned = index + 1
        }
        if hint > 0, anchors[hint - 1] > index { hint = 0 }
        while hint < anchors.count, anchors[hint] <= index { hint += 1 }
        return hint
    }

    /// The item of an anchor's number; `nil` when there are no more.
    mutating func anchor(_ number: Int, in items: Chunks<FlowItem>) -> Int? {
        while number >= anchors.count {
            guard scanned < items.count else { return nil }
            if items[scanned].rule.isAnchor { anchors.append(scanned) }
            scanned += 1
        }
        return anchors[number]
    }
}
