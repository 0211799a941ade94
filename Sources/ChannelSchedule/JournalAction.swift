import Timeline

/// What an entry of the journal did to the schedule. Replayed in order, the actions are the schedule's state.
///
/// Events are named as the schedule names them: occurrences of a repeated event are `id#n`. A journal is read by every later
/// version: cases are added and never change their meaning, and what a case gains is optional.
package enum JournalAction: Hashable, Sendable, Codable {
    /// A playlist document was accepted. Its text lies in `documents/SHA256` beside the journal.
    /// `replaces` is the digest of the document whose place it takes, `running` the event that was on air from it: when the
    /// new document has it too, it stays on air and the new document goes on from there.
    case document(name: String, sha256: String, replaces: String?, running: RunningEvent? = nil)
    /// A document was taken out of the schedule.
    case drop(sha256: String)
    /// A loose list was started, from this event on, on the entry's effective frame.
    case start(sha256: String, event: String?)
    /// An event was put on air by hand.
    case take(event: String)
    /// The next event will wait for a take.
    case hold
    /// An event will not air.
    case skip(event: String)
    /// The events of a stored document air behind the event `behind`; without it, behind the one on air.
    case insert(sha256: String, behind: String? = nil)
    /// An event was taken out of its list.
    case delete(event: String)
    /// An event was put into another place of its list.
    case move(event: String, place: EventPlace)
    /// An event was given another start.
    case retime(event: String, start: EditedStart)
    /// Something else airs in an event.
    case replace(event: String, change: EventChange)
    /// An event was given another length: frames on air from its first one.
    case length(event: String, frames: Int64)
    /// The entry of this number is as if it had never been, from the effective frame on. Undoing an undo brings it back.
    case undo(number: UInt64)
    /// A slate covers the channel until resumed.
    case slate(reason: String)
    case resume
    /// Air answered the local emergency input at this house frame; its slate covers the channel until resumed.
    case emergency(frame: Int64)
    /// A recall has taken effect: the item is not shown from the effective frame on.
    case recall(RecallRecord)
    /// A recall was received that does not hold, for want of signatures.
    case recallPending(RecallRecord)
    /// The schedule is resolved with this version of the tz database from here on; the tables lie in `calendar.json`.
    case calendar(zone: String, version: String)
    /// An order that needs a second person was asked for, under the number of this entry; nothing was done.
    case proposed(order: String, text: String)
    /// A second person agreed to the order of that number; what it did is the next entry.
    case consented(to: UInt64)
    /// The order of that number was withdrawn or refused.
    case declined(UInt64)
    /// The journal was mended: bytes of an entry that was never acknowledged were cut off.
    case recovered(bytes: Int)
}
