import AsRunStore
import ExchangeFormats
import Timecode

extension AsRunReport {
    /// BXF (SMPTE ST 2021-2): each stretch of each event, what its media were, and whether it aired.
    func bxf(channel: String, calendar: ChannelCalendar, day: CivilDate, now: Int64) -> String {
        let frames = calendar.frames(of: day)
        let items = rows.map { row in
            BXFAsRun.Item(
                event: row.event, title: row.title, source: row.source, reason: row.reason,
                aired: row.role == "item" || row.role == "alternate", start: String(row.start.dropFirst(11)),
                frames: row.frames, inFrame: row.inFrame)
        }
        return BXFAsRun.text(
            items, channel: channel, day: day, start: calendar.localText(of: frames.lowerBound),
            end: calendar.localText(of: frames.upperBound), made: calendar.utcText(of: now), rate: calendar.time.rate)
    }
}
