import Timecode

/// The rule at the end of a zone file, a POSIX TZ string (RFC 8536, 3.3): the offsets, and when they change every year.
struct ZoneRule {
    private enum Day {
        /// Day of a year from 1, without 29 February.
        case julian(Int64)
        /// Day of a year from 0.
        case dayOfYear(Int64)
        /// Month, week 1...5 (5 = last), weekday from Sunday = 0.
        case weekday(month: Int64, week: Int64, day: Int64)
    }

    private struct Change {
        var day: Day
        /// Seconds after local midnight, -167 to 167 hours.
        var second: Int64 = 7200
    }

    private let standard: Int64
    private var summer: (offset: Int64, begins: Change, ends: Change)?

    /// `nil` when the text is no such rule.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard Self.skipName(&rest), let offset = Self.time(&rest) else { return nil }
        standard = -offset
        guard !rest.isEmpty else { return }
        guard Self.skipName(&rest) else { return nil }
        var summerOffset = standard + 3600
        if let first = rest.first, first != UInt8(ascii: ",") {
            guard let offset = Self.time(&rest) else { return nil }
            summerOffset = -offset
        }
        guard let begins = Self.change(&rest), let ends = Self.change(&rest), rest.isEmpty else { return nil }
        summer = (summerOffset, begins, ends)
    }

    /// The changes of one year, ascending; a rule without summer time gives its one offset from the year's start.
    func transitions(in year: Int64) -> [ZoneTable.Transition] {
        guard let summer else {
            guard let first = CivilDate(year: year, month: 1, day: 1) else { return [] }
            return [ZoneTable.Transition(atUnixSecond: first.daysSinceEpoch * 86_400 - standard, offset: standard)]
        }
        guard let begins = second(of: summer.begins, in: year), let ends = second(of: summer.ends, in: year) else {
            return []
        }
        return [
            ZoneTable.Transition(atUnixSecond: begins - standard, offset: summer.offset),
            ZoneTable.Transition(atUnixSecond: ends - summer.offset, offset: standard),
        ].sorted { $0.atUnixSecond < $1.atUnixSecond }
    }

    private func second(of change: Change, in year: Int64) -> Int64? {
        guard let first = CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch else { return nil }
        let days: Int64
        switch change.day {
        case .julian(let day):
            let isLeap = CivilDate(year: year, month: 2, day: 29) != nil
            days = first + day - 1 + (isLeap && day > 59 ? 1 : 0)
        case .dayOfYear(let day): days = first + day
        case .weekday(let month, let week, let day):
            guard let monthStart = CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch else { return nil }
            // 1970-01-01 was a Thursday (4).
            let weekday = ((monthStart + 4) % 7 + 7) % 7
            var candidate = monthStart + (day - weekday + 7) % 7 + (week - 1) * 7
            while CivilDate(daysSinceEpoch: candidate).month != month { candidate -= 7 }
            days = candidate
        }
        return days * 86_400 + change.second
    }

    // MARK: Reading

    private static func skipName(_ rest: inout ArraySlice<UInt8>) -> Bool {
        if rest.first == UInt8(ascii: "<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let name = rest.prefix { Character(Unicode.Scalar($0)).isLetter }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private static func time(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        var sign: Int64 = 1
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            sign = first == UInt8(ascii: "-") ? -1 : 1
            rest = rest.dropFirst()
        }
        guard let hours = number(&rest), hours <= 167 else { return nil }
        var total = hours * 3600
        for unit: Int64 in [60, 1] {
            guard rest.first == UInt8(ascii: ":") else { break }
            rest = rest.dropFirst()
            guard let part = number(&rest), part < 60 else { return nil }
            total += part * unit
        }
        return sign * total
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// `,Mm.w.d[/time]`, `,Jn[/time]` or `,n[/time]`.
    private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
        func skip(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard skip(UInt8(ascii: ",")) else { return nil }
        var change: Change
        if skip(UInt8(ascii: "M")) {
            guard let month = number(&rest), (1...12).contains(month), skip(UInt8(ascii: ".")),
                let week = number(&rest), (1...5).contains(week), skip(UInt8(ascii: ".")),
                let day = number(&rest), (0...6).contains(day)
            else { return nil }
            change = Change(day: .weekday(month: month, week: week, day: day))
        } else if skip(UInt8(ascii: "J")) {
            guard let day = number(&rest), (1...365).contains(day) else { return nil }
            change = Change(day: .julian(day))
        } else {
            guard let day = number(&rest), (0...365).contains(day) else { return nil }
            change = Change(day: .dayOfYear(day))
        }
        if skip(UInt8(ascii: "/")) {
            guard let second = time(&rest) else { return nil }
            change.second = second
        }
        return change
    }
}
