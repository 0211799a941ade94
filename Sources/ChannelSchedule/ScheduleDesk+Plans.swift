import Playlist
import Timecode
import Timeline

/// From what somebody asks to what is done: events found, and what can be seen to be wrong before anything is resolved.
extension ScheduleDesk {
    func plan(
        _ order: OperatorOrder, by user: Peer, at now: Int64, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        switch order {
        case .document(let name, let sha256, let origin):
            return try document(name, sha256, origin, at: now, in: situation)
        case .drop(let sha256):
            let name = situation.state.documents.first { $0.sha256 == sha256 }?.name ?? sha256
            return Plan(
                action: .drop(sha256: sha256), lead: rules.lead, notBefore: settledFrame(at: now, in: situation).frame,
                message: "\(name) is off the channel")
        case .start(let sha256, let event, let frame): return start(sha256, event, frame, in: situation)
        case .take(let event): return try take(event, at: now, in: situation)
        case .hold: return try hold(at: now, in: situation)
        case .skip(let event): return try skip(event, at: now, in: situation)
        case .insert(let sha256): return try insert(sha256, at: now, in: situation)
        case .delete(let event): return try delete(event, at: now, in: situation)
        case .move(let event, let place): return try move(event, place, at: now, in: situation)
        case .retime(let event, let start): return try retime(event, start, at: now, in: situation)
        case .replace(let event, let change): return try replace(event, change, at: now, in: situation)
        case .length(let event, let length): return try self.length(event, length, at: now, in: situation)
        case .undo(let number): return try undo(number, by: user, at: now, in: situation)
        case .slate(let reason): return try slate(reason)
        case .resume:
            // What lies behind the slate or the hold may not be cued: it gets the time for it while the slate stays.
            return Plan(
                action: .resume, lead: rules.cueLead,
                message: situation.state.latchedSlate(at: .max) != nil ? "back to the schedule" : "the hold is over")
        case .emergency(let frame):
            return Plan(action: .emergency(frame: frame), lead: rules.lead, message: "the emergency slate is on")
        }
    }

    // MARK: Documents

    private func document(
        _ name: String, _ sha256: String, _ origin: ScheduleState.Origin, at now: Int64,
        in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        guard let document = library(sha256, name) else {
            throw OrderRefusal("missing-text", "the text of \(name) is not in the store")
        }
        switch situation.state.admission(of: document, name: name, sha256: sha256, channel: channel, from: origin) {
        case .known: throw OrderRefusal("known", "\(name) is on the channel already, or was replaced there")
        case .refuse(let code, let problem): throw OrderRefusal(code, problem)
        case .accept(let replaced):
            let arrival = arrival(of: document, replacing: replaced, at: now, in: situation)
            return Plan(
                action: .document(name: name, sha256: sha256, replaces: replaced, running: arrival.running),
                lead: rules.lead, notBefore: arrival.frame, onAir: arrival.onAir, message: "\(name) is accepted")
        }
    }

    /// How a document comes in.
    package struct Arrival: Hashable, Sendable {
        /// From which frame on it decides.
        package var frame: Int64
        /// What is on air of the document whose place it takes, when it has that too.
        package var running: RunningEvent?
        package var onAir = JournalAction.OnAirRule.stays
    }

    /// When a document comes in, and with what of the one before it on air.
    ///
    /// Nothing within the guard window changes: it comes when the event that is on air behind that window has begun.
    package func arrival(
        of document: PlaylistDocument, replacing replaced: String?, at now: Int64, in situation: ScheduleSituation
    ) -> Arrival {
        let settled = settledFrame(at: now, in: situation)
        // Where nothing is on air there is nothing to wait for.
        guard let segment = settled.segment else { return Arrival(frame: now + rules.lead) }
        guard let replaced, let old = situation.state.documents.first(where: { $0.sha256 == replaced }),
            !document.isLoose,
            let event = situation.coming(after: settled.frame).first(where: { $0.id == segment.event }),
            event.file == old.document.file, !event.isWaiting
        else { return Arrival(frame: settled.frame) }
        guard document.events.contains(where: { $0.id == Self.bare(segment.event) }), event.window.isEmpty else {
            return rules.cutsReplaced
                ? Arrival(frame: now + rules.guardFrames, onAir: .mayBeCut) : Arrival(frame: settled.frame)
        }
        let joined = event.decisions.first { $0.code == .joined }?.frames ?? 0
        let until = min(event.frames.upperBound, now + rules.guardFrames)
        var running = RunningEvent(
            event: segment.event, start: event.frames.lowerBound - joined, until: max(until, settled.frame + 1))
        running.media = RunningEvent.Media(
            media: event.plannedMedia, inFrame: event.plannedInFrame, alternate: event.alternate?.media,
            alternateInFrame: event.alternate?.inFrame, category: event.category)
        return Arrival(frame: settled.frame, running: running, onAir: .mayEndElsewhere)
    }

