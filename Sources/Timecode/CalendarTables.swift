/// What turns local times into instants, as data: the zone of one version of the tz database, and the leap seconds.
///
/// A schedule is resolved with the tables that are in force on its channel; newer ones are taken on approval only.
public struct CalendarTables: Hashable, Sendable, Codable {
    public var zone: ZoneTable
    public var leapSeconds: LeapSeconds

    public init(zone: ZoneTable, leapSeconds: LeapSeconds = .builtIn) {
        self.zone = zone
        self.leapSeconds = leapSeconds
    }

    /// Whether all local times from a UTC second (Unix time) on are the same instants by both, as far as they foretell.
    public func agrees(with other: CalendarTables, from second: Int64) -> Bool {
        zone.name == other.zone.name && leapSeconds.steps == other.leapSeconds.steps
            && zone.differences(from: other.zone, in: second..<Int64.max).isEmpty
    }
}

extension ChannelCalendar {
    /// A channel's calendar by these tables.
    public init(tables: CalendarTables, dayStart: Int64, time: HouseTime) {
        self.init(zone: tables.zone, dayStart: dayStart, time: time, leapSeconds: tables.leapSeconds)
    }

    public var tables: CalendarTables { CalendarTables(zone: zone, leapSeconds: leapSeconds) }
}
