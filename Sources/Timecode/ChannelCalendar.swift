/// How one channel names its frames: zone, start of the broadcast day, frame rate and leap seconds, as one value.
///
/// A broadcast day runs from `dayStart` on its date to `dayStart` on the next one, and so has 23, 24 or 25 hours. Labels
/// earlier than `dayStart` belong to the next calendar date. House frames are house frames of `time`.
public struct ChannelCalendar: Hashable, Sendable {
    public let zone: ZoneTable
    /// Seconds after local midnight, 0...86,399.
    public let dayStart: Int64
    public let time: HouseTime
    public let leapSeconds: LeapSeconds

    /// - Precondition: `dayStart` is within a day.
    public init(zone: ZoneTable, dayStart: Int64, time: HouseTime, leapSeconds: LeapSeconds = .builtIn) {
        precondition((0..<86_400).contains(dayStart))
        self.zone = zone
        self.dayStart = dayStart
        self.time = time
        self.leapSeconds = leapSeconds
    }

    /// The first house frame that starts at or after a UTC instant given in Unix nanoseconds.
    public func firstFrame(fromUnixNanoseconds nanoseconds: Int64) -> Int64 {
        time.firstFrame(from: leapSeconds.tai(unixNanoseconds: nanoseconds))
    }

    /// The Unix time in nanoseconds at which a house frame starts.
    public func unixNanoseconds(of frame: Int64) -> Int64 {
        leapSeconds.unixNanoseconds(of: time.start(of: frame))
    }

    // MARK: Broadcast days

    /// The first frame of a broadcast day.
    public func firstFrame(of day: CivilDate) -> Int64 {
        firstFrame(fromUnixNanoseconds: firstUnixSecond(of: day) * 1_000_000_000)
    }

    /// The UTC second (Unix time) in which a broadcast day starts.
    func firstUnixSecond(of day: CivilDate) -> Int64 {
        zone.firstUnixSecond(atOrAfterLocal: day.daysSinceEpoch * 86_400 + dayStart)
    }

    /// The frames of a broadcast day.
    public func frames(of day: CivilDate) -> Range<Int64> {
        firstFrame(of: day)..<firstFrame(of: day.adding(days: 1))
    }

    /// The broadcast day that owns a frame.
    public func day(of frame: Int64) -> CivilDate {
        let local = localSecond(of: frame)
        var day = CivilDate(daysSinceEpoch: scaledDown(local - dayStart, by: 1, over: 86_400)).adding(days: 1)
        while firstFrame(of: day) > frame { day = day.adding(days: -1) }
        return day
    }

    /// The frame that a label names within a broadcast day.
    ///
    /// - Parameter occurrence: 1 or 2 for a label that the day has twice; `nil` or 1 otherwise.
    public func frame(
        of label: TimecodeLabel, on day: CivilDate, occurrence: Int? = nil
    ) throws(CalendarProblem) -> Int64 {
        guard label.hours < 24 else { throw .notATimeOfDay(label.description) }
        let date = label.wholeSeconds < dayStart ? day.adding(days: 1) : day
        return try frame(of: label, onDate: date, occurrence: occurrence)
    }

    // MARK: Labels of calendar dates

    /// The frame that a label names on a calendar date: the first frame of its second, and so many frames after it.
    ///
    /// Drop-frame labels count on from the start of the broadcast day: see `ChannelCalendar+DropFrame.swift`.
    public func frame(
        of label: TimecodeLabel, onDate date: CivilDate, occurrence: Int? = nil
    ) throws(CalendarProblem) -> Int64 {
        guard label.hours < 24 else { throw .notATimeOfDay(label.description) }
        do { _ = try label.frameCount(at: time.rate) } catch { throw .label(error) }
        let local = date.daysSinceEpoch * 86_400 + label.wholeSeconds
        let seconds = zone.unixSeconds(ofLocal: local)
        guard !seconds.isEmpty else {
            throw .doesNotExist(label: label.description, date: date, zone: zone.name)
        }
        if seconds.count > 1, occurrence == nil {
            throw .occursTwice(label: label.description, date: date, zone: zone.name)
        }
        let number = occurrence ?? 1
        guard number >= 1, number <= seconds.count else {
            throw .noSuchOccurrence(label: label.description, date: date, occurrence: number, zone: zone.name)
        }
        let second = seconds[number - 1]
        guard label.isDropFrame else {
            return firstFrame(fromUnixNanoseconds: second * 1_000_000_000) + label.frames
        }
        return frame(ofDropFrame: label, local: local, inUnixSecond: second)
    }

    /// The frame an instant means; `now` is the Unix time in nanoseconds to use for `now`.
    ///
    /// - Precondition: a zone named in the text is this calendar's own; see `InstantText.zone`.
    public func frame(
        of instant: InstantText, nowUnixNanoseconds now: Int64
    ) throws(CalendarProblem) -> Int64 {
        switch instant {
        case .now: firstFrame(fromUnixNanoseconds: now)
        case .utc(let nanoseconds): firstFrame(fromUnixNanoseconds: nanoseconds)
        case .label(let date, let label, _, let occurrence):
            try frame(of: label, onDate: date, occurrence: occurrence)
        }
    }
}