    /// The first frame on which what is on air stays there for the rest of the guard window, and what that is.
    func settledFrame(at now: Int64, in situation: ScheduleSituation) -> (frame: Int64, segment: Segment?) {
        let first = now + rules.lead
        let last = now + rules.guardFrames
        guard let segment = situation.segment(at: last - 1), !segment.event.isEmpty, !segment.isWait,
            !situation.isFiller(at: last - 1)
        else { return (max(first, last), nil) }
        return (max(first, segment.firstFrame + 1), segment)
    }

    // MARK: Orders

    private func start(_ sha256: String, _ event: String?, _ frame: Int64?, in situation: ScheduleSituation) -> Plan {
        let name = situation.state.documents.first { $0.sha256 == sha256 }?.name ?? "the list"
        return Plan(
            action: .start(sha256: sha256, event: event), lead: rules.cueLead, notBefore: frame ?? .min,
            message: "\(name) is cued and starts" + (event.map { " from `\($0)`" } ?? ""))
    }

    private func take(_ name: String?, at now: Int64, in situation: ScheduleSituation) throws(OrderRefusal) -> Plan {
        guard let target = target(name, at: now, in: situation) else {
            if let list = looseStart(name, situation.state) {
                return start(list.sha256, list.event, nil, in: situation)
            }
            if let name { throw unknown(name, at: now, in: situation) }
            throw OrderRefusal(
                "nothing-next", "nothing is next: no event follows in the schedule; load a playlist first")
        }
        if target.frames.contains(now) && !target.isWaiting {
            throw OrderRefusal("on-air", "`\(target.id)` is on air already")
        }
        let airsSlate = !target.isWaiting && !target.isFiller && !target.isAlternate
        if let withheld = target.withheld, airsSlate || target.isWaiting {
            throw OrderRefusal(
                "withheld",
                "`\(target.id)` is not cued: its media is withheld "
                    + "(\(target.detail.isEmpty ? withheld.name : target.detail)); mend or reseal it")
        }
        if target.isWaiting {
            // Air could not know that it would come: it is cued first.
            return Plan(
                action: .take(event: target.id), lead: rules.cueLead,
                message: "`\(target.id)` is cued and goes on air")
        }
        guard situation.isCued(target.id, target.frames.lowerBound) else {
            let start = calendar.timecode(of: target.frames.lowerBound)
            throw OrderRefusal(
                "not-cued",
                "`\(target.id)` (scheduled for \(start)) is not cued: air holds only what comes next ready; "
                    + "take the events before it, or skip them and try again in some seconds")
        }
        return Plan(action: .take(event: target.id), lead: rules.lead, message: "`\(target.id)` goes on air")
    }

    private func hold(at now: Int64, in situation: ScheduleSituation) throws(OrderRefusal) -> Plan {
        let next = situation.coming(after: now).first {
            $0.frames.lowerBound > now + rules.lead && !$0.isWaiting && !$0.isFiller
        }
        guard let next else { throw OrderRefusal("nothing-next", "nothing is next that could be held") }
        return Plan(
            action: .hold, lead: rules.lead, notBefore: free(at: now, in: situation),
            message: "`\(next.id)` will wait for a take")
    }

    private func skip(_ name: String?, at now: Int64, in situation: ScheduleSituation) throws(OrderRefusal) -> Plan {
        guard let target = target(name, at: now, in: situation) else {
            if let name { throw unknown(name, at: now, in: situation) }
            throw OrderRefusal("nothing-next", "nothing is next that could be skipped")
        }
        if target.frames.lowerBound <= now + rules.lead, !target.isWaiting {
            throw OrderRefusal("on-air", "`\(target.id)` is on air; cut away from it with `qalqan take`")
        }
        return Plan(
            action: .skip(event: target.id), lead: rules.lead, notBefore: free(at: now, in: situation),
            message: "`\(target.id)` will not air")
    }

    private func insert(
        _ sha256: String, at now: Int64, in situation: ScheduleSituation
    ) throws(OrderRefusal) -> Plan {
        guard let events = library(sha256, "insert")?.events else {
            throw OrderRefusal("missing-text", "the list to insert is not in the store")
        }
        let settled = settledFrame(at: now, in: situation)
        let ids = events.map { "`\($0.id)`" }.joined(separator: ", ")
        let behind = settled.segment.flatMap { segment in
            situation.coming(after: settled.frame).first { $0.id == segment.event && !$0.isFiller }?.id
        }
        return Plan(
            action: .insert(sha256: sha256, behind: behind), lead: rules.lead,
            notBefore: behind == nil ? settled.frame : .min, mustAir: events.map(\.id),
            message: "\(ids) air behind \(behind.map { "`\($0)`" } ?? "what is on air now")")
    }

    private func slate(_ name: String) throws(OrderRefusal) -> Plan {
        let allowed: [SlateReason] = [.operatorOrder, .technical, .emergency]
        guard let reason = SlateReason.named(name), allowed.contains(reason) else {
            throw OrderRefusal(
                "unknown-slate",
                "`\(name)` is not a slate to order: use \(allowed.map(\.name).joined(separator: ", "))")
        }
        return Plan(
            action: .slate(reason: reason.name), lead: rules.lead,
            message: "the slate (\(reason.name)) is on until `qalqan resume`")
    }
}
