import Timecode

/// The leap-second table as a file: `leap-seconds.list` (IERS, NIST) or `leapseconds` of the tz database.
enum LeapSecondsFile {
    /// 1900-01-01, which the list counts from, in Unix time.
    private static let listEpoch: Int64 = -2_208_988_800

    /// `NTP-SECOND OFFSET` a line; `#@ NTP-SECOND` says until when the list is good. `nil` when it is no such list.
    static func list(_ text: String) -> LeapSeconds? {
        var steps: [LeapSeconds.Step] = []
        var expires: Int64?
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(whereSeparator: \.isWhitespace)
            if fields.first == "#@", fields.count > 1, let second = number(fields[1]) {
                expires = second + listEpoch
            } else if line.first != "#", !fields.isEmpty {
                guard fields.count >= 2, let second = number(fields[0]), let offset = Int64(fields[1]) else {
                    return nil
                }
                steps.append(LeapSeconds.Step(fromUnixSecond: second + listEpoch, offset: offset))
            }
        }
        return expires.flatMap { checked(steps, $0) }
    }

    /// `Leap YEAR MONTH DAY HH:MM:SS +|- S|R` a line, and `#expires UNIX-SECOND`. `nil` when it is no such file.
    static func leaps(_ text: String) -> LeapSeconds? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var steps = [LeapSeconds.builtIn.steps[0]]
        var expires: Int64?
        for line in text.split(whereSeparator: \.isNewline) {
            let fields = line.split(whereSeparator: \.isWhitespace)
            if fields.first == "#expires", fields.count > 1 { expires = number(fields[1]) }
            guard fields.first == "Leap" else { continue }
            guard fields.count >= 6, let year = Int64(fields[1]), let month = months.firstIndex(of: String(fields[2])),
                let day = Int64(fields[3]), let date = CivilDate(year: year, month: Int64(month) + 1, day: day),
                fields[5] == "+" || fields[5] == "-"
            else { return nil }
            steps.append(
                LeapSeconds.Step(
                    fromUnixSecond: date.adding(days: 1).daysSinceEpoch * 86_400,
                    offset: steps[steps.count - 1].offset + (fields[5] == "+" ? 1 : -1)))
        }
        return expires.flatMap { checked(steps, $0) }
    }

    /// A table that tells history otherwise than it was, or knows less of it, is damaged.
    private static func checked(_ steps: [LeapSeconds.Step], _ expires: Int64) -> LeapSeconds? {
        let known = LeapSeconds.builtIn.steps
        guard steps.count >= known.count, Array(steps[..<known.count]) == known,
            zip(steps, steps.dropFirst()).allSatisfy({ abs($0.offset - $1.offset) == 1 })
        else { return nil }
        return LeapSeconds(steps: steps, expires: expires)
    }

    /// A second of either count, far from where sums overflow.
    private static func number(_ text: Substring) -> Int64? {
        Int64(text).flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil }
    }
}
