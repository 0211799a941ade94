import Timecode

/// Instants as text: RFC 3339 in UTC, whole seconds, through the leap-second table.
enum UTCText {
    /// `2026-11-22T05:00:00Z`.
    static func encode(_ instant: TAIInstant, leapSeconds: LeapSeconds = .builtIn) -> String {
        let seconds = scaledDown(leapSeconds.unixNanoseconds(of: instant), by: 1, over: 1_000_000_000)
        let day = scaledDown(seconds, by: 1, over: 86_400)
        let rest = seconds - day * 86_400
        let date = CivilDate(daysSince1970: day)
        return "\(padded(date.year, 4))-\(padded(date.month))-\(padded(date.day))"
            + "T\(padded(rest / 3600)):\(padded(rest / 60 % 60)):\(padded(rest % 60))Z"
    }

    /// The instant written as a date and time with `Z` or an offset (`+05:00`), or as a date alone (its start in UTC).
    static func decode(_ text: String, leapSeconds: LeapSeconds = .builtIn) -> TAIInstant? {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int) -> Int64? {
            guard rest.count >= digits else { return nil }
            var value: Int64 = 0
            for _ in 0..<digits {
                guard let digit = rest.popFirst(), (48...57).contains(digit) else { return nil }
                value = value * 10 + Int64(digit - 48)
            }
            return value
        }
        func symbol(_ allowed: Character...) -> Character? {
            guard let byte = rest.popFirst() else { return nil }
            let character = Character(Unicode.Scalar(byte))
            return allowed.contains(character) ? character : nil
        }
        guard let year = number(4), symbol("-") != nil, let month = number(2), symbol("-") != nil, let day = number(2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var seconds = date.daysSince1970 * 86_400
        if !rest.isEmpty {
            guard symbol("T", "t", " ") != nil, let hour = number(2), hour < 24, symbol(":") != nil,
                let minute = number(2), minute < 60, symbol(":") != nil, let second = number(2), second < 60,
                let zone = symbol("Z", "z", "+", "-")
            else { return nil }
            seconds += hour * 3600 + minute * 60 + second
            if zone == "+" || zone == "-" {
                guard let hours = number(2), hours < 24, symbol(":") != nil, let minutes = number(2), minutes < 60
                else { return nil }
                seconds -= (zone == "+" ? 1 : -1) * (hours * 3600 + minutes * 60)
            }
            guard rest.isEmpty else { return nil }
        }
        guard (1970...2200).contains(year) else { return nil }
        return leapSeconds.tai(unixNanoseconds: seconds * 1_000_000_000)
    }

    private static func padded(_ value: Int64, _ width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A day of the proleptic Gregorian calendar, converted by whole 400-year cycles.
private struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    /// `nil` for a day that does not exist.
    init?(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
        let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        guard (1...12).contains(month), day >= 1,
            day <= lengths[Int(month) - 1] + (month == 2 && isLeap ? 1 : 0)
        else { return nil }
    }

    init(daysSince1970 days: Int64) {
        // The year begins in March, so that the leap day is its last.
        let shifted = days + 719_468
        let cycle = scaledDown(shifted, by: 1, over: 146_097)
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let cycle = scaledDown(shifted, by: 1, over: 400)
        let yearOfCycle = shifted - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }
}
