import Playlist
import Timecode
import Timeline

/// What the schedule is made of: the accepted documents and the operators' edits, as the journal tells them. Pure.
package struct ScheduleState: Sendable {
    /// A document on the channel.
    package struct Accepted: Hashable, Sendable {
        package var name: String
        /// Of its text, hexadecimal.
        package var sha256: String
        package var document: PlaylistDocument
        /// For a loose list: the frame it was started on, and the event it was started from.
        package var startFrame: Int64?
        package var startEvent: String?
        package var by: String
        package var at: String

        /// As the resolver takes it: a loose list that was started in its middle has no beginning.
        var scheduled: ScheduledDocument {
            var document = document
            if let startEvent, let index = document.events.firstIndex(where: { $0.id == startEvent }) {
                document.events.removeFirst(index)
            }
            return ScheduledDocument(document, startFrame: startFrame)
        }

        /// What only one document may be at a time: a broadcast day, or the list that repeats on every other day.
        var slot: String? { document.isLoose ? nil : document.day.map { "\($0)" } ?? "every day" }
    }

    /// In the order accepted.
    package private(set) var documents: [Accepted] = []
    package private(set) var edits: [OperatorEdit] = []
    /// Digests of all texts ever accepted: a file that was replaced or dropped does not come back by lying in its folder.
    package private(set) var known: Set<String> = []

    /// The last emergency input that air answered, and the last one that an operator has ended, by air's frame; 0 for none.
    package private(set) var emergencyFrame: Int64 = 0
    package private(set) var emergencyOverFrame: Int64 = 0

    package init() {}

    /// Why a journal entry could not be replayed.
    package struct Unplayable: Error, Hashable, Sendable {
        package var number: UInt64
        package var why: String
    }

    /// Takes an entry of the journal. `document` gives the stored document of a digest.
    package mutating func apply(
        _ entry: JournalEntry, document: (_ sha256: String, _ name: String) -> PlaylistDocument?
    ) throws(Unplayable) {
        func stored(_ sha256: String, _ name: String) throws(Unplayable) -> PlaylistDocument {
            guard let found = document(sha256, name) else {
                throw Unplayable(number: entry.number, why: "the text \(sha256) is not in documents/")
            }
            return found
        }
        switch entry.action {
        case .document(let name, let sha256, let replaces):
            let replaced = documents.first { $0.sha256 == replaces }
            documents.removeAll { $0.sha256 == replaces || $0.sha256 == sha256 }
            known.insert(sha256)
            let text = try stored(sha256, name)
            documents.append(
                Accepted(
                    name: name, sha256: sha256, document: text,
                    startFrame: text.isLoose ? replaced?.startFrame : nil, startEvent: replaced?.startEvent,
                    by: entry.user.name, at: entry.time))
        case .drop(let sha256): documents.removeAll { $0.sha256 == sha256 }
        case .start(let sha256, let event):
            guard let index = documents.firstIndex(where: { $0.sha256 == sha256 }) else { break }
            documents[index].startFrame = entry.effective
            documents[index].startEvent = event
        case .take(let event): add(.take(event: event), entry)
        case .hold: add(.hold, entry)
        case .skip(let event): add(.skip(event: event), entry)
        case .insert(let sha256):
            known.insert(sha256)
            // Each goes right behind what is on air: the last one first.
            for event in try stored(sha256, "insert").events.reversed() { add(.insert(event), entry) }
        case .slate(let reason):
            guard let reason = SlateReason.named(reason) else {
                throw Unplayable(number: entry.number, why: "no slate is called \(reason)")
            }
            add(.slate(reason), entry)
        case .resume:
            add(.resume, entry)
            emergencyOverFrame = emergencyFrame
        case .emergency(let frame):
            add(.slate(.emergency), entry)
            noteEmergency(frame)
        case .recovered: break
        }
    }

    /// Remembers that an emergency input is known.
    package mutating func noteEmergency(_ frame: Int64) { emergencyFrame = max(emergencyFrame, frame) }

    private mutating func add(_ action: OperatorEdit.Action, _ entry: JournalEntry) {
        edits.append(OperatorEdit(frame: entry.effective, action: action))
    }

    /// Forgets what can no longer matter at `frame`: documents and edits of days long over. A slate that is still latched,
    /// and lists that repeat or have not ended, stay.
    package mutating func prune(at frame: Int64, _ calendar: ChannelCalendar) {
        let yesterday = calendar.day(of: frame).adding(days: -1)
        let limit = calendar.firstFrame(of: yesterday)
        documents.removeAll { ($0.document.day ?? yesterday) < yesterday }
        let latch = edits.last { edit in
            switch edit.action {
            case .slate, .resume: edit.frame < limit
            default: false
            }
        }
        edits.removeAll { $0.frame < limit }
        if let latch, case .slate = latch.action { edits.insert(latch, at: 0) }
    }

    /// The frame before which `action` must not take effect, because an earlier order does on it. A slate waits for slates
    /// and their ends alone: what else is under way does not hold up an emergency.
    package func lastEffective(before action: JournalAction) -> Int64 {
        guard case .slate = action else { return edits.map(\.frame).max() ?? .min }
        return edits.filter { edit in
            switch edit.action {
            case .slate, .resume: true
            default: false
            }
        }.map(\.frame).max() ?? .min
    }

    package var scheduled: [ScheduledDocument] { documents.map(\.scheduled) }

    /// The slate that is latched by the last order up to `frame`.
    package func latchedSlate(at frame: Int64) -> SlateReason? {
        for edit in edits.reversed() where edit.frame <= frame {
            switch edit.action {
            case .slate(let reason): return reason
            case .resume: return nil
            default: continue
            }
        }
        return nil
    }

    /// The document of a name, a day, or a digest's beginning; the latest where several fit.
    package func find(_ text: String) -> Accepted? {
        documents.last { $0.name == text } ?? documents.last { $0.slot == text }
            ?? (text.utf8.count >= 6 ? documents.last { $0.sha256.hasPrefix(text) } : nil)
    }
}

extension SlateReason {
    /// The reason of a stable name.
    package static func named(_ name: String) -> SlateReason? { allCases.first { $0.name == name } }
}
