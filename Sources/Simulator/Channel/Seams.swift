import ChannelSchedule
import PlayoutCore
import Timeline

/// Where a simulation can be made to go wrong on purpose, to show that it would be noticed. The product has none of these:
/// they lie between its parts, in the simulator.
package struct Seams: Sendable {
    /// What the resolver is asked.
    package var inputs: @Sendable (inout ScheduleInputs) -> Void = { _ in }
    /// What an editor had seen, by the order's own word.
    package var seen: @Sendable (inout UInt64?) -> Void = { _ in }
    /// The revision as it goes to air, and the one before it.
    package var revision: @Sendable (inout TimelineRevision, _ previous: TimelineRevision?) -> Void = { _, _ in }
    /// The entries of the journal as control reads them after a crash.
    package var replay: @Sendable (inout [JournalEntry]) -> Void = { _ in }
    /// What control knows of media: each time it has learnt something, and when it starts again.
    package var memory: @Sendable (inout MediaMemory, _ isRestart: Bool) -> Void = { _, _ in }
    /// The ladder's bounds.
    package var settings: @Sendable (inout LadderSettings) -> Void = { _ in }
    /// What the ladder has decided.
    package var decision: @Sendable (inout Decision) -> Void = { _ in }
    /// What it writes down.
    package var note: @Sendable (inout AsRunNote) -> Void = { _ in }

    package init() {}
}
