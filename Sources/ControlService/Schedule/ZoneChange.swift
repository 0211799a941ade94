import Timecode
import Timeline

/// What a newer tz database would change on a channel: where its clock reads otherwise, and which events would move.
package struct ZoneChange: Hashable, Sendable, Codable {
    /// A stretch of time in which clocks would read otherwise.
    package struct Clock: Hashable, Sendable, Codable {
        /// UTC, ISO 8601; `until` is absent when it goes on.
        package var from: String
        package var until: String?
        /// Seconds east of UTC, in force and as the box has it.
        package var inForce: Int64
        package var onBox: Int64
    }

    /// A fixed event that would start on another frame.
    package struct Move: Hashable, Sendable, Codable {
        package var event: String
        package var document: String
        /// UTC as it stands, and as it would be; absent when it would not air at its time at all.
        package var start: String
        package var moved: String?
        package var frames: Int64?
    }

    package var zone: String
    /// Versions of the tz database.
    package var inForce: String
    package var onBox: String
    package var clocks: [Clock] = []
    /// Dates of leap seconds that only the box knows.
    package var leapSeconds: [String] = []
    /// Fixed events of the next `days` days.
    package var moves: [Move] = []
    package var days: Int64

    /// Whether anything is different from now on, whatever the versions are.
    package var isNothing: Bool { clocks.isEmpty && leapSeconds.isEmpty }

    /// Compares two calendars from a frame on, without events.
    package init(_ own: ChannelCalendar, _ box: ChannelCalendar, at frame: Int64, days: Int64) {
        zone = own.zone.name
        inForce = own.zone.version
        onBox = box.zone.version
        self.days = days
        let now = own.unixNanoseconds(of: frame) / 1_000_000_000
        // What the databases foretell for later is no more than the rule of today.
        let end = now + 20 * 366 * 86_400
        clocks = own.zone.differences(from: box.zone, in: now..<end).prefix(20).map {
            Clock(
                from: Self.utc($0.seconds.lowerBound),
                until: $0.seconds.upperBound == end ? nil : Self.utc($0.seconds.upperBound), inForce: $0.offset,
                onBox: $0.otherOffset)
        }
        leapSeconds = Set(box.leapSeconds.steps).symmetricDifference(own.leapSeconds.steps)
            .map(\.fromUnixSecond).sorted().map(Self.utc)
    }

    /// The events of two resolutions of the same schedule that are fixed, start within `frames` by the first, and on another
    /// frame by the second. Each resolution is read by the calendar that it was made with.
    package mutating func compare(
        _ own: (schedule: ResolvedSchedule, calendar: ChannelCalendar),
        _ box: (schedule: ResolvedSchedule, calendar: ChannelCalendar), within frames: Range<Int64>
    ) {
        let there = Dictionary(Self.starts(box.schedule, box.calendar).map { ($0.key, $0.frame) }) { first, _ in first }
        moves = Self.starts(own.schedule, own.calendar).compactMap { key, frame in
            let other = there[key]
            guard other != frame, frames.contains(frame) else { return nil }
            return Move(
                event: key.id, document: key.file, start: own.calendar.utcText(of: frame),
                moved: other.map(box.calendar.utcText), frames: other.map { $0 - frame })
        }
    }

    /// An event of a list for every day comes once a day under the same name.
    private static func starts(
        _ schedule: ResolvedSchedule, _ calendar: ChannelCalendar
    ) -> [(key: Key, frame: Int64)] {
        schedule.events.filter { $0.isFixed && !$0.isWaiting }.map { event in
            let day = calendar.day(of: event.plannedFrames.lowerBound)
            return (Key(file: event.file, id: event.id, day: day), event.frames.lowerBound)
        }
    }

    /// `UTC+05:00`
    package static func offset(_ seconds: Int64) -> String {
        let minutes = abs(seconds) / 60
        return "UTC" + (seconds < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private struct Key: Hashable {
        var file: String
        var id: String
        var day: CivilDate
    }

    /// `2026-11-22T13:00:00Z` of a Unix second.
    private static func utc(_ second: Int64) -> String {
        let days = scaledDown(second, by: 1, over: 86_400)
        let rest = second - days * 86_400
        return "\(CivilDate(daysSinceEpoch: days))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
