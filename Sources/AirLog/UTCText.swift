import Timecode

/// Civil dates of UTC instants, by integers alone.
package enum UTCText {
    /// `2026-11-22T01:02:03.040Z`.
    package static func instant(_ instant: TAIInstant, leapSeconds: LeapSeconds = .builtIn) -> String {
        let nanoseconds = leapSeconds.unixNanoseconds(of: instant)
        let seconds = scaledDown(nanoseconds, by: 1, over: 1_000_000_000)
        let milliseconds = (nanoseconds - seconds * 1_000_000_000) / 1_000_000
        let day = scaledDown(seconds, by: 1, over: 86_400)
        let rest = seconds - day * 86_400
        let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(date(day: day))T\(clock).\(padded(milliseconds, 3))Z"
    }

    /// The day of a UTC instant: `2026-11-22`.
    package static func date(_ instant: TAIInstant, leapSeconds: LeapSeconds = .builtIn) -> String {
        date(day: scaledDown(leapSeconds.unixNanoseconds(of: instant), by: 1, over: 86_400_000_000_000))
    }

    /// The Gregorian date of a day counted from 1970-01-01 (years of 400 begin in March, so that the leap day is last).
    static func date(day: Int64) -> String {
        let shifted = day + 719_468
        let era = scaledDown(shifted, by: 1, over: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(civilMonth, 2))-\(padded(dayOfMonth, 2))"
    }

    static func padded(_ value: Int64, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
