import Playlist
import Timecode
import Timeline

/// Edits of the list: what they need to be possible.
extension ScheduleDesk {
    /// The first frame of an edit where nothing is on air: behind the guard window, which leaves time to cue.
    func free(at now: Int64, in situation: ScheduleSituation) -> Int64 {
        let settled = settledFrame(at: now, in: situation)
        return settled.segment == nil ? settled.frame : .min
    }

    /// A named event that is still to come, or waits.
    private func coming(
        _ name: String, at now: Int64, in situation: ScheduleSituation, _ instead: String
    ) throws(OrderRefusal) -> ResolvedEvent {
        guard let target = target(name, at: now, in: situation) else { throw unknown(name, at: now, in: situation) }
        if target.frames.lowerBound <= now + rules.lead, !target.isWaiting {
            throw OrderRefusal("on-air", "`\(target.id)` is on air; \(instead)")
        }
        guard target.window.isEmpty else {
            throw OrderRefusal(
                "regional",
                "`\(target.id)` is in the regional list of the window `\(target.window)`: change its document")
        }
        return target
    }

    /// The event as its document has it; `nil` for one that an operator put in.
    private func listed(_ event: ResolvedEvent, in situation: ScheduleSituation) -> PlaylistEvent? {
        let document = situation.state.documents.last { $0.document.file == event.file }?.document
        return document?.events.first { $0.id == Self.bare(event.id) }
    }

    func delete(_ name: String, at now: Int64, in situation: ScheduleSituation) throws(OrderRefusal) -> Plan {
        let target = try coming(name, at: now, in: situation, "cut away from it with `qalqan take`")
        return Plan(
            action: .delete(event: target.id), lead: rules.lead, notBefore: free(at: now, in: situation),
            message: "`\(target.id)` is out of the list")
    }

    func move(
        _ name: String, _ place: EventPlace, at now: Int64, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        let target = try coming(name, at: now, in: situation, "what is on air cannot be moved")
        switch listed(target, in: situation)?.start {
        case .follow, .manual, nil: break
        default:
            throw OrderRefusal(
                "fixed",
                "`\(target.id)` has a start of its own: `qalqan retime \(target.id)` gives it another, or --follow")
        }
        let other: ResolvedEvent
        let exact: EventPlace
        switch place {
        case .before(let name):
            other = try coming(name, at: now, in: situation, "nothing can be put before it")
            exact = .before(event: other.id)
        case .after(let name):
            guard let found = self.target(name, at: now, in: situation) else {
                throw unknown(name, at: now, in: situation)
            }
            other = found
            exact = .after(event: other.id)
        }
        guard other.id != target.id else {
            throw OrderRefusal("no-effect", "`\(target.id)` cannot be put beside itself; name another event")
        }
        let side = if case .before = exact { "before" } else { "behind" }
        return Plan(
            action: .move(event: target.id, place: exact), lead: rules.lead, notBefore: free(at: now, in: situation),
            mustAir: [Self.bare(target.id)], otherwise: "`\(target.id)` is \(side) `\(other.id)` already",
            message: "`\(target.id)` airs \(side) `\(other.id)`")
    }

    func retime(
        _ name: String, _ start: OperatorOrder.Start, at now: Int64, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        let target = try coming(name, at: now, in: situation, "what is on air has started")
        let id = target.id
        let edited: EditedStart
        let message: String
        switch start {
        case .follow:
            edited = .follow
            message = "`\(id)` starts when the event before it ends"
        case .at(let label, let occurrence, let soft):
            let frame = try frame(of: label, occurrence, target, in: situation)
            guard frame >= now + rules.guardFrames else {
                throw OrderRefusal(
                    "guard",
                    "\(calendar.localText(of: frame)) is past, or within the guard window; the earliest start is "
                        + "\(calendar.timecode(of: now + rules.guardFrames)); `qalqan take \(id)` puts it on air now")
            }
            edited = .at(frame: frame, latest: soft.map { frame + $0 })
            message =
                "`\(id)` starts at \(calendar.timecode(of: frame))"
                + (soft.map { ", or up to \(calendar.amountText(of: $0)) later" } ?? "")
        }
        return Plan(
            action: .retime(event: id, start: edited), lead: rules.lead, notBefore: free(at: now, in: situation),
            mustAir: [Self.bare(id)], otherwise: "`\(id)` starts then already", message: message)
    }

