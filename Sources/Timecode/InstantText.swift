/// An instant as a person writes it on a command line or in a document.
public enum InstantText: Hashable, Sendable {
    /// `now`
    case now
    /// `2026-11-22T18:00:00:00@Asia/Almaty`: a calendar date, a label and a zone; without `@` the channel's own zone.
    /// `#2` at the end picks the second occurrence of a label that a change of clocks repeats.
    case label(date: CivilDate, label: TimecodeLabel, zone: String?, occurrence: Int?)
    /// ISO 8601 with an offset, as `2026-11-22T18:00:00+05:00` or `...13:00:00.5Z`, in Unix nanoseconds.
    case utc(unixNanoseconds: Int64)

    /// Reads any of the spellings; `nil` for anything else.
    public init?(_ text: String) {
        if text == "now" {
            self = .now
            return
        }
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let date = CivilDate(String(parts[0])) else { return nil }
        if let instant = Self.labelled(date: date, rest: parts[1]) {
            self = instant
        } else if let nanoseconds = Self.nanoseconds(date: date, rest: parts[1]) {
            self = .utc(unixNanoseconds: nanoseconds)
        } else {
            return nil
        }
    }

    /// What a reader of an error needs: the spellings that are understood.
    public static let expected =
        "2026-11-22T18:00:00:00@Asia/Almaty (frame last), ISO 8601 with an offset (2026-11-22T18:00:00+05:00), or now"

    private static func labelled(date: CivilDate, rest: Substring) -> InstantText? {
        var rest = rest
        var occurrence: Int?
        if let mark = rest.lastIndex(of: "#") {
            guard let number = Int(rest[rest.index(after: mark)...]), number == 1 || number == 2 else { return nil }
            occurrence = number
            rest = rest[..<mark]
        }
        let parts = rest.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let label = TimecodeLabel(String(parts[0])), label.hours < 24 else { return nil }
        if parts.count == 2, parts[1].isEmpty { return nil }
        return .label(
            date: date, label: label, zone: parts.count == 2 ? String(parts[1]) : nil, occurrence: occurrence)
    }

    private static func nanoseconds(date: CivilDate, rest: Substring) -> Int64? {
        var scanner = DigitScanner(String(rest))
        guard let hours = scanner.number(digits: 2...2), hours < 24, scanner.skip(":"),
            let minutes = scanner.number(digits: 2...2), minutes < 60, scanner.skip(":"),
            let seconds = scanner.number(digits: 2...2), seconds < 60
        else { return nil }
        var fraction: Int64 = 0
        if scanner.skip(".") {
            var scale: Int64 = 1_000_000_000
            var digits = 0
            while let digit = scanner.digit() {
                digits += 1
                if scale > 1 {
                    scale /= 10
                    fraction += digit * scale
                }
            }
            guard digits > 0 else { return nil }
        }
        guard let offset = Self.offset(&scanner), scanner.isAtEnd else { return nil }
        let second = date.daysSinceEpoch * 86_400 + hours * 3600 + minutes * 60 + seconds - offset
        return second * 1_000_000_000 + fraction
    }

    private static func offset(_ scanner: inout DigitScanner) -> Int64? {
        if scanner.skip("Z") { return 0 }
        let sign: Int64
        if scanner.skip("+") { sign = 1 } else if scanner.skip("-") { sign = -1 } else { return nil }
        if let both = scanner.number(digits: 4...4) {
            return both / 100 < 24 && both % 100 < 60 ? sign * (both / 100 * 3600 + both % 100 * 60) : nil
        }
        guard let hours = scanner.number(digits: 2...2), hours < 24 else { return nil }
        if scanner.isAtEnd { return sign * hours * 3600 }
        guard scanner.skip(":"), let minutes = scanner.number(digits: 2...2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
