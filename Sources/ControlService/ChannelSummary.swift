import ChannelConfiguration
import Timecode
import ZoneInfo

/// What a reader of the data folder has to know of the channel, kept there by control: how to name frames.
package struct ChannelSummary: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var languages: [String]
    package var timeZone: String
    package var dayStart: Int64
    /// `ChannelFormat.token`.
    package var format: String

    package init(_ settings: ChannelSettings) {
        id = settings.channel.id
        name = settings.channel.displayName
        languages = settings.channel.languages
        timeZone = settings.channel.timeZone
        dayStart = settings.channel.dayStart
        format = settings.format.token
    }

    /// The summary in a data folder; `nil` where there is none.
    package init?(in data: DataFolder) {
        guard let bytes = try? PlaylistFolder.readFile(data.summary),
            let summary = try? ControlCoding.decode(ChannelSummary.self, from: bytes)
        else { return nil }
        self = summary
    }

    package enum Problem: Error, CustomStringConvertible {
        case zone(String, ZoneInfo.Failure)
        case format(String)

        package var description: String {
            switch self {
            case .zone(let name, .unknown): "time zone \(name): not in /usr/share/zoneinfo; install tzdata"
            case .zone(let name, .damaged): "time zone \(name): its file is damaged; install tzdata again"
            case .format(let token): "`\(token)` is not a channel format"
            }
        }
    }

    /// The channel's calendar by the tables in force in its data folder; by the machine's own where there are none.
    package func calendar(in data: DataFolder, or zones: ZoneInfo = ZoneInfo()) throws(Problem) -> ChannelCalendar {
        guard let format = ChannelFormat(token: format) else { throw .format(format) }
        if let tables = CalendarStore.inForce(in: data, zone: timeZone) {
            return ChannelCalendar(tables: tables, dayStart: dayStart, time: format.time)
        }
        do throws(ZoneInfo.Failure) {
            return ChannelCalendar(
                tables: try zones.tables(named: timeZone), dayStart: dayStart, time: format.time)
        } catch {
            throw .zone(timeZone, error)
        }
    }
}
