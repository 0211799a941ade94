/// A UTC instant to the millisecond, as machines read it (ISO 8601). Leap seconds repeat the second before them.
public struct UTCStamp: Hashable, Sendable {
    /// Since 1970-01-01, as Unix counts.
    private let milliseconds: Int64

    /// Parts of a millisecond are cut off.
    public init(unixNanoseconds: Int64) {
        milliseconds = scaledDown(unixNanoseconds, by: 1, over: 1_000_000)
    }

    /// The start of an instant's millisecond, by a table of leap seconds.
    public init(_ instant: TAIInstant, leapSeconds: LeapSeconds = .builtIn) {
        self.init(unixNanoseconds: leapSeconds.unixNanoseconds(of: instant))
    }

    private var day: Int64 { scaledDown(milliseconds, by: 1, over: 86_400_000) }

    public var date: CivilDate { CivilDate(daysSinceEpoch: day) }

    private var time: (hours: String, minutes: String, seconds: String, milliseconds: String) {
        let rest = milliseconds - day * 86_400_000
        return (
            padded(rest / 3_600_000, 2), padded(rest / 60_000 % 60, 2), padded(rest / 1000 % 60, 2),
            padded(rest % 1000, 3)
        )
    }

    /// `20261122T060000Z`: without what file names cannot have.
    public var compact: String {
        let (date, time) = (date, time)
        return padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2)
            + "T\(time.hours)\(time.minutes)\(time.seconds)Z"
    }
}

extension UTCStamp: CustomStringConvertible {
    /// `2026-11-22T06:00:00.040Z`.
    public var description: String {
        let time = time
        return "\(date)T\(time.hours):\(time.minutes):\(time.seconds).\(time.milliseconds)Z"
    }
}
