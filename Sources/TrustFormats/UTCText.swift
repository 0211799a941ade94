import Timecode

/// Instants as text in seals: RFC 3339 in UTC, whole seconds, through the leap-second table.
enum UTCText {
    /// `2026-11-22T05:00:00Z`.
    static func encode(_ instant: TAIInstant, leapSeconds: LeapSeconds = .builtIn) -> String {
        let seconds = scaledDown(leapSeconds.unixNanoseconds(of: instant), by: 1, over: 1_000_000_000)
        let day = scaledDown(seconds, by: 1, over: 86_400)
        let rest = seconds - day * 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(CivilDate(daysSinceEpoch: day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    /// The instant written as a date and time with `Z` or an offset, or as a date alone (its start in UTC).
    static func decode(_ text: String, leapSeconds: LeapSeconds = .builtIn) -> TAIInstant? {
        if let date = CivilDate(text) {
            return leapSeconds.tai(unixNanoseconds: date.daysSinceEpoch * 86_400_000_000_000)
        }
        guard case .utc(let nanoseconds) = InstantText(text) else { return nil }
        return leapSeconds.tai(unixNanoseconds: nanoseconds)
    }
}
