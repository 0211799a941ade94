extension JournalAction {
    /// What becomes of the event on air when the order takes effect.
    package enum OnAirRule: Hashable, Sendable {
        /// It keeps its source and its end.
        case stays
        /// It keeps its source; it ends where the schedule now says.
        case mayEndElsewhere
        /// It is cut where the schedule says so.
        case mayBeCut
    }

    /// The most that it may do.
    package var onAir: OnAirRule {
        switch self {
        case .take, .slate, .resume, .start, .emergency, .recall: .mayBeCut
        case .document(_, _, _, let running): running == nil ? .stays : .mayEndElsewhere
        // What gets a time of its own cuts what runs then, what is on air too.
        case .length, .retime, .undo: .mayEndElsewhere
        default: .stays
        }
    }

    /// Whether it is refused where it would change frames of the guard window. A document is not: it comes behind what the
    /// window holds.
    package var isGuarded: Bool {
        if case .document = self { return false }
        return onAir != .mayBeCut
    }

    /// Whether `undo` may take it back, if nothing of it has aired.
    package var isUndoable: Bool {
        switch self {
        case .hold, .skip, .insert, .delete, .move, .retime, .replace, .length, .undo: true
        case .take, .document, .drop, .start, .slate, .resume, .emergency, .recall, .recallPending, .calendar,
            .proposed,
            .consented, .declined,
            .recovered:
            false
        }
    }

    /// Whether it brings or takes a document.
    package var isDocument: Bool {
        switch self {
        case .document, .drop: true
        default: false
        }
    }

    /// Whether it is done even where it cannot be journalled.
    package var isUrgent: Bool {
        switch self {
        case .slate, .resume, .emergency, .recall: true
        default: false
        }
    }

    /// One word for logs.
    package var name: String {
        switch self {
        case .document: "playlist"
        case .drop: "drop"
        case .start: "start"
        case .take: "take"
        case .hold: "hold"
        case .skip: "skip"
        case .insert: "insert"
        case .delete: "delete"
        case .move: "move"
        case .retime: "retime"
        case .replace: "replace"
        case .length: "length"
        case .undo: "undo"
        case .slate: "slate"
        case .resume: "resume"
        case .emergency: "the emergency input"
        case .recall: "recall"
        case .recallPending: "recall asked for"
        case .calendar: "tz database"
        case .proposed: "proposal"
        case .consented: "consent"
        case .declined: "refusal"
        case .recovered: "recovery"
        }
    }
}
