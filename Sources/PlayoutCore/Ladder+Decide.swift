import Timecode
import Timeline

extension Ladder {
    /// Decides `frame`. Frames come in ascending order; those left out were lost. Real-time safe.
    package mutating func decide(
        frame: Int64, readings: borrowing SourceReadings, effects: inout EffectBuffer
    ) -> Decision {
        var retired: UnsafeRawPointer?
        if let next = pending, frame >= next.effectiveFrom {
            retired = current?.owner
            current = next
            pending = nil
            noteRevision(next, at: frame, effects: &effects)
        }
        noteLost(before: frame, effects: &effects)
        endEmergency()
        var decision = Decision(frame: frame)
        decision.sampleCount = time.firstSample(of: frame + 1) - time.firstSample(of: frame)
        let what = choose(frame, readings, &decision)
        decision.marks = what.marks | (current?.marks ?? 0) | settings.standingMarks
        note(what, marks: decision.marks, at: frame, effects: &effects)
        if decision.isFallen { fallenFrames &+= 1 }
        lastFrame = frame
        if let retired { effects.append(.retire(plan: retired)) }
        return decision
    }

    /// What is shown, with what the as-run wants to know of it.
    struct Choice: BitwiseCopyable {
        var role: AsRunNote.Role = .slate
        var reason: UInt32 = 0
        var mediaFrame: Int64 = -1
        /// Whether it is a consequence of a fault, and not what the plan says.
        var isFall = false
        /// Marks over the source that is shown.
        var marks: UInt64 = 0
    }

    private mutating func choose(
        _ frame: Int64, _ readings: borrowing SourceReadings, _ decision: inout Decision
    ) -> Choice {
        guard let plan = current else {
            return slate(emergencyFrame != 0 ? .emergency : .nothingScheduled, &decision)
        }
        let index = plan.index(at: frame)
        decision.revision = plan.number
        decision.segment = Int32(index)
        if index >= 0 {
            enter(&item, plan.segments[index], at: frame)
            if item.isUncounted { falls &+= 1 }
            item.isUncounted = false
            if item.isJoining, frame >= item.noticeUntil { endJoin() }
        } else if plan.latched == 0, emergencyFrame == 0 {
            item = Item()
        }
        defer { followOn(frame) }
        if emergencyFrame != 0 { return slate(.emergency, &decision) }
        if plan.latched != 0 { return slate(SlateReason(rawValue: plan.latched) ?? .operatorOrder, &decision) }
        if frame > plan.holdUntilFrame {
            decision.isFallen = true
            var choice = slate(.technical, &decision)
            choice.isFall = true
            return choice
        }
        guard index >= 0 else { return slate(.nothingScheduled, &decision) }
        let segment = plan.segments[index]
        if !segment.hasSource { return slate(SlateReason(rawValue: segment.reason) ?? .technical, &decision) }
        if frame >= segment.sourceEndFrame { return slate(.rights, &decision) }
        return climb(segment, frame, readings, &decision)
    }

    func slate(_ reason: SlateReason, _ decision: inout Decision) -> Choice {
        decision.reason = reason.rawValue
        return Choice(reason: reason.rawValue)
    }

    /// Makes `item` the one of `segment`, keeping its state when it is the same item going on. Real-time safe.
    func enter(_ item: inout Item, _ segment: PlannedSegment, at frame: Int64) {
        let alignment = segment.inFrame - segment.firstFrame
        let alternate = segment.alternate >= 0 ? segment.alternateSource : 0
        let sameAlternate =
            item.alternate == alternate
            && (alternate == 0
                || item.alternateIn - item.anchorFrame == segment.alternateInFrame - segment.firstFrame)
        if item.isOpen, item.event == segment.event, item.source == segment.source,
            segment.reason == 0
                ? item.anchorIn - item.anchorFrame == alignment : item.withheld == segment.reason && sameAlternate
        {
            if sameAlternate { return }
            // A revision has given the item another alternate.
            item.alternateWithheld = 0
            item.alternateFalls = 0
            item.onAlternate = false
            setAlternate(&item, segment)
            return
        }
        item = Item()
        item.isOpen = true
        item.event = segment.event
        item.source = segment.source
        item.anchorFrame = segment.firstFrame
        item.anchorIn = segment.inFrame
        setAlternate(&item, segment)
        // A planned slate with an alternate below it: the item is withheld before it begins.
        item.withheld =
            segment.reason != 0
            ? segment.reason : failures.reason(segment.source, at: segment.inFrame + frame - segment.firstFrame)
        item.isFallen = item.withheld != 0
        item.isUncounted = item.isFallen && segment.reason == 0
        item.reason = item.withheld
        item.fallFrame = frame
        item.fallUntil = frame
        item.noticeUntil = known(segment.source, at: frame) + settings.notice
        item.isJoining = frame < item.noticeUntil
    }

    /// The item has had its time: from now on its absence is a fall.
    private mutating func endJoin() {
        item.isJoining = false
        if item.withheld == 0 { item.isFallen = false }
    }

    /// The frame at which it became known that `source` would be needed; a decoder that had to be started again was known.
    private func known(_ source: UInt64, at frame: Int64) -> Int64 {
        guard source != 0, !failures.hasAttempts(source) else { return .min / 2 }
        for index in slots.indices where !slots[index].isFree && slots[index].source == source {
            return slots[index].since
        }
        return frame
    }

    private func setAlternate(_ item: inout Item, _ segment: PlannedSegment) {
        item.alternate = segment.alternate >= 0 ? segment.alternateSource : 0
        item.alternateIn = segment.alternateInFrame + item.anchorFrame - segment.firstFrame
    }

    /// Gives back what lies behind `frame`, on air or not, so that a slow source catches up.
    mutating func followOn(_ frame: Int64) {
        guard item.isOpen else { return }
        giveBack(itemAddress(item, at: frame))
        giveBack(alternateAddress(item, at: frame))
    }

    private mutating func giveBack(_ address: SourceAddress) {
        // What is cued for other frames is not used up by these.
        guard address.slot >= 0, slots[Int(address.slot)].shift == address.mediaFrame - address.frame else { return }
        let index = Int(address.slot)
        slots[index].consumedFrames = max(slots[index].consumedFrames, address.ringFrame + 1)
        // Two samples stay: where an event is cut in two, its second part may begin one sample earlier.
        slots[index].consumedSamples = max(
            slots[index].consumedSamples, address.ringSample + address.sampleCount - 2)
    }
}
