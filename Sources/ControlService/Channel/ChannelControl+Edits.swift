import ChannelSchedule
import Playlist
import Timecode
import Timeline

extension ChannelControl {
    /// The orders and documents that made the schedule what it is, the last ones.
    func edits(limit: Int) -> OperatorAnswer {
        var answer = OperatorAnswer(ok: true)
        answer.edits = state.orders.suffix(min(max(1, limit), 5_000)).map { edit($0.entry, undoneBy: $0.undoneBy) }
        answer.revision = state.revision
        return answer
    }

    /// What is said to whoever gave an order that was not accepted.
    func answer(to refusal: OrderRefusal) -> OperatorAnswer {
        var answer = OperatorAnswer(ok: false, problems: refusal.problems, code: refusal.code)
        if let yours = refusal.yours {
            answer.conflict = OperatorAnswer.Conflict(
                theirs: refusal.theirs.map { edit($0, undoneBy: nil) }, yours: yours, revision: state.revision)
        }
        return answer
    }

    /// What must be said of an event that was made longer than its media are.
    func shortfall(of order: AcceptedOrder) -> String? {
        guard case .length(let name, let frames) = order.entry.action,
            let segment = order.revision.segments.first(where: { $0.event == name }),
            case .asset(let index, let inFrame) = segment.source,
            order.revision.segments.filter({ $0.event == name }).allSatisfy({ $0.continues(segment) })
        else { return nil }
        let path = order.revision.assets[index].path
        guard let length = order.resolution.media.values.first(where: { $0.asset?.path == path })?.lengthFrames,
            let start = order.resolution.schedule.events.first(where: { $0.id == name })?.frames.lowerBound
        else { return nil }
        let missing = inFrame - (segment.firstFrame - start) + frames - length
        guard missing > 0 else { return nil }
        return "the media of `\(name)` end \(calendar.amountText(of: missing)) before it does: a slate airs from there"
    }

    func edit(_ entry: JournalEntry, undoneBy: UInt64?) -> OperatorAnswer.Edit {
        OperatorAnswer.Edit(
            number: entry.number, time: entry.time, user: entry.user.name, kind: entry.action.name,
            text: text(of: entry.action), effective: effective(entry.effective), undoneBy: undoneBy)
    }

    /// An action in words; what was put in by its events.
    private func text(of action: JournalAction) -> String {
        guard case .insert(let sha256, let behind) = action, let events = store.document(sha256, name: "")?.events
        else {
            return action.text(calendar)
        }
        let media = events.map(\.source.media).joined(separator: ", ")
        return "insert \(media)" + (behind.map { " behind `\($0)`" } ?? "")
    }
}

extension Segment {
    /// Whether it goes on with the source of another one of its event, or is that one.
    fileprivate func continues(_ first: Segment) -> Bool {
        guard case .asset(let own, let inFrame) = source, case .asset(let other, let start) = first.source else {
            return true
        }
        return own == other && inFrame - firstFrame == start - first.firstFrame
    }
}

extension OperatorOrder {
    /// The order that a request gives.
    init(_ request: OperatorRequest, rate: FrameRate) throws(OrderRefusal) {
        func event() throws(OrderRefusal) -> String {
            guard let event = request.event, !event.isEmpty else {
                throw OrderRefusal("bad-request", "`\(request.command.rawValue)` needs an event")
            }
            return event
        }
        func frames(_ text: String?, _ name: String) throws(OrderRefusal) -> Int64? {
            guard let text else { return nil }
            guard let amount = FrameAmount(text) else {
                throw OrderRefusal("bad-amount", "\(name) \(text): expected \(FrameAmount.expected)")
            }
            do { return try amount.frames(at: rate) } catch {
                throw OrderRefusal("bad-amount", "\(name) \(text): \(error.description)")
            }
        }
        switch request.command {
        case .take: self = .take(event: request.event)
        case .hold: self = .hold
        case .skip: self = .skip(event: request.event)
        case .delete: self = .delete(event: try event())
        case .move:
            switch (request.before, request.after) {
            case (let before?, nil): self = .move(event: try event(), .before(event: before))
            case (nil, let after?): self = .move(event: try event(), .after(event: after))
            default: throw OrderRefusal("bad-request", "`move` needs `before` or `after`, and not both")
            }
        case .retime:
            guard let text = request.start else {
                self = .retime(event: try event(), .follow)
                return
            }
            guard let label = TimecodeLabel(text) else {
                throw OrderRefusal("bad-time", "--at \(text): expected a label of the broadcast day, as 18:02:00:00")
            }
            self = .retime(
                event: try event(),
                .at(label, occurrence: request.occurrence, soft: try frames(request.soft, "--soft")))
        case .replace:
            let change = EventChange(
                media: request.media?.first, inFrames: try frames(request.inPoint, "--in"),
                frames: try frames(request.duration, "--duration"))
            guard change != EventChange(), (request.media?.count ?? 0) <= 1, change.frames != 0 else {
                throw OrderRefusal(
                    "bad-request", "`replace` needs one medium, an in-point or a length of at least a frame")
            }
            self = .replace(event: try event(), change)
        case .extend, .shorten:
            let by = try frames(request.by, "--by")
            let to = try frames(request.to, "--to")
            switch (by, to) {
            case (let by?, nil):
                self = .length(event: request.event, .by(request.command == .extend ? by : -by))
            case (nil, let to?): self = .length(event: request.event, .to(to))
            default: throw OrderRefusal("bad-request", "`\(request.command.rawValue)` needs `by` or `to`, and not both")
            }
        case .undo: self = .undo(number: request.number)
        default: throw OrderRefusal("bad-request", "`\(request.command.rawValue)` is not an order about events")
        }
    }
}
