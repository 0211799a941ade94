import Realtime
import Timecode
import ZoneInfo

/// The calendar tables in force on a channel, kept in its data folder: a newer tz database on the box is shown as a
/// difference and taken on approval, so that it never moves a running schedule by itself.
package enum CalendarStore {
    /// The tables kept for a zone; `nil` where there are none, they are damaged, or the channel was given another zone.
    package static func inForce(in data: DataFolder, zone: String) -> CalendarTables? {
        guard let bytes = try? PlaylistFolder.readFile(data.calendar),
            let tables = try? ControlCoding.decode(CalendarTables.self, from: bytes), tables.zone.name == zone
        else { return nil }
        return tables
    }

    /// Puts tables in force, durably.
    package static func keep(_ tables: CalendarTables, in data: DataFolder) throws {
        try DurableFile.replace(data.calendar, with: ControlCoding.encode(tables), mode: 0o644)
    }
}
