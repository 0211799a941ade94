import Playlist
import Timecode
import Timeline

/// Where orders are judged: from the schedule as it is and an order, to the schedule as it will be, or to a refusal. Pure.
package struct ScheduleDesk {
    /// Times in frames.
    package struct Rules: Hashable, Sendable {
        /// From an order to its first frame, at least.
        package var lead: Int64
        /// The same for what air could not know would come: it is cued first.
        package var cueLead: Int64
        /// What airs within so many frames from now is changed by a take, a slate or a resume only.
        package var guardFrames: Int64
        /// Whether an event on air that a new version of its document does not have is cut behind the guard window; else it
        /// plays to its end.
        package var cutsReplaced: Bool
        /// How much of the past is resolved with the rest, for rundowns, and how much of what is to come.
        package var past: Int64
        package var horizon: Int64

        package init(
            lead: Int64, cueLead: Int64, guardFrames: Int64, cutsReplaced: Bool = false, past: Int64, horizon: Int64
        ) {
            self.lead = lead
            self.cueLead = cueLead
            self.guardFrames = guardFrames
            self.cutsReplaced = cutsReplaced
            self.past = past
            self.horizon = horizon
        }
    }

    package let channel: String
    package let calendar: ChannelCalendar
    package let rules: Rules
    /// Everything that the programme of a window is a function of.
    let inputs: (_ documents: [ScheduledDocument], _ edits: [OperatorEdit], _ window: Range<Int64>) -> ScheduleInputs
    /// The stored documents.
    package let library: ScheduleState.Library

    package init(
        channel: String, calendar: ChannelCalendar, rules: Rules,
        inputs: @escaping ([ScheduledDocument], [OperatorEdit], Range<Int64>) -> ScheduleInputs,
        library: @escaping ScheduleState.Library
    ) {
        self.channel = channel
        self.calendar = calendar
        self.rules = rules
        self.inputs = inputs
        self.library = library
    }

    // MARK: Resolving

    /// The schedule of `state` around `frame`. What has become of media since it was last resolved counts from `news` on,
    /// the first frame that the schedule is to decide; the usual lead from `frame` unless given.
    package func resolve(_ state: ScheduleState, at frame: Int64, news: Int64? = nil) -> ScheduleResolution {
        var inputs = inputs(state.scheduled, state.edits, (frame - rules.past)..<(frame + rules.horizon))
        var memory = state.media
        memory.learn(inputs.media, from: news ?? frame + rules.lead)
        inputs.formerMedia = memory.former
        return ScheduleResolution(
            schedule: ScheduleResolver.resolve(inputs), media: inputs.media, memory: memory)
    }

    /// The part of a resolved schedule from `effective` on, as air takes it at `now`.
    package func revision(
        of resolution: ScheduleResolution, from effective: Int64, at now: Int64, onAir: JournalAction.OnAirRule,
        _ state: ScheduleState, in situation: ScheduleSituation
    ) -> TimelineRevision {
        var revision = resolution.schedule.revision(
            number: max(situation.published?.number ?? 0, situation.airRevision) + 1, rate: calendar.time.rate)
        revision.effectiveFrom = effective
        revision.emergencyOverFrame = state.emergencyOverFrame(at: effective)
        revision.segments.removeAll { $0.endFrame <= effective }
        let recalled = resolution.schedule.recalled
        guard let published = situation.published else {
            revision.withhold(recalled)
            return revision
        }
        func isWithheld(_ asset: Asset) -> Bool {
            resolution.media.values.contains { $0.withheld != nil && $0.asset == asset }
        }
        switch onAir {
        case .mayBeCut: break
        case _ where situation.isFiller(at: effective): break
        case .mayEndElsewhere:
            revision = revision.keepingOnAir(
                of: published, earliestEnd: now + rules.guardFrames, isWithheld: isWithheld, recalled: recalled)
        case .stays:
            revision = revision.keepingOnAir(of: published, isWithheld: isWithheld, recalled: recalled)
        }
        // What had its turn stays as it was decided, but for this.
        revision.withhold(recalled)
        return published.effectiveFrom > now ? revision.preceded(by: published) : revision
    }

    /// The first frame from which a republication at `now` may decide: behind everything that is still under way.
    package func republicationFrame(at now: Int64, in situation: ScheduleSituation) -> Int64 {
        max(now + rules.lead, situation.state.lastEffective(before: .hold))
    }

    // MARK: Judging

    /// Judges an order at `now`.
    ///
    /// - Parameters:
    ///   - lead: frames to the order's first one, when the usual ones are too few.
    ///   - ifRevision: the schedule's revision that whoever gave the order had seen: when one of its events has been touched
    ///     since, the order is refused as a conflict.
    package func judge(
        _ order: OperatorOrder, by user: Peer, at now: Int64, in situation: ScheduleSituation, lead: Int64 = 0,
        ifRevision: UInt64? = nil
    ) throws(OrderRefusal) -> AcceptedOrder {
        if let ifRevision { try checkRevision(ifRevision, named(in: order), order, in: situation.state) }
        let plan = try plan(order, by: user, at: now, in: situation)
        if let ifRevision { try checkRevision(ifRevision, Self.events(of: plan.action), order, in: situation.state) }
        let effective = max(
            now + max(plan.lead, lead), plan.notBefore, situation.state.lastEffective(before: plan.action))
        let entry = JournalEntry(
            number: situation.state.lastNumber + 1, time: calendar.utcText(of: now), frame: now, effective: effective,
            user: user, action: plan.action)
        var candidate = situation.state
        do throws(ScheduleState.Unplayable) { try candidate.apply(entry, document: library) } catch {
            throw OrderRefusal("refused", error.why)
        }
        // What is fixed for much later is published at once, so that the rest goes on until then.
        let isFar = effective > now + 2 * max(rules.cueLead, rules.guardFrames, rules.lead)
        let first = isFar ? min(effective, republicationFrame(at: now, in: situation)) : effective
        let resolution = resolve(candidate, at: isFar ? now : effective, news: first)
        candidate.media = resolution.memory
        try checkEffect(of: plan, resolution.schedule, in: situation)
        let onAir = isFar ? .mayEndElsewhere : plan.onAir ?? plan.action.onAir
        let revision = revision(
            of: resolution, from: first, at: now, onAir: onAir, candidate, in: situation)
        let change = situation.published.map { revision.firstChange(from: $0, at: first) } ?? first
        if change == nil, let otherwise = plan.otherwise { throw OrderRefusal("no-effect", otherwise) }
        if case .undo(let number) = plan.action {
            try checkUndo(of: number, candidate, at: now, from: effective, in: situation)
        }
        if plan.action.isGuarded, let change, change < now + rules.guardFrames {
            throw guarded(change, at: now, in: situation)
        }
        return AcceptedOrder(
            entry: entry, state: candidate, resolution: resolution, revision: revision, message: plan.message,
            firstChange: change)
    }

    /// An order with its event found, and what it takes.
    struct Plan {
        var action: JournalAction
        var lead: Int64
        var notBefore = Int64.min
        /// What becomes of what is on air, where that is not as usual for the action.
        var onAir: JournalAction.OnAirRule?
        /// Events, by bare id, that must have frames afterwards.
        var mustAir: [String] = []
        /// The event whose media must be allowed to air afterwards.
        var mustBeCleared: String?
        /// What to say when no frame would change.
        var otherwise: String?
        var message: String
    }

    private func checkEffect(
        of plan: Plan, _ next: ResolvedSchedule, in situation: ScheduleSituation
    ) throws(OrderRefusal) {
        let before = Set(situation.resolved?.diagnostics ?? [])
        if let nothing = next.diagnostics.first(where: { $0.code == .editHadNoEffect && !before.contains($0) }) {
            if case .undo(let number) = plan.action {
                throw OrderRefusal(
                    "built-upon",
                    "a later order builds on \(number): without it, \(nothing.message); undo that one first")
            }
            throw OrderRefusal("no-effect", "\(nothing.message); \(nothing.remedy)")
        }
        if let id = plan.mustBeCleared,
            let event = next.events.first(where: { $0.id == id && $0.withheld != nil && !$0.isFiller })
        {
            throw OrderRefusal(
                "withheld",
                "\(event.plannedMedia): \(event.detail.isEmpty ? event.withheld!.name : event.detail); it would not air"
            )
        }
        guard !plan.mustAir.isEmpty else { return }
        let airing = Set(next.events.map { Self.bare($0.id) })
        let left = Set(plan.mustAir).subtracting(airing).sorted()
        guard left.isEmpty else {
            throw OrderRefusal(
                "no-room",
                "\(left.map { "`\($0)`" }.joined(separator: ", ")) would never air: a fixed event starts before; "
                    + "insert earlier, or skip or move the fixed event")
        }
    }

    /// The refusal of an order that would change what airs within the guard window.
    private func guarded(_ change: Int64, at now: Int64, in situation: ScheduleSituation) -> OrderRefusal {
        let seconds = rules.guardFrames * calendar.time.rate.denominator / calendar.time.rate.numerator
        let segment = situation.segment(at: change)
        let what = segment.map { $0.event.isEmpty ? "what airs" : "`\($0.event)`" } ?? "what airs"
        let start = segment.map { $0.firstFrame } ?? change
        let when =
            start > now
            ? "starts at \(calendar.timecode(of: start))"
            : "is on air until \(calendar.timecode(of: segment?.endFrame ?? change))"
        return OrderRefusal(
            "guard",
            "\(what) \(when): what airs within the next \(seconds) s is changed by `qalqan take` alone; give the order "
                + "again after \(calendar.timecode(of: max(start, change)))")
    }

    /// `id` of `id#n`.
    package static func bare(_ id: String) -> String {
        guard let mark = id.lastIndex(of: "#"), Int(id[id.index(after: mark)...]) != nil else { return id }
        return String(id[..<mark])
    }
}
