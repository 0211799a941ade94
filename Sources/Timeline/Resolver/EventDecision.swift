/// Something that was decided about an event otherwise than its list asks, as data: for rundowns, logs and messages.
public struct EventDecision: Hashable, Sendable {
    /// What was decided; the raw value is the stable name in logs and on the status port.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Its last frames do not air: `by` starts.
        case cut = "cut"
        /// Its last frames do not air: its cycle ends.
        case cutByCycle = "cut-by-cycle"
        /// Its last frames do not air: an operator took something else.
        case cutByOperator = "cut-by-operator"
        /// Its last frames do not air: the window for its region closes.
        case cutByWindow = "cut-by-window"
        /// Its frames were taken by a list that has the channel for a while.
        case cutByList = "cut-by-list"
        /// It starts so many frames late, and in full: `by` was on.
        case startedLate = "started-late"
        /// So many of its first frames do not air: it is joined where it would be by now.
        case joined = "joined-late"
        /// It starts so many frames away from where it would without operators' orders; negative = earlier.
        case moved = "moved"
        /// It never airs: `by` started before its turn came.
        case preempted = "preempted"
        /// It never airs: its day or cycle ended before its turn came.
        case dayEnded = "day-ended"
        /// It never airs: it would have started late, and is not to.
        case lateSkipped = "late-skipped"
        /// It never airs: its loop was over before its turn came.
        case loopOver = "loop-over"
        /// It never airs: an operator dropped it, or took something behind it.
        case dropped = "dropped-by-operator"
        /// It never airs: an operator deleted it.
        case deleted = "deleted-by-operator"
        /// It never airs in this region: the regional list of the window `by` does.
        case optedOut = "opted-out"
        /// It never airs in this region: its window was full.
        case windowFull = "window-full"
        /// Its media may not air: its alternate does.
        case alternate = "alternate"
        /// Its media may not air: fillers do.
        case filler = "filler"
        /// Its media may not air: it is left out, and the next one starts early.
        case leftOut = "left-out"
        /// Its media may not air: a slate does.
        case slate = "slate"
        /// A filler that was cut by so many frames to fit.
        case trimmed = "trimmed"
        /// The rights of its media end so many frames before it does: what its list has instead airs from there.
        case rightsEnd = "rights-end"
        /// Its media were recalled while it was on: its last frames do not air.
        case recalled = "recalled"
    }

    public var code: Code
    /// How many frames it is about; 0 where it is about none.
    public var frames: Int64
    /// The event or window that caused it; empty where none did.
    public var by: String

    public init(_ code: Code, frames: Int64 = 0, by: String = "") {
        self.code = code
        self.frames = frames
        self.by = by
    }
}
