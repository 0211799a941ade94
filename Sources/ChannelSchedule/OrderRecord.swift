import Timeline

/// An entry of the journal that is part of the schedule, with what it made of it.
package struct OrderRecord: Hashable, Sendable {
    package var entry: JournalEntry
    /// What the resolver replays of it; empty for documents.
    package var edits: [OperatorEdit]

    package init(entry: JournalEntry, edits: [OperatorEdit]) {
        self.entry = entry
        self.edits = edits
    }

    package var number: UInt64 { entry.number }
}
