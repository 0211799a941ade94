import ChannelConfiguration
import Logging
import Playlist
import PlaylistFormats
import Realtime
import Timecode
import Timeline
import Trust

extension ChannelControl {
    /// Time that air gets to cue what was not on its list: a held event, a loose list that is started.
    static let cueLeadMilliseconds: Int64 = 2_500

    /// Answers a request from the control socket.
    package func handle(_ request: OperatorRequest, from user: Peer) async -> OperatorAnswer {
        logger.debug("request", metadata: ["command": "\(request.command.rawValue)", "user": "\(user.name)"])
        switch request.command {
        case .status: return status()
        case .take: return take(request.event, by: user)
        case .hold: return hold(by: user)
        case .skip: return skip(request.event, by: user)
        case .insert: return insert(request, by: user)
        case .slate: return slate(request.reason, by: user)
        case .resume: return resume(by: user)
        case .playlistLoad: return load(request, by: user)
        case .playlistList: return list()
        case .playlistShow: return show(limit: request.limit ?? 40)
        case .playlistExport: return export(request.name ?? "")
        case .playlistDrop: return drop(request.name ?? "", by: user)
        }
    }

    // MARK: Orders

    private func take(_ name: String?, by user: Peer) -> OperatorAnswer {
        let now = frame
        guard let target = target(name, at: now) else {
            if let start = looseStart(name) { return startList(start.sha256, start.event, by: user) }
            if let name { return .refused("unknown-event", unknown(name)) }
            return .refused("nothing-next", "nothing is next: no event follows in the schedule; load a playlist first")
        }
        if target.firstFrame <= now && target.endFrame > now && !target.isWaiting {
            return .refused("on-air", "`\(target.id)` is on air already")
        }
        if let withheld = target.withheldText, target.airs == "slate" || target.isWaiting && target.withheld != nil {
            return .refused(
                "withheld", "`\(target.id)` is not cued: its media is withheld (\(withheld)); mend or reseal it")
        }
        if target.isWaiting {
            // Air could not know that it would come: it is cued first.
            return order(
                .take(event: target.id), by: user, lead: frames(milliseconds: Self.cueLeadMilliseconds),
                "`\(target.id)` is cued and goes on air")
        }
        let cues = CueView(surroundings.boards.air.read(), view)
        guard let ready = cues.framesReady(of: target.id, at: target.firstFrame), ready > 0 else {
            let start = calendar.timecode(of: target.firstFrame)
            return .refused(
                "not-cued",
                "`\(target.id)` (scheduled for \(start)) is not cued: air holds only what comes next ready; "
                    + "take the events before it, or skip them and try again in some seconds")
        }
        return order(.take(event: target.id), by: user, "`\(target.id)` goes on air")
    }

    private func hold(by user: Peer) -> OperatorAnswer {
        let now = frame
        guard let next = view.events.first(where: { $0.firstFrame > now + orderLead && !$0.isWaiting }) else {
            return .refused("nothing-next", "nothing is next that could be held")
        }
        return order(.hold, by: user, "`\(next.id)` will wait for a take")
    }

    private func skip(_ name: String?, by user: Peer) -> OperatorAnswer {
        let now = frame
        guard let target = target(name, at: now) else {
            return name.map { .refused("unknown-event", unknown($0)) }
                ?? .refused("nothing-next", "nothing is next that could be skipped")
        }
        if target.firstFrame <= now + orderLead, !target.isWaiting {
            return .refused("on-air", "`\(target.id)` is on air; cut away from it with `qalqan take`")
        }
        return order(.skip(event: target.id), by: user, "`\(target.id)` will not air")
    }

    private func slate(_ name: String?, by user: Peer) -> OperatorAnswer {
        let allowed: [SlateReason] = [.operatorOrder, .technical, .emergency]
        guard let reason = SlateReason.named(name ?? SlateReason.operatorOrder.name), allowed.contains(reason) else {
            return .refused(
                "unknown-slate",
                "`\(name ?? "")` is not a slate to order: use \(allowed.map(\.name).joined(separator: ", "))")
        }
        return order(.slate(reason: reason.name), by: user, "the slate (\(reason.name)) is on until `qalqan resume`")
    }

