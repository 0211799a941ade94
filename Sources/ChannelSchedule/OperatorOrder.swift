import Timecode
import Timeline

/// What somebody asks of the schedule, before it is judged. `nil` for an event means the next one.
package enum OperatorOrder: Hashable, Sendable {
    /// When an event is to start.
    package enum Start: Hashable, Sendable {
        case follow
        /// On a label of the event's broadcast day; with `soft`, up to so many frames later.
        case at(TimecodeLabel, occurrence: Int?, soft: Int64?)
    }

    /// How long an event is to be, in frames.
    package enum Length: Hashable, Sendable {
        case to(Int64)
        /// So many more; negative = fewer.
        case by(Int64)
    }

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
    /// A coming event leaves its list.
    case delete(event: String)
    case move(event: String, EventPlace)
    case retime(event: String, Start)
    case replace(event: String, EventChange)
    /// `nil` = the event on air.
    case length(event: String?, Length)
    /// Takes an order back: the one of this number in the journal; `nil` = the last one.
    case undo(number: UInt64?)
    /// A slate by its stable name.
    case slate(reason: String)
    case resume
    /// Air has answered the local emergency input on this frame.
    case emergency(frame: Int64)
}
