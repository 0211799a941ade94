/// One time zone of one version of the tz database, as data: which offset from UTC holds from which instant on.
public struct ZoneTable: Hashable, Sendable {
    /// From this UTC second (Unix time) on, local time is UTC plus `offset`.
    public struct Transition: Hashable, Sendable, Codable {
        public let atUnixSecond: Int64
        /// Seconds east of UTC.
        public let offset: Int64

        public init(atUnixSecond: Int64, offset: Int64) {
            self.atUnixSecond = atUnixSecond
            self.offset = offset
        }
    }

    /// Name in the tz database, as `Asia/Almaty`.
    public let name: String
    /// Version of the tz database, as `2025b`; empty when unknown.
    public let version: String
    /// Seconds east of UTC before the first transition.
    public let initialOffset: Int64
    /// Ascending.
    public let transitions: [Transition]

    /// `nil` when the transitions do not ascend or an offset is not within 26 hours.
    public init?(name: String, version: String, initialOffset: Int64, transitions: [Transition]) {
        let limit: Int64 = 26 * 3600
        guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0.atUnixSecond < $1.atUnixSecond }),
            abs(initialOffset) <= limit, transitions.allSatisfy({ abs($0.offset) <= limit })
        else { return nil }
        self.name = name
        self.version = version
        self.initialOffset = initialOffset
        self.transitions = transitions
    }

    private init(fixedName name: String) {
        self.name = name
        version = ""
        initialOffset = 0
        transitions = []
    }

    public static let utc = ZoneTable(fixedName: "UTC")

    /// Seconds east of UTC at a UTC second.
    public func offset(atUnixSecond second: Int64) -> Int64 {
        let index = firstTransition(after: second)
        return index == 0 ? initialOffset : transitions[index - 1].offset
    }

    /// Every UTC second at which clocks here show this local second (local time counted like Unix time), ascending: none
    /// in a gap, two where an hour is repeated.
    public func unixSeconds(ofLocal local: Int64) -> [Int64] {
        let first = firstTransition(after: local - 172_800)
        let last = firstTransition(after: local + 172_800)
        var offsets: Set<Int64> = [first == 0 ? initialOffset : transitions[first - 1].offset]
        for transition in transitions[first..<last] { offsets.insert(transition.offset) }
        return offsets.map { local - $0 }.filter { $0 + offset(atUnixSecond: $0) == local }.sorted()
    }

    /// The UTC second from which clocks here show `local` or later: its first occurrence, or the end of the gap it is in.
    public func firstUnixSecond(atOrAfterLocal local: Int64) -> Int64 {
        if let first = unixSeconds(ofLocal: local).first { return first }
        let around = firstTransition(after: local - 172_800)
        for index in around..<transitions.count {
            let before = index == 0 ? initialOffset : transitions[index - 1].offset
            let transition = transitions[index]
            if transition.atUnixSecond + before <= local, local < transition.atUnixSecond + transition.offset {
                return transition.atUnixSecond
            }
        }
        return local - offset(atUnixSecond: local)
    }

    /// Transitions strictly after `from` and up to `to`, both UTC seconds.
    public func transitions(after from: Int64, upTo to: Int64) -> ArraySlice<Transition> {
        let first = firstTransition(after: from)
        return transitions[first..<max(first, firstTransition(after: to))]
    }

    private func firstTransition(after second: Int64) -> Int {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].atUnixSecond <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
