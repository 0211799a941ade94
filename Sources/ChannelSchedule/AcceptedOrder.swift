import Playlist
import Timeline

/// A schedule and the standing of the media that it was resolved with.
package struct ScheduleResolution: Sendable {
    package var schedule: ResolvedSchedule
    package var media: [MediaUse: MediaStanding]
    /// What is known of them by that, and was before: part of the state once the schedule is published.
    package var memory: MediaMemory

    package init(schedule: ResolvedSchedule, media: [MediaUse: MediaStanding], memory: MediaMemory) {
        self.schedule = schedule
        self.media = media
        self.memory = memory
    }
}

/// An order that holds, with everything that follows from it. It has happened once its entry is in the journal.
package struct AcceptedOrder: Sendable {
    /// As the journal will have it; the chain's hash is the journal's.
    package var entry: JournalEntry
    /// The state with it.
    package var state: ScheduleState
    package var resolution: ScheduleResolution
    /// What air is given.
    package var revision: TimelineRevision
    /// What it does, in a sentence.
    package var message: String
    /// The first frame that it decides otherwise than before; `nil` when none is within the horizon.
    package var firstChange: Int64?
}
