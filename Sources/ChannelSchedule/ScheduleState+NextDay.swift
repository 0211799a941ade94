import Playlist
import Timecode

extension ScheduleState {
    /// The broadcast day that begins within `lead` frames of `frame`, or is running, and has no list of its own on a channel
    /// that lives by lists for days; `nil` when all is there.
    package func dayWithoutList(at frame: Int64, lead: Int64, _ calendar: ChannelCalendar) -> CivilDate? {
        let days = documents.compactMap(\.document.day)
        guard !days.isEmpty, documents.allSatisfy({ $0.document.isLoose || $0.document.day != nil }) else { return nil }
        let today = calendar.day(of: frame)
        if !days.contains(today) { return today }
        let tomorrow = today.adding(days: 1)
        let isNear = calendar.firstFrame(of: tomorrow) - frame <= lead
        return isNear && !days.contains(tomorrow) ? tomorrow : nil
    }
}
