/// A promise that a run did not keep.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// What watches over a promise. The raw value is its name.
    package enum Oracle: String, Hashable, Sendable, CaseIterable {
        /// Every frame has one source or a declared slate; none is missing or there twice; no picture from bad bytes.
        case frames
        /// The event's own picture: the right file on the right media frame.
        case picture
        /// A fixed event is on its frame unless the journal or a list says otherwise.
        case fixedStart = "fixed-start"
        /// Events follow as lists and orders say, none dropped, none twice.
        case sequence
        /// No edit moved what was on air.
        case edit
        /// Nothing airs that trust or rights withhold.
        case trust
        /// Slates and alternates air where a fault explains them, and as the ladder promises.
        case ladder
        /// After the last fault the channel is back within one event.
        case recovery
        /// A slate that was ordered is on from its frame to the end of the order.
        case latch
        /// Air takes every revision that control hands out.
        case revision
        /// The as-run says what went out.
        case asRun = "as-run"
        /// Control knows after a crash what it knew before.
        case journal
        /// What must be refused is refused.
        case order
        /// The same seed gives the same run.
        case digest
    }

    package var oracle: Oracle
    package var frame: Int64
    package var what: String

    package init(_ oracle: Oracle, at frame: Int64, _ what: String) {
        self.oracle = oracle
        self.frame = frame
        self.what = what
    }

    package var description: String { "\(oracle.rawValue) at \(frame): \(what)" }
}
