import Realtime
import Timeline

/// Which events air has cued, as its board tells of the revision it plays.
package struct CueView: Sendable {
    private struct Key: Hashable {
        var event: String
        var firstFrame: Int64
    }

    private var ready: [Key: Int64] = [:]

    /// Cues are read against the revision that air plays: the newest, or for some frames the one before it.
    package init(_ status: AirStatus?, _ schedule: ScheduleView) {
        guard let status, let revision = schedule.revision(numbered: status.revision) else { return }
        for index in 0..<8 {
            let cue = status.cues[index]
            guard cue.segment >= 0, Int(cue.segment) < revision.segments.count,
                cue.state == SourceState.working.rawValue || cue.state == SourceState.ended.rawValue
            else { continue }
            let segment = revision.segments[Int(cue.segment)]
            let key = Key(event: segment.event, firstFrame: segment.firstFrame)
            ready[key] = max(ready[key] ?? 0, cue.framesReady)
        }
    }

    /// Frames that stand ready for the event that starts on a frame; `nil` when it is not cued.
    package func framesReady(of event: String, at firstFrame: Int64) -> Int64? {
        ready[Key(event: event, firstFrame: firstFrame)]
    }
}
