import Realtime
import Timeline

/// Which events air has cued, as its board tells of the revision it plays.
package struct CueView: Sendable {
    private var ready: [String: Int64] = [:]

    /// Cues count only when air plays the revision they are read against.
    package init(_ status: AirStatus?, _ revision: TimelineRevision) {
        guard let status, status.revision == revision.number else { return }
        for index in 0..<8 {
            let cue = status.cues[index]
            guard cue.segment >= 0, Int(cue.segment) < revision.segments.count else { continue }
            let event = revision.segments[Int(cue.segment)].event
            ready[event] = max(ready[event] ?? 0, cue.framesReady)
        }
    }

    /// Frames that stand ready for an event; `nil` when it is not cued.
    package func framesReady(of event: String) -> Int64? { ready[event] }
}
