import Timecode

/// The channel's clock, in arithmetic of its own: frames to labels by one zone with at most one change of its offset.
///
/// It does what `ChannelCalendar` does, the other way round and by other means: what it names, the calendar must find.
package struct ScriptClock: Hashable, Sendable {
    package let rate: FrameRate
    /// Seconds east of UTC, and from `changesAt` (Unix seconds) on.
    package let offset: Int64
    package let laterOffset: Int64
    package let changesAt: Int64
    /// TAI - UTC since 2017.
    static let leap: Int64 = 37
    package static let dayStart: Int64 = 6 * 3600

    package init(rate: FrameRate, offset: Int64, laterOffset: Int64, changesAt: Int64) {
        self.rate = rate
        self.offset = offset
        self.laterOffset = laterOffset
        self.changesAt = changesAt
    }

    package var zone: ZoneTable {
        let change = ZoneTable.Transition(atUnixSecond: changesAt, offset: laterOffset)
        return ZoneTable(name: "Simulated/Zone", version: "1", initialOffset: offset, transitions: [change])!
    }

    /// First frame at or after the start of a second of Unix time.
    func frame(ofSecond second: Int64) -> Int64 {
        let (count, rest) = ((second + Self.leap) * rate.numerator).quotientAndRemainder(dividingBy: rate.denominator)
        return rest == 0 ? count : count + 1
    }

    /// The start of a broadcast day, `days` since 1970: 06:00 by the wall clock.
    package func firstFrame(ofDay days: Int64) -> Int64 {
        let wall = days * 86_400 + Self.dayStart
        let early = wall - offset
        return frame(ofSecond: early < changesAt ? early : wall - laterOffset)
    }

    /// The label of a frame, and which of two it is.
    func label(of frame: Int64) -> (label: TimecodeLabel, occurrence: Int?)? {
        var second = frame * rate.denominator / rate.numerator - Self.leap
        while self.frame(ofSecond: second + 1) <= frame { second += 1 }
        while self.frame(ofSecond: second) > frame { second -= 1 }
        let isLater = second >= changesAt
        let wall = second + (isLater ? laterOffset : offset)
        let inDay = wall % 86_400
        guard
            let label = TimecodeLabel(
                hours: inDay / 3600, minutes: inDay / 60 % 60, seconds: inDay % 60,
                frames: frame - self.frame(ofSecond: second))
        else { return nil }
        let overlap = offset - laterOffset
        let isTwice = overlap > 0 && second >= changesAt - overlap && second < changesAt + overlap
        return (label, isTwice ? (isLater ? 2 : 1) : nil)
    }
}
