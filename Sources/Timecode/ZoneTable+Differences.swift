extension ZoneTable {
    /// A stretch of time in which two tables name the clock differently.
    public struct Difference: Hashable, Sendable {
        /// UTC seconds (Unix time).
        public var seconds: Range<Int64>
        /// Seconds east of UTC by the one table and by the other.
        public var offset: Int64
        public var otherOffset: Int64
    }

    /// Where this table and another differ within a range of UTC seconds (Unix time), ascending.
    public func differences(from other: ZoneTable, in seconds: Range<Int64>) -> [Difference] {
        guard !seconds.isEmpty else { return [] }
        let last = seconds.upperBound - 1
        let own = transitions(after: seconds.lowerBound, upTo: last)
        let others = other.transitions(after: seconds.lowerBound, upTo: last)
        let borders = [seconds.lowerBound] + Set((own + others).map(\.atUnixSecond)).sorted() + [seconds.upperBound]
        var result: [Difference] = []
        for (from, to) in zip(borders, borders.dropFirst()) {
            let (mine, theirs) = (offset(atUnixSecond: from), other.offset(atUnixSecond: from))
            guard mine != theirs else { continue }
            if let before = result.last, before.seconds.upperBound == from, before.offset == mine,
                before.otherOffset == theirs
            {
                result[result.count - 1].seconds = before.seconds.lowerBound..<to
            } else {
                result.append(Difference(seconds: from..<to, offset: mine, otherOffset: theirs))
            }
        }
        return result
    }
}