    private func resume(by user: Peer) -> OperatorAnswer {
        noteEmergency()
        let latched = state.latchedSlate(at: .max) != nil
        // What lies behind the slate or the hold may not be cued: it gets the time for it while the slate stays.
        let answer = order(
            .resume, by: user, lead: frames(milliseconds: Self.cueLeadMilliseconds),
            latched ? "back to the schedule" : "the hold is over")
        return answer.code == "no-effect"
            ? .refused("nothing-to-resume", "no slate is ordered and nothing is held: there is nothing to resume")
            : answer
    }

    /// Takes over what air has latched by itself: from now on it is the schedule's, journalled, and outlives air.
    func noteEmergency() {
        guard let answered = surroundings.boards.air.read()?.emergencyFrame, answered > state.emergencyFrame else {
            return
        }
        let answer = order(.emergency(frame: answered), by: .emergencyInput, "the emergency slate is on")
        if !answer.ok {
            logger.warning("the emergency input is not journalled", metadata: ["because": "\(answer.problems ?? [])"])
        }
        state.noteEmergency(answered)
    }

    private func insert(_ request: OperatorRequest, by user: Peer) -> OperatorAnswer {
        let (name, text): (String, String)
        if let media = request.media, !media.isEmpty {
            for item in media {
                let finding = preparation.library.find(item, category: nil)
                if let withheld = finding.verdict.withheld {
                    return .refused("withheld", "\(item): \(withheld); it would not air")
                }
                guard preparation.standing(of: finding).lengthFrames != nil else {
                    return .refused(
                        "no-length",
                        "\(item): a still has no length of its own; insert it by a document with a duration")
                }
            }
            (name, text) = ("insert", InsertDocument(media: media, number: frame).text)
        } else if let given = request.text {
            (name, text) = (request.name ?? "insert", given)
        } else {
            return .refused("bad-request", "nothing to insert: name media or a document")
        }
        let bytes = Array(text.utf8)
        let (document, diagnostics) = PlaylistReader.read(bytes, file: name)
        guard let document else {
            return OperatorAnswer(ok: false, problems: diagnostics.map(\.description), code: "playlist-errors")
        }
        guard document.isLoose else {
            return .refused(
                "not-loose",
                "\(name): only a loose list can be inserted; load a document for a day with `qalqan playlist load`")
        }
        let taken = Set(view.events.map { Self.bare($0.id) })
        if let double = document.events.first(where: { taken.contains($0.id) }) {
            return .refused(
                "duplicate-event", "\(name): the schedule has an event `\(double.id)` already; give it another id")
        }
        do {
            let sha256 = try store.keep(bytes)
            let ids = document.events.map { "`\($0.id)`" }.joined(separator: ", ")
            return order(.insert(sha256: sha256), by: user, "\(ids) air behind what is on air now")
        } catch {
            return .refused("disk", "the document could not be kept: \(error)")
        }
    }

    /// Tries an order on the schedule, journals it, publishes it, and says from which frame it holds.
    func order(
        _ action: JournalAction, by user: Peer, lead first: Int64? = nil, _ message: String
    ) -> OperatorAnswer {
        var lead = first ?? orderLead
        for attempt in 0..<4 {
            let asked = frame
            // Orders take effect in the order in which they were given.
            let effective = max(asked + lead, state.lastEffective(before: action))
            let trial = JournalEntry(
                number: 0, time: "", frame: asked, effective: effective, user: user, action: action, previous: "")
            var candidate = state
            do {
                try candidate.apply(trial) { [store] in store.document($0, name: $1) }
            } catch {
                return .refused("refused", "\(error)")
            }
            let next = resolve(candidate, at: effective)
            if let nothing = newNoEffect(next.schedule) { return .refused("no-effect", nothing) }
            if case .insert(let sha256) = action, let left = leftOut(sha256, of: next.schedule) { return left }
            // A long list takes longer to resolve than the lead allows: ask for more time, and again.
            if frame + 2 > effective, attempt < 3 {
                lead = max(lead, (frame - asked) * 2 + orderLead)
                continue
            }
            let entry: JournalEntry
            do {
                entry = try record(action, by: user, effective: effective)
            } catch {
                // Slate and resume are for emergencies: a full disk does not stand in their way.
                guard action.isUrgent else {
                    return .refused("journal", "not done, because it cannot be journalled: \(error)")
                }
                entry = trial
            }
            try? state.apply(entry) { [store] in store.document($0, name: $1) }
            let decided = revision(of: next.schedule, from: effective, keepingOnAir: !action.cutsOnAir)
            publish(decided, next, because: "\(action.name) by \(user.name)")
            return .done(message, from: self.effective(effective))
        }
        return .refused("slow", "the schedule takes too long to resolve; nothing was changed")
    }

