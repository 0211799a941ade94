/// Which totals some lengths add up to, and how: exact, bounded by `target x parts`, and the same for the same input.
struct SubsetSum {
    struct Part {
        /// The caller's number for it.
        var number: Int
        /// At least 1.
        var length: Int
        /// It may be used any number of times instead of once.
        var repeats: Bool
    }

    private let parts: [Part]
    /// For each total up to the target, the part that reached it first; -1 where none does.
    private var last: [Int32]
    /// The largest total of at most `target` that can be reached; 0 by nothing at all.
    let largest: Int

    /// Parts listed earlier are used rather than later ones.
    init(target: Int, parts: [Part]) {
        precondition(target >= 0 && parts.allSatisfy { $0.length > 0 })
        self.parts = parts
        var last = [Int32](repeating: -1, count: target + 1)
        var most = 0
        last.withUnsafeMutableBufferPointer { last in
            for (number, part) in parts.enumerated() where part.length <= target {
                func reach(_ sum: Int) {
                    let rest = sum - part.length
                    if last[sum] < 0, rest == 0 || last[rest] >= 0 { last[sum] = Int32(number) }
                }
                if part.repeats {
                    for sum in stride(from: part.length, through: target, by: 1) { reach(sum) }
                } else {
                    for sum in stride(from: target, through: part.length, by: -1) { reach(sum) }
                }
                if last[target] >= 0 { break }
            }
            most = stride(from: target, to: 0, by: -1).first { last[$0] >= 0 } ?? 0
        }
        self.last = last
        largest = most
    }

    /// The totals that can be reached, from `top` downwards; 0 is the last one.
    func reachable(from top: Int) -> some Sequence<Int> {
        stride(from: top, through: 0, by: -1).lazy.filter { $0 == 0 || last[$0] >= 0 }
    }

    /// The numbers of the parts that add up to `sum`, the earliest listed first.
    func parts(to sum: Int) -> [Int] {
        var numbers: [Int] = []
        var rest = sum
        while rest > 0, last[rest] >= 0 {
            let part = parts[Int(last[rest])]
            numbers.append(part.number)
            rest -= part.length
        }
        return numbers.reversed()
    }
}
