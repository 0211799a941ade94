import Timeline

/// An entry of the journal that is part of the schedule, with what it made of it.
package struct OrderRecord: Hashable, Sendable {
    package var entry: JournalEntry
    /// What the resolver replays of it; empty for documents.
    package var edits: [OperatorEdit]
    /// Number of the entry that undid it.
    package var undoneBy: UInt64?

    package init(entry: JournalEntry, edits: [OperatorEdit]) {
        self.entry = entry
        self.edits = edits
    }

    package var number: UInt64 { entry.number }

    /// Whether it brought the document of a digest onto the channel.
    package func brings(_ sha256: String) -> Bool {
        if case .document(_, let own, _, _) = entry.action { own == sha256 } else { false }
    }
}
