import ChannelConfiguration
import ControlService
import Foundation
import Timecode
import ZoneInfo

/// Whether this box knows what local time is: the tz database, the leap seconds, and the tables the channel runs by.
enum CalendarCheck {
    /// - Parameter settings: the channel's; `nil` = the box alone.
    static func examine(_ settings: ChannelSettings?, zones: ZoneInfo = ZoneInfo()) -> [Finding] {
        let now = Int64(Date().timeIntervalSince1970)
        var findings = [leapSeconds(zones.leapSeconds, at: now)]
        guard let settings else { return findings }
        let zone = settings.channel.timeZone
        guard let box = try? zones.tables(named: zone) else {
            // The configuration's own check names the line.
            return findings
        }
        let data = DataFolder(path: settings.dataFolder)
        if let own = CalendarStore.inForce(in: data, zone: zone), !own.agrees(with: box, from: now) {
            findings.append(
                Finding(
                    "time-zone", .warning,
                    "the channel runs by version \(own.zone.version) of the tz database; version \(box.zone.version) on "
                        + "this box has another clock for \(zone)",
                    remedy: "qalqan timezone show; qalqan timezone approve \(box.zone.version)"))
        } else {
            findings.append(
                Finding("time-zone", .good, "\(zone), version \(box.zone.version) of the tz database"))
        }
        return findings
    }

    private static func leapSeconds(_ table: LeapSeconds, at now: Int64) -> Finding {
        let date = CivilDate(daysSinceEpoch: table.expires / 86_400)
        guard table.expires <= now else {
            return Finding("leap-seconds", .good, "the leap-second table is good until \(date)")
        }
        return Finding(
            "leap-seconds", .warning,
            "the leap-second table was good until \(date): whether one has been announced since is not known here",
            remedy: "apt install --only-upgrade tzdata")
    }
}
