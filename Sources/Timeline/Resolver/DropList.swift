/// Serials of items that were dropped, in the order in which they were.
struct DropList {
    private(set) var order: [Int] = []
    private var serials: Set<Int> = []

    var count: Int { order.count }

    func contains(_ serial: Int) -> Bool { !serials.isEmpty && serials.contains(serial) }

    mutating func insert(_ serial: Int) {
        if serials.insert(serial).inserted { order.append(serial) }
    }

    /// Takes all back but the first `count`.
    mutating func truncate(to count: Int) {
        for serial in order[count...] { serials.remove(serial) }
        order.removeSubrange(count...)
    }
}
