/// What somebody asks of the schedule, before it is judged. `nil` for an event means the next one.
package enum OperatorOrder: Hashable, Sendable {
    /// A stored document is offered: for its day, or as a loose list.
    case document(name: String, sha256: String, origin: ScheduleState.Origin)
    /// A document, by its digest, is taken off the channel.
    case drop(sha256: String)
    /// A loose list starts from an event; `nil` = its first. Not before frame `at`, when that is given.
    case start(sha256: String, event: String?, at: Int64?)
    case take(event: String?)
    case hold
    case skip(event: String?)
    /// The events of a stored loose list air behind what is on air.
    case insert(sha256: String)
    /// A slate by its stable name.
    case slate(reason: String)
    case resume
    /// Air has answered the local emergency input on this frame.
    case emergency(frame: Int64)
}