    /// The answer for an insertion for which there is no room, not even for a part of it.
    private func leftOut(_ sha256: String, of schedule: ResolvedSchedule) -> OperatorAnswer? {
        let inserted = Set(store.document(sha256, name: "")?.events.map(\.id) ?? [])
        let airing = Set(schedule.events.map { Self.bare($0.id) })
        let left = inserted.subtracting(airing).sorted()
        guard !left.isEmpty else { return nil }
        return .refused(
            "no-room",
            "\(left.map { "`\($0)`" }.joined(separator: ", ")) would never air: a fixed event starts before; "
                + "insert earlier, or skip or move the fixed event")
    }

    private func newNoEffect(_ next: ResolvedSchedule) -> String? {
        let before = Set(resolved?.diagnostics ?? [])
        return next.diagnostics.first { $0.code == .editHadNoEffect && !before.contains($0) }
            .map { "\($0.message); \($0.remedy)" }
    }

    // MARK: Finding events

    /// The event a command means: by its id, or what waits for a take, or the next.
    private func target(_ name: String?, at now: Int64) -> EventView? {
        let coming = view.events[view.firstIndex(endingAfter: now)...]
        if let name {
            let bare = Self.bare(name) == name
            return coming.first {
                ($0.id == name || bare && Self.bare($0.id) == name) && ($0.isWaiting || $0.firstFrame > now)
            }
                ?? coming.first { $0.id == name || bare && Self.bare($0.id) == name }
        }
        return coming.first { $0.isWaiting && $0.firstFrame <= now } ?? coming.first { $0.firstFrame > now }
    }

    private func unknown(_ name: String) -> String {
        let ids = Set(view.events.filter { $0.endFrame > frame }.map { Self.bare($0.id) })
        let near = NearestName.of(name, among: ids.sorted()).map { "; did you mean `\($0)`?" } ?? ""
        return "no event `\(name)` is to come within the next day\(near)"
    }

    /// The loose list that a take starts: the one that has the event, or the only one that waits.
    private func looseStart(_ name: String?) -> (sha256: String, event: String?)? {
        let waiting = state.documents.filter { $0.document.isLoose && $0.startFrame == nil }
        guard let name else { return waiting.count == 1 ? (waiting[0].sha256, nil) : nil }
        for accepted in waiting.reversed() {
            if let index = accepted.document.events.firstIndex(where: { $0.id == name }) {
                return (accepted.sha256, index == 0 ? nil : name)
            }
        }
        return nil
    }

    private func startList(_ sha256: String, _ event: String?, by user: Peer) -> OperatorAnswer {
        let name = state.documents.first { $0.sha256 == sha256 }?.name ?? "the list"
        return order(
            .start(sha256: sha256, event: event), by: user, lead: frames(milliseconds: Self.cueLeadMilliseconds),
            "\(name) is cued and starts" + (event.map { " from `\($0)`" } ?? ""))
    }
}

extension JournalAction {
    /// Whether it may end what is on air: then nothing is held on to.
    var cutsOnAir: Bool {
        switch self {
        case .take, .slate, .resume, .start, .emergency: true
        default: false
        }
    }

    /// Whether it is done even where it cannot be journalled.
    var isUrgent: Bool {
        switch self {
        case .slate, .resume, .emergency: true
        default: false
        }
    }

    var name: String {
        switch self {
        case .document: "playlist"
        case .drop: "drop"
        case .start: "start"
        case .take: "take"
        case .hold: "hold"
        case .skip: "skip"
        case .insert: "insert"
        case .slate: "slate"
        case .resume: "resume"
        case .emergency: "the emergency input"
        case .recovered: "recovery"
        }
    }
}
