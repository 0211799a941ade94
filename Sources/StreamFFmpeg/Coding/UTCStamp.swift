import Timecode

/// The UTC instant at which a house frame starts, written out (ISO 8601).
struct UTCStamp {
    private let milliseconds: Int64
    private let second: Int64

    init(format: ChannelFormat, frame: Int64) {
        let unix = LeapSeconds.builtIn.unixNanoseconds(of: format.time.start(of: frame))
        // To the nearest millisecond: frames seldom start on one.
        let rounded = scaledDown(unix + 500_000, by: 1, over: 1_000_000)
        second = scaledDown(rounded, by: 1, over: 1000)
        milliseconds = rounded - second * 1000
    }

    /// Year, month and day of a day count since 1970-01-01 (proleptic Gregorian; the era arithmetic of 400-year cycles).
    private var parts: (year: Int64, month: Int64, day: Int64, seconds: Int64) {
        let days = scaledDown(second, by: 1, over: 86_400)
        let shifted = days + 719_468
        let era = scaledDown(shifted, by: 1, over: 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day, second - days * 86_400)
    }

    private func pad(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// `2026-11-22T06:00:00.040Z`.
    var extended: String {
        let (year, month, day, seconds) = parts
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(seconds / 3600, 2)):\(pad(seconds / 60 % 60, 2)):"
            + "\(pad(seconds % 60, 2)).\(pad(milliseconds, 3))Z"
    }

    /// `20261122T060000Z`.
    var compact: String {
        let (year, month, day, seconds) = parts
        return "\(pad(year, 4))\(pad(month, 2))\(pad(day, 2))T\(pad(seconds / 3600, 2))\(pad(seconds / 60 % 60, 2))"
            + "\(pad(seconds % 60, 2))Z"
    }
}
