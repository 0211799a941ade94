import Timecode

/// How an event's media repeat. One pass is the event's `duration`, else what is left of the media after the in-point.
public enum LoopRule: Hashable, Sendable {
    /// What happens to the pass that is on when the loop's time is over.
    public enum End: String, Hashable, Sendable, CaseIterable {
        /// It is cut on that frame.
        case cut
        /// It plays out: the event ends with a whole pass.
        case whole
    }

    /// Until this label of the broadcast day. `occurrence` picks one of two when the day has the label twice.
    case until(TimecodeLabel, occurrence: Int?, end: End)
    /// So many whole passes, from 1.
    case times(Int)
}
