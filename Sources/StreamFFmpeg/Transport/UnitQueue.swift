/// Coded units waiting for their packets, first in first out.
struct UnitQueue {
    private var units: [ElementaryUnit] = []
    private var first = 0

    var isEmpty: Bool { first == units.count }
    var head: ElementaryUnit { units[first] }
    var byteCount: Int { units[first...].reduce(0) { $0 + $1.left } }

    /// Whether one of the units will not be whole by its deadline if packets leave every `spacing` ticks from `time` on.
    func isShort(of spacing: Int64, at time: Int64) -> Bool {
        var end = time
        for unit in units[first...] {
            end += Int64((unit.left + 183) / 184) * spacing
            if end > unit.deadline { return true }
        }
        return false
    }

    mutating func append(_ unit: ElementaryUnit) { units.append(unit) }

    /// Marks `count` bytes of the head as sent; returns the unit's frame once all of it is.
    mutating func take(_ count: Int) -> Int64? {
        units[first].sent += count
        guard units[first].left == 0 else { return nil }
        let frame = units[first].frame
        first += 1
        if first >= 32 {
            units.removeFirst(first)
            first = 0
        }
        return frame
    }
}
