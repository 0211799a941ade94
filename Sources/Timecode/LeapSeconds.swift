/// The leap-second table: how far TAI is ahead of UTC, by UTC instant (IERS Bulletin C; tz database `leap-seconds.list`).
///
/// Data, not arithmetic: a new announcement is a new table. Instants before 1972 use the first offset.
public struct LeapSeconds: Hashable, Sendable {
    /// One step: from this UTC second (Unix time) on, TAI - UTC is `offset` seconds.
    public struct Step: Hashable, Sendable, Codable {
        public let fromUnixSecond: Int64
        public let offset: Int64

        public init(fromUnixSecond: Int64, offset: Int64) {
            self.fromUnixSecond = fromUnixSecond
            self.offset = offset
        }
    }

    /// Ascending by instant, never empty.
    public let steps: [Step]
    /// From this UTC second (Unix time) on, a leap second may have come that the table does not know.
    public let expires: Int64

    /// A table from ascending steps; `nil` when empty or not ascending.
    public init?(steps: [Step], expires: Int64 = .max) {
        guard !steps.isEmpty, zip(steps, steps.dropFirst()).allSatisfy({ $0.fromUnixSecond < $1.fromUnixSecond }) else {
            return nil
        }
        self.steps = steps
        self.expires = expires
    }

    private init(known steps: [Step], expires: Int64) {
        self.steps = steps
        self.expires = expires
    }

    /// TAI - UTC in seconds at a UTC second given as Unix time.
    public func offset(atUnixSecond second: Int64) -> Int64 {
        var offset = steps[0].offset
        for step in steps {
            if step.fromUnixSecond > second { break }
            offset = step.offset
        }
        return offset
    }

    /// The TAI instant of a UTC instant given in Unix nanoseconds.
    public func tai(unixNanoseconds: Int64) -> TAIInstant {
        let second = scaledDown(unixNanoseconds, by: 1, over: 1_000_000_000)
        return TAIInstant(nanoseconds: unixNanoseconds + offset(atUnixSecond: second) * 1_000_000_000)
    }

    /// The Unix time in nanoseconds of a TAI instant. During a leap second Unix time repeats the second before it.
    public func unixNanoseconds(of instant: TAIInstant) -> Int64 {
        var offset = steps[0].offset
        for step in steps {
            if (step.fromUnixSecond + step.offset) * 1_000_000_000 > instant.nanoseconds { break }
            offset = step.offset
        }
        return instant.nanoseconds - offset * 1_000_000_000
    }

    /// The table in force when this version was built: 27 leap seconds, the last at the end of 2016; good until
    /// 2026-06-28 (IERS Bulletin C 70).
    public static let builtIn = LeapSeconds(
        known: [
            Step(fromUnixSecond: 63_072_000, offset: 10), Step(fromUnixSecond: 78_796_800, offset: 11),
            Step(fromUnixSecond: 94_694_400, offset: 12), Step(fromUnixSecond: 126_230_400, offset: 13),
            Step(fromUnixSecond: 157_766_400, offset: 14), Step(fromUnixSecond: 189_302_400, offset: 15),
            Step(fromUnixSecond: 220_924_800, offset: 16), Step(fromUnixSecond: 252_460_800, offset: 17),
            Step(fromUnixSecond: 283_996_800, offset: 18), Step(fromUnixSecond: 315_532_800, offset: 19),
            Step(fromUnixSecond: 362_793_600, offset: 20), Step(fromUnixSecond: 394_329_600, offset: 21),
            Step(fromUnixSecond: 425_865_600, offset: 22), Step(fromUnixSecond: 489_024_000, offset: 23),
            Step(fromUnixSecond: 567_993_600, offset: 24), Step(fromUnixSecond: 631_152_000, offset: 25),
            Step(fromUnixSecond: 662_688_000, offset: 26), Step(fromUnixSecond: 709_948_800, offset: 27),
            Step(fromUnixSecond: 741_484_800, offset: 28), Step(fromUnixSecond: 773_020_800, offset: 29),
            Step(fromUnixSecond: 820_454_400, offset: 30), Step(fromUnixSecond: 867_715_200, offset: 31),
            Step(fromUnixSecond: 915_148_800, offset: 32), Step(fromUnixSecond: 1_136_073_600, offset: 33),
            Step(fromUnixSecond: 1_230_768_000, offset: 34), Step(fromUnixSecond: 1_341_100_800, offset: 35),
            Step(fromUnixSecond: 1_435_708_800, offset: 36), Step(fromUnixSecond: 1_483_228_800, offset: 37),
        ], expires: 1_782_604_800)
}
