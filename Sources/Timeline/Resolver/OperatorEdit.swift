import Playlist

/// One thing an operator did to the running schedule, as it stands in the journal.
///
/// The resolver replays the journal: the same edits give the same programme, whenever and wherever it is resolved.
/// "Next" is the first event not yet on air at `frame`, in the list that is on air then. An edit reaches events of its own
/// broadcast day and the next one; one that finds nothing there has no effect and is reported.
public struct OperatorEdit: Hashable, Sendable {
    public enum Action: Hashable, Sendable {
        /// Cuts to the next event, or to a later one by its id (`id#n` for an occurrence; a bare id means its next one).
        /// Events in between are dropped. Events that follow move along; fixed ones stay on their frames.
        case take(event: String?)
        /// The next event waits for a take: what is on air ends as it would, then the hold slate stands by. A later fixed
        /// event starts on its frame all the same and ends the wait.
        case hold
        /// Drops the next event, or a later one by its id. If it was fixed, a following event takes over its fixed start.
        case skip(event: String?)
        /// Puts an event behind another, or without `behind` (and where that is not found) behind the one on air. Its id must be
        /// one that the list does not have.
        case insert(PlaylistEvent, behind: String? = nil)
        /// Takes a coming event out of its list, its start with it: what follows it follows what was before it.
        case delete(event: String)
        /// Puts a coming event into another place of its list, where it follows what is before it.
        case move(event: String, EventPlace)
        /// Gives a coming event another start. A fixed one is not before this edit's frame; wherever the event stood, what is on
        /// by then ends, or finishes, and what comes next follows it.
        case retime(event: String, EditedStart)
        /// Airs something else in a coming event.
        case replace(event: String, EventChange)
        /// Gives the event on air, or a coming one, so many frames on air, counted from its first one. What is on air ends no
        /// earlier than this edit's frame.
        case length(event: String, frames: Int64)
        /// The slate, from this frame until `resume`. The schedule goes on underneath.
        case slate(SlateReason)
        /// Ends a slate; where none is on, ends a `hold`.
        case resume
    }

    /// House frame on which it takes effect.
    public var frame: Int64
    public var action: Action

    public init(frame: Int64, action: Action) {
        self.frame = frame
        self.action = action
    }
}