    /// The frame of a label in the broadcast day of an event.
    private func frame(
        of label: TimecodeLabel, _ occurrence: Int?, _ event: ResolvedEvent, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Int64 {
        let document = situation.state.documents.last { $0.document.file == event.file }?.document
        let day = document?.day ?? calendar.day(of: event.frames.lowerBound)
        do throws(CalendarProblem) {
            return try calendar.frame(of: label, on: day, occurrence: occurrence)
        } catch {
            throw OrderRefusal("bad-time", "--at \(label): \(error.description)")
        }
    }

    func replace(
        _ name: String, _ change: EventChange, at now: Int64, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        let target = try coming(
            name, at: now, in: situation, "what is on air keeps its media; put another on with take")
        return Plan(
            action: .replace(event: target.id, change: change), lead: rules.lead,
            notBefore: free(at: now, in: situation), mustAir: [Self.bare(target.id)],
            mustBeCleared: change.media == nil ? nil : target.id, otherwise: "`\(target.id)` airs that already",
            message: "`\(target.id)` airs \(change.media ?? "another part of its media")")
    }

    func length(
        _ name: String?, _ length: OperatorOrder.Length, at now: Int64, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        let onAir = situation.coming(after: now + rules.lead).first {
            $0.frames.contains(now + rules.lead) && !$0.isWaiting && !$0.isFiller && $0.frames.lowerBound <= now
        }
        let isOnAir = onAir.map { name == nil || $0.id == name || Self.bare($0.id) == name } ?? false
        let target: ResolvedEvent
        if let onAir, isOnAir {
            target = onAir
        } else if let name {
            target = try coming(name, at: now, in: situation, "it ends within the guard window")
        } else {
            throw OrderRefusal("nothing-on-air", "no event is on air whose length could be changed; name one to come")
        }
        guard target.window.isEmpty else {
            throw OrderRefusal("regional", "`\(target.id)` is in a regional list: its window says how long it is")
        }
        let joined = target.decisions.first { $0.code == .joined }?.frames ?? 0
        let lost = target.decisions.filter { [.cut, .cutByCycle].contains($0.code) }.map(\.frames).reduce(0, +)
        let nowLong = target.frames.upperBound - target.frames.lowerBound + joined + lost
        let (frames, overflow) =
            switch length {
            case .to(let frames): (frames, false)
            case .by(let frames): nowLong.addingReportingOverflow(frames)
            }
        guard !overflow, frames > 0, frames <= 86_400 * 120 else {
            throw OrderRefusal(
                "bad-length",
                "`\(target.id)` is \(calendar.amountText(of: nowLong)) long: it cannot be made that long or short")
        }
        let end = target.frames.lowerBound - joined + frames
        if isOnAir, end < now + rules.guardFrames {
            throw OrderRefusal(
                "guard",
                "`\(target.id)` is on air and ends at \(calendar.timecode(of: now + rules.guardFrames)) at the earliest; "
                    + "`qalqan take` ends it at once")
        }
        return Plan(
            action: .length(event: target.id, frames: frames), lead: rules.lead,
            notBefore: free(at: now, in: situation), onAir: isOnAir ? .mayEndElsewhere : .stays,
            mustAir: isOnAir ? [] : [Self.bare(target.id)],
            otherwise: lost > 0 && frames > nowLong - lost
                ? "`\(target.id)` is cut at \(calendar.timecode(of: target.frames.upperBound)) by a fixed start, however long "
                    + "it is: retime that one first"
                : "`\(target.id)` is that long already",
            message: "`\(target.id)` is \(calendar.amountText(of: frames)) long"
                + (isOnAir ? " and ends at \(calendar.timecode(of: end))" : ""))
    }

    func undo(
        _ number: UInt64?, by user: Peer, at now: Int64, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        let record: OrderRecord
        if let number {
            guard let found = situation.state.order(number) else {
                throw OrderRefusal(
                    "unknown-edit",
                    "no order \(number) is in the schedule: `qalqan edits` lists them with their numbers")
            }
            record = found
        } else {
            let last = situation.state.orders.last {
                guard $0.undoneBy == nil, $0.entry.action.isUndoable else { return false }
                if case .undo = $0.entry.action { return false }
                return true
            }
            guard let last else { throw OrderRefusal("nothing-to-undo", "there is no order that could be undone") }
            guard last.entry.user.uid == user.uid else {
                var refusal = OrderRefusal(
                    "conflict",
                    "the last order is \(last.entry.user.name)'s: \(last.number), \(last.entry.action.text(calendar)); "
                        + "`qalqan undo \(last.number)` undoes it all the same")
                refusal.theirs = [last.entry]
                refusal.yours = "undo"
                throw refusal
            }
            record = last
        }
        let text = record.entry.action.text(calendar)
        if let undoing = record.undoneBy {
            throw OrderRefusal("undone", "\(record.number) (\(text)) is undone already, by \(undoing)")
        }
        guard record.entry.action.isUndoable else {
            throw OrderRefusal(
                "not-undoable",
                record.entry.action.isDocument
                    ? "\(record.number) (\(text)) cannot be undone: load the document that was there before, which "
                        + "`qalqan playlist export DIGEST` gives back"
                    : "\(record.number) (\(text)) cannot be undone")
        }
        var onAir = JournalAction.OnAirRule.stays
        var undone = record.entry.action
        if case .undo(let first) = undone, let again = situation.state.order(first) { undone = again.entry.action }
        switch undone {
        case .length, .retime: onAir = .mayEndElsewhere
        default: break
        }
        return Plan(
            action: .undo(number: record.number), lead: rules.lead, notBefore: free(at: now, in: situation),
            onAir: onAir, message: "\(record.number) is undone: \(text)")
    }

    /// Refuses to undo what has aired: the schedule with and without the order must be alike up to the undo's own frame.
    func checkUndo(
        of number: UInt64, _ candidate: ScheduleState, at now: Int64, from effective: Int64,
        in situation: ScheduleSituation
    ) throws(OrderRefusal) {
        guard let record = situation.state.order(number) else { return }
        var first = record.entry.effective
        if case .undo(let undone) = record.entry.action {
            first = min(first, situation.state.order(undone)?.entry.effective ?? first)
        }
        guard first < effective else { return }
        func schedule(_ state: ScheduleState) -> TimelineRevision {
            var inputs = inputs(state.scheduled, state.edits, first..<effective)
            inputs.formerMedia = candidate.media.former
            return ScheduleResolver.resolve(inputs).revision(number: 1, rate: calendar.time.rate)
        }
        guard let aired = schedule(candidate).firstChange(from: schedule(situation.state), at: first), aired < effective
        else { return }
        throw OrderRefusal(
            "aired",
            "\(number) (\(record.entry.action.text(calendar))) has aired: it decided what is on from "
                + "\(calendar.timecode(of: aired)) on; what is still to come can be edited")
    }
}
