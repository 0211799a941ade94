import Playlist
import Timecode
import Timeline

extension ScheduleDesk {
    /// What is left of a state when what can no longer matter is forgotten, with its schedule; the state as it was when any
    /// frame of the schedule from `frame` on would change by that.
    package func pruned(
        _ resolution: ScheduleResolution, _ state: ScheduleState, at frame: Int64
    ) -> (resolution: ScheduleResolution, state: ScheduleState) {
        let lasting = Set(
            resolution.schedule.events.lazy.filter { $0.frames.upperBound > frame }.map(\.file))
        var state = state
        state.media = resolution.memory
        var next = state
        next.prune(at: frame, calendar) { list in
            lasting.contains(list.document.file) || list.startFrame.map { $0 > frame } ?? false
        }
        guard
            next.orders.count < state.orders.count || next.documents.count < state.documents.count
                || next.media.former.count < state.media.former.count
        else { return (resolution, state) }
        let after = resolve(next, at: frame)
        let number: UInt64 = 1
        let (old, new) = (
            resolution.schedule.revision(number: number, rate: calendar.time.rate),
            after.schedule.revision(number: number, rate: calendar.time.rate)
        )
        guard new.firstChange(from: old, at: frame) == nil else { return (resolution, state) }
        return (after, next)
    }
}
