/// What an entry of the journal did to the schedule. Replayed in order, the actions are the schedule's state.
package enum JournalAction: Hashable, Sendable, Codable {
    /// A playlist document was accepted. Its text lies in `documents/SHA256` beside the journal.
    /// `replaces` names the digest of the document it takes the place of.
    case document(name: String, sha256: String, replaces: String?)
    /// A document was taken out of the schedule.
    case drop(sha256: String)
    /// A loose list was started, from this event on, on the entry's effective frame.
    case start(sha256: String, event: String?)
    /// An event was put on air by hand, on the entry's effective frame.
    case take(event: String)
    /// An event will wait for a take.
    case hold(event: String)
    /// An event will not air; or, being on air, ended on the effective frame.
    case skip(event: String)
    /// Events of a stored document air after `after`, or on the effective frame when that is absent.
    case insert(sha256: String, after: String?)
    /// A slate covers the channel until resumed.
    case slate(reason: String)
    case resume
    /// The journal was mended: bytes of an entry that was never acknowledged were cut off.
    case recovered(bytes: Int)
}
