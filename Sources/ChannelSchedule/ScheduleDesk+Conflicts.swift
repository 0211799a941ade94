import Playlist
import Timecode
import Timeline

/// Two editors at once: the second is told what the first did.
extension ScheduleDesk {
    /// Bare ids of the events that an order names.
    func named(in order: OperatorOrder) -> Set<String> {
        let names: [String?] =
            switch order {
            case .take(let event), .skip(let event): [event]
            case .delete(let event), .retime(let event, _), .replace(let event, _): [event]
            case .move(let event, let place): [event, place.event]
            case .length(let event, _): [event]
            default: []
            }
        return Set(names.compactMap { $0.map(Self.bare) })
    }

    /// Bare ids of the events that an entry of the journal is about.
    static func events(of action: JournalAction) -> Set<String> {
        let names: [String?] =
            switch action {
            case .take(let event), .skip(let event): [event]
            case .delete(let event), .retime(let event, _), .replace(let event, _), .length(let event, _): [event]
            case .move(let event, let place): [event, place.event]
            case .insert(_, let behind): [behind]
            default: []
            }
        return Set(names.compactMap { $0.map(bare) })
    }

    /// Throws a conflict when one of the events has been touched since revision `seen` of the schedule.
    func checkRevision(
        _ seen: UInt64, _ events: Set<String>, _ order: OperatorOrder, in state: ScheduleState
    ) throws(OrderRefusal) {
        guard seen <= state.revision else {
            throw OrderRefusal(
                "bad-revision", "the schedule is at revision \(state.revision), and never was at \(seen)")
        }
        guard seen >= state.forgotten else {
            throw OrderRefusal(
                "conflict",
                "revision \(seen) is of another day: the schedule is at revision \(state.revision); look at it again")
        }
        let theirs = state.orders.filter { $0.number > seen && touches($0, events, since: seen, in: state) }
        guard !theirs.isEmpty else { return }
        var refusal = OrderRefusal(
            code: "conflict",
            problems: theirs.map { record in
                let entry = record.entry
                return
                    "theirs: revision \(entry.number) by \(entry.user.name) at \(calendar.timecode(of: entry.frame)): "
                    + entry.action.text(calendar)
            } + [
                "yours, made on revision \(seen) and not done: \(text(of: order))",
                "look at the schedule (`qalqan playlist show`), then give the order again with --if-revision "
                    + "\(state.revision)",
            ])
        refusal.theirs = theirs.map(\.entry)
        refusal.yours = text(of: order)
        throw refusal
    }

    private func touches(
        _ record: OrderRecord, _ events: Set<String>, since seen: UInt64, in state: ScheduleState
    ) -> Bool {
        guard record.undoneBy == nil else { return false }
        switch record.entry.action {
        case .undo(let number):
            // What was done and undone since is as if it had not been.
            guard number <= seen, let undone = state.order(number) else { return false }
            return !Self.events(of: undone.entry.action).isDisjoint(with: events)
        case .document(let name, let sha256, let replaces?, _):
            guard let old = library(replaces, name), let new = library(sha256, name) else { return true }
            return events.contains { event($0, of: old) != event($0, of: new) }
        case .insert(_, _):
            // What stands beside an event does not change it; what it put in is an event of its own.
            return record.edits.contains {
                if case .insert(let event, _) = $0.action { events.contains(event.id) } else { false }
            }
        default: return !Self.events(of: record.entry.action).isDisjoint(with: events)
        }
    }

    /// An event of a document, wherever it stands in the text.
    private func event(_ id: String, of document: PlaylistDocument) -> PlaylistEvent? {
        var event = document.events.first { $0.id == id }
        event?.marks = PlaylistEvent.Marks()
        return event
    }

    /// An order in words.
    package func text(of order: OperatorOrder) -> String {
        switch order {
        case .document(let name, _, _): "load \(name)"
        case .drop(let sha256): "drop \(sha256.prefix(12))"
        case .start(_, let event, _): "start a list" + (event.map { " from `\($0)`" } ?? "")
        case .take(let event): "take" + (event.map { " `\($0)`" } ?? "")
        case .hold: "hold"
        case .skip(let event): "skip" + (event.map { " `\($0)`" } ?? "")
        case .insert: "insert"
        case .delete(let event): "delete `\(event)`"
        case .move(let event, let place): JournalAction.move(event: event, place: place).text(calendar)
        case .retime(let event, .follow): "retime `\(event)`: it follows"
        case .retime(let event, .at(let label, _, let soft)):
            "retime `\(event)` to \(label)" + (soft.map { ", soft \(calendar.amountText(of: $0))" } ?? "")
        case .replace(let event, let change): JournalAction.replace(event: event, change: change).text(calendar)
        case .length(let event, .to(let frames)):
            "make \(event.map { "`\($0)`" } ?? "what is on air") \(calendar.amountText(of: frames)) long"
        case .length(let event, .by(let frames)):
            "make \(event.map { "`\($0)`" } ?? "what is on air") \(calendar.amountText(of: abs(frames))) "
                + (frames < 0 ? "shorter" : "longer")
        case .undo(let number): "undo" + (number.map { " \($0)" } ?? "")
        case .slate(let reason): "slate \(reason)"
        case .resume: "resume"
        case .emergency: "the emergency input"
        }
    }
}
