import Playlist
import Timecode
import Timeline

/// What the schedule is made of: the accepted documents and the operators' orders, as the journal tells them. Pure.
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
        /// It took the place of another on this frame, while this event of that one was on air.
        package var arrivalFrame: Int64?
        package var running: RunningEvent?
        package var by: String
        package var at: String

        /// As the resolver takes it: a loose list that was started in its middle has no beginning.
        var scheduled: ScheduledDocument {
            var document = document
            if let startEvent, let index = document.events.firstIndex(where: { $0.id == startEvent }) {
                document.events.removeFirst(index)
            }
            return ScheduledDocument(
                document, startFrame: startFrame, arrivalFrame: running == nil ? nil : arrivalFrame, running: running)
        }

        /// What only one document may be at a time: a broadcast day, or the list that repeats on every other day.
        package var slot: String? { document.isLoose ? nil : document.day.map { "\($0)" } ?? "every day" }
    }

    /// Why a journal entry could not be replayed.
    package struct Unplayable: Error, Hashable, Sendable {
        package var number: UInt64
        package var why: String
    }

    /// The stored document of a digest, read as a file of this name; `nil` when it is not there.
    package typealias Library = (_ sha256: String, _ name: String) -> PlaylistDocument?

    /// In the order accepted.
    package private(set) var documents: [Accepted] = []
    /// Everything that made the schedule what it is, in the order given.
    package private(set) var orders: [OrderRecord] = []
    /// Digests of all texts ever accepted: a file that was replaced or dropped does not come back by lying in its folder.
    package private(set) var known: Set<String> = []
    /// Number of the last entry that was taken, and of the last one that changed the schedule.
    package private(set) var lastNumber: UInt64 = 0
    package private(set) var revision: UInt64 = 0

    /// Number of the newest order that has been forgotten; 0 for none.
    package private(set) var forgotten: UInt64 = 0

    /// What was known of media when their events had their turn. No entry of the journal says it: whoever keeps the journal
    /// keeps it beside that.
    package var media = MediaMemory()

    /// Recalls that have taken effect, and the frames from which they hold, in that order. They stay for good.
    package private(set) var recalls: [(recall: RecallRecord, frame: Int64)] = []
    /// Recalls that were put on record without effect.
    package private(set) var pendingRecalls: Set<RecallRecord> = []

    /// The last emergency input that air answered, by air's frame; 0 for none.
    package private(set) var emergencyFrame: Int64 = 0
    /// The emergencies that operators have ended: up to which frame of air's, and from which frame on.
    private var emergencyEnds: [(over: Int64, from: Int64)] = []

    package init() {}

    /// What the resolver replays: the operators' edits in the order given.
    package var edits: [OperatorEdit] { orders.lazy.filter { $0.undoneBy == nil }.flatMap(\.edits) }

    package var scheduled: [ScheduledDocument] { documents.map(\.scheduled) }

    /// Takes an entry of the journal.
    package mutating func apply(_ entry: JournalEntry, document: Library) throws(Unplayable) {
        lastNumber = max(lastNumber, entry.number)
        func stored(_ sha256: String, _ name: String) throws(Unplayable) -> PlaylistDocument {
            guard let found = document(sha256, name) else {
                throw Unplayable(number: entry.number, why: "the text \(sha256) is not in documents/")
            }
            return found
        }
        func edit(_ actions: OperatorEdit.Action...) -> [OperatorEdit] {
            actions.map { OperatorEdit(frame: entry.effective, action: $0) }
        }
        var edits: [OperatorEdit] = []
        switch entry.action {
        case .document(let name, let sha256, let replaces, let running):
            known.insert(sha256)
            try place(stored(sha256, name), name, sha256, replacing: replaces, running, entry)
        case .drop(let sha256): documents.removeAll { $0.sha256 == sha256 }
        case .start(let sha256, let event):
            guard let index = documents.firstIndex(where: { $0.sha256 == sha256 }) else { break }
            documents[index].startFrame = entry.effective
            documents[index].startEvent = event
        case .take(let event): edits = edit(.take(event: event))
        case .hold: edits = edit(.hold)
        case .skip(let event): edits = edit(.skip(event: event))
        case .insert(let sha256, let behind):
            known.insert(sha256)
            // Each goes right behind the same event: the last one first.
            edits = try stored(sha256, "insert").events.reversed().map {
                OperatorEdit(frame: entry.effective, action: .insert($0, behind: behind))
            }
        case .delete(let event): edits = edit(.delete(event: event))
        case .move(let event, let place): edits = edit(.move(event: event, place))
        case .retime(let event, let start): edits = edit(.retime(event: event, start))
        case .replace(let event, let change): edits = edit(.replace(event: event, change))
        case .length(let event, let frames): edits = edit(.length(event: event, frames: frames))
        case .undo(let number): undo(number, by: entry.number)
        case .slate(let reason):
            guard let reason = SlateReason.named(reason) else {
                throw Unplayable(number: entry.number, why: "no slate is called \(reason)")
            }
            edits = edit(.slate(reason))
        case .resume:
            edits = edit(.resume)
            emergencyEnds.append((emergencyFrame, entry.effective))
        case .emergency(let frame):
            edits = edit(.slate(.emergency))
            noteEmergency(frame)
        case .recall(let recall):
            recalls.append((recall, entry.effective))
            return
        case .recallPending(let recall):
            pendingRecalls.insert(recall)
            return
        case .calendar, .proposed, .consented, .declined, .recovered: return
        }
        orders.append(OrderRecord(entry: entry, edits: edits))
        revision = entry.number
    }

    private mutating func place(
        _ document: PlaylistDocument, _ name: String, _ sha256: String, replacing: String?, _ running: RunningEvent?,
        _ entry: JournalEntry
    ) {
        let replaced = documents.first { $0.sha256 == replacing }
        documents.removeAll { $0.sha256 == replacing || $0.sha256 == sha256 }
        documents.append(
            Accepted(
                name: name, sha256: sha256, document: document,
                startFrame: document.isLoose ? replaced?.startFrame : nil, startEvent: replaced?.startEvent,
                arrivalFrame: replaced == nil ? nil : entry.effective, running: running, by: entry.user.name,
                at: entry.time))
    }

    /// The order of a number, unless it is forgotten.
    package func order(_ number: UInt64) -> OrderRecord? { orders.last { $0.number == number } }

    private mutating func undo(_ number: UInt64, by undoing: UInt64) {
        guard let index = orders.lastIndex(where: { $0.number == number }) else { return }
        orders[index].undoneBy = undoing
        if case .undo(let first) = orders[index].entry.action,
            let again = orders.lastIndex(where: { $0.number == first })
        {
            orders[again].undoneBy = nil
        }
    }

    // MARK: Emergencies and slates

    /// Remembers that an emergency input is known.
    package mutating func noteEmergency(_ frame: Int64) { emergencyFrame = max(emergencyFrame, frame) }

    /// The last emergency input that is over for a revision which holds from `frame` on, by air's frame; 0 for none.
    package func emergencyOverFrame(at frame: Int64) -> Int64 {
        emergencyEnds.lazy.filter { $0.from <= frame }.map(\.over).max() ?? 0
    }

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

    // MARK: Order

    /// What may become of the event on air by orders that hold from after `frame` on: those that a revision from then does not
    /// have yet, when control was ended between journal and publication.
    package func onAir(since frame: Int64) -> JournalAction.OnAirRule {
        let rules = orders.lazy.filter { record in
            // A list that starts hours from now has been published all the same.
            if case .start = record.entry.action, record.entry.frame < frame { return false }
            return record.entry.effective > frame
        }.map(\.entry.action.onAir)
        return rules.contains(.mayBeCut) ? .mayBeCut : rules.contains(.mayEndElsewhere) ? .mayEndElsewhere : .stays
    }

    /// The frame before which `action` must not take effect, because an earlier order does on it. A slate waits for slates
    /// and their ends alone: what else is under way does not hold up an emergency.
    package func lastEffective(before action: JournalAction) -> Int64 {
        var isSlate = false
        switch action {
        case .slate, .emergency: isSlate = true
        default: break
        }
        let last = orders.lazy.filter { record in
            switch record.entry.action {
            case .slate, .resume, .emergency: true
            case .start: false
            default: !isSlate
            }
        }.map(\.entry.effective).max()
        return last ?? .min
    }

    /// Forgets documents and orders of days long over: those from before yesterday. A slate that is still latched, lists that
    /// repeat, and every order since a loose list was started that `isRunning` stay.
    mutating func prune(at frame: Int64, _ calendar: ChannelCalendar, isRunning: (Accepted) -> Bool) {
        let yesterday = calendar.day(of: frame).adding(days: -1)
        var limit = calendar.firstFrame(of: yesterday)
        // A loose list has no days: where it stands is the sum of all that was done to it.
        for list in documents where list.document.isLoose && isRunning(list) {
            limit = min(limit, list.startFrame ?? .max)
        }
        // The last day that had a list may have to be repeated.
        let last = documents.compactMap(\.document.day).filter { $0 < yesterday }.max()
        documents.removeAll { accepted in
            guard let day = accepted.document.day else { return false }
            return day < yesterday && day != last
        }
        let latch = orders.last { record in
            record.entry.effective < limit
                && record.edits.contains {
                    switch $0.action {
                    case .slate, .resume: true
                    default: false
                    }
                }
        }
        forgotten = max(
            forgotten, orders.lazy.filter { $0.entry.effective < limit }.map(\.number).max() ?? 0)
        orders.removeAll { $0.entry.effective < limit }
        media.prune(before: limit)
        if let latch, latch.entry.action != .resume { orders.insert(latch, at: 0) }
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
