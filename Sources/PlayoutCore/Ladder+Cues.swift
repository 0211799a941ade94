import Timecode
import Timeline

extension Ladder {
    /// Sees to it that what comes after `frame` is cued and that nothing else is. Real-time safe.
    ///
    /// - Parameter onAirOnly: leaves out what lies ahead, so that the first frame of all has the machine to itself.
    package mutating func tend(
        after frame: Int64, readings: borrowing SourceReadings, onAirOnly: Bool = false, effects: inout EffectBuffer
    ) {
        takeFailures(frame, readings)
        wants.removeAll()
        collectWants(from: frame + 1, readings, onAirOnly: onAirOnly)
        for index in slots.indices { slots[index].isWanted = false }
        var unmet: InlineArray<8, Bool> = InlineArray(repeating: false)
        for index in 0..<wants.count { unmet[index] = !claim(wants[index], frame, readings) }
        isUntended = false
        for index in slots.indices where !slots[index].isFree && !slots[index].isWanted {
            release(index, effects: &effects)
        }
        for index in 0..<wants.count where unmet[index] {
            guard let free = freeSlot else { break }
            cue(wants[index], in: free, at: frame, effects: &effects)
        }
        if hasKnown && !onAirOnly { dropKnown(effects: &effects) }
    }

    private var freeSlot: Int? {
        for index in slots.indices where slots[index].isFree { return index }
        return nil
    }

    /// Learns what the sources say about their end; a failed source stays known after its place is given away.
    private mutating func takeFailures(_ frame: Int64, _ readings: borrowing SourceReadings) {
        for index in slots.indices where !slots[index].isFree {
            let from = slots[index].base + readings[index].framesTo
            switch readings[index].condition {
            case .verificationFailed: failures.add(slots[index].source, from: from, reason: .altered)
            case .unreadable: failures.add(slots[index].source, from: from, reason: .unreadable)
            case .missing: failures.add(slots[index].source, from: from, reason: .missing)
            case .absent, .working, .ended, .lost: break
            }
        }
    }

    // MARK: What is wanted

    private mutating func collectWants(from first: Int64, _ readings: borrowing SourceReadings, onAirOnly: Bool) {
        var frame = first
        var ahead = 0
        // Bounded: each round passes a segment or a gap.
        for _ in 0..<64 {
            guard let plan = plan(at: frame) else {
                guard let pending else { return }
                frame = pending.effectiveFrom
                continue
            }
            let boundary = pending.map { $0.effectiveFrom > frame ? $0.effectiveFrom : .max } ?? .max
            let index = plan.firstIndex(endingAfter: frame)
            guard index < plan.count else {
                if boundary == .max { return }
                frame = boundary
                continue
            }
            let segment = plan.segments[index]
            let start = max(frame, segment.firstFrame)
            if start >= boundary {
                frame = boundary
                continue
            }
            let isOnAir = start == first
            guard isOnAir || start - first <= (ahead == 0 ? settings.nextHorizon : settings.horizon) else { return }
            if segment.hasSource, start < segment.sourceEndFrame {
                if !isOnAir { ahead += 1 }
                if isOnAir || !onAirOnly {
                    addWants(
                        segment, index, plan, in: start..<min(segment.endFrame, boundary), isOnAir: isOnAir, readings)
                }
                if ahead >= settings.upcoming { return }
            }
            frame = min(segment.endFrame, boundary)
        }
    }

    private mutating func addWants(
        _ segment: PlannedSegment, _ index: Int, _ plan: PlanView, in frames: Range<Int64>, isOnAir: Bool,
        _ readings: borrowing SourceReadings
    ) {
        var probe = item
        let frame = frames.lowerBound
        enter(&probe, segment, at: frame)
        let end = segment.sourceEndFrame
        var want = Want(plan: plan.owner)
        want.segment = Int32(index)
        want.isOnAir = isOnAir
        var alternateFrom = frame
        var alternateIsDue = false
        if probe.withheld == 0, probe.source != 0 {
            let shift = probe.anchorIn - probe.anchorFrame
            want.source = probe.source
            want.asset = segment.asset
            want.inFrame = probe.anchorIn
            want.mediaFrame = frame + shift
            want.endFrame = end + shift
            want.neededTo = min(end, frames.upperBound) + shift
            want.shift = shift
            want.mayLag = isOnAir
            // Past a point known to be bad nothing is cued; up to it the item airs.
            let address = itemAddress(probe, at: frame)
            if failures.reason(probe.source, at: want.mediaFrame) == 0 {
                wants.append(want)
                addContinuation(want, address)
            } else {
                alternateIsDue = true
            }
            if address.slot >= 0, !item.hasAired || !isOnAir, hasNothing(readings[Int(address.slot)], address) {
                alternateIsDue = true
            } else if address.slot >= 0, isFailing(readings[Int(address.slot)]) {
                alternateIsDue = true
                alternateFrom = max(frame, frame + readings[Int(address.slot)].framesTo - address.ringFrame)
            }
        } else {
            alternateIsDue = true
        }
        guard alternateIsDue || probe.isFallen, probe.alternate != 0, probe.alternateWithheld == 0 else { return }
        if isOnAir && !mayUseAlternate && probe.hasAired { return }
        let shift = probe.alternateIn - probe.anchorFrame
        guard failures.reason(probe.alternate, at: alternateFrom + shift) == 0 else { return }
        want.source = probe.alternate
        want.asset = segment.alternate
        want.inFrame = probe.alternateIn
        want.mediaFrame = alternateFrom + shift
        want.endFrame = end + shift
        want.neededTo = min(end, frames.upperBound) + shift
        want.shift = shift
        want.mayLag = isOnAir && alternateFrom == frame
        wants.append(want)
    }

    /// An event that has become longer than its cue: the rest is cued before the cue runs out.
    private mutating func addContinuation(_ want: Want, _ address: SourceAddress) {
        guard address.slot >= 0 else { return }
        let slot = slots[Int(address.slot)]
        let end = slot.base + slot.frames
        guard end < want.endFrame, end - want.mediaFrame <= settings.horizon else { return }
        var rest = want
        rest.mediaFrame = end
        rest.mayLag = false
        wants.append(rest)
    }

    private func isFailing(_ reading: SourceReading) -> Bool {
        switch reading.condition {
        case .verificationFailed, .unreadable, .missing: true
        case .absent, .working, .ended, .lost: false
        }
    }

    /// The in-point lies at or past the media's end.
    private func hasNothing(_ reading: SourceReading, _ address: SourceAddress) -> Bool {
        reading.condition == .ended && reading.endFrame <= address.ringFrame
    }

    // MARK: Matching wants with cues

    /// Finds the cue that serves `want` and keeps it; `false` when there is none. One made for it goes before one that would
    /// do, and one that has its frame before one that begins later.
    private mutating func claim(_ want: Want, _ frame: Int64, _ readings: borrowing SourceReadings) -> Bool {
        if claim(want, frame, readings, madeForIt: true, beginsLater: false) { return true }
        if want.mayLag, claim(want, frame, readings, madeForIt: true, beginsLater: true) { return true }
        if claim(want, frame, readings, madeForIt: false, beginsLater: false) { return true }
        guard want.mayLag else { return false }
        return claim(want, frame, readings, madeForIt: false, beginsLater: true)
    }

    private mutating func claim(
        _ want: Want, _ frame: Int64, _ readings: borrowing SourceReadings, madeForIt: Bool, beginsLater: Bool
    ) -> Bool {
        for index in slots.indices where !slots[index].isFree && slots[index].source == want.source {
            let slot = slots[index]
            let ahead = want.mediaFrame - slot.base
            guard (slot.shift == want.shift) == madeForIt, (ahead < 0) == beginsLater, ahead < slot.frames,
                ahead >= -(settings.joinLead + 2), slot.consumedFrames <= max(0, ahead),
                ahead - slot.consumedFrames <= settings.reach
            else { continue }
            // The same frames may be wanted twice, at different times: each wants its own. What begins where the other ends
            // comes from the same.
            if slot.isWanted, !madeForIt, want.mediaFrame < slot.wantedTo { continue }
            if readings[index].condition == .lost {
                failures.addAttempt(want.source)
                continue
            }
            if want.mayLag, isStuck(slot, readings[index], frame) {
                failures.addAttempt(want.source)
                continue
            }
            if !slot.isWanted {
                slots[index].segment = want.segment
                slots[index].shift = want.shift
            }
            slots[index].isWanted = true
            slots[index].wantedTo = want.neededTo
            return true
        }
        return false
    }

    /// A fallen source whose frames have stayed behind for too long; a new cue further on will do better.
    private func isStuck(_ slot: CueSlot, _ reading: SourceReading, _ frame: Int64) -> Bool {
        guard settings.joinLead > 0, item.isFallen, item.source == slot.source, reading.condition == .working else {
            return false
        }
        return frame - item.fallFrame >= settings.patience && reading.framesTo <= slot.consumedFrames
            && (frame - item.fallFrame) % settings.patience == 0
    }

    private mutating func release(_ index: Int, effects: inout EffectBuffer) {
        released[releasedCount % released.count] = slots[index].key
        releasedCount += 1
        effects.append(.release(key: slots[index].key, ticket: slots[index].ticket))
        slots[index] = CueSlot()
    }

    private mutating func cue(_ want: Want, in index: Int, at frame: Int64, effects: inout EffectBuffer) {
        var slot = CueSlot()
        slot.source = want.source
        slot.shift = want.shift
        slot.since = frame
        slot.segment = want.segment
        slot.isWanted = true
        if let key = takeKnown(want) {
            slot.key = key
            slot.base = SourceIdentity.base(ofKey: key, atOrBefore: want.mediaFrame)
        } else {
            slot.base = joinBase(want)
            guard slot.base < want.endFrame else { return }
            var salt: UInt64 = 0
            repeat {
                slot.key = SourceIdentity.key(source: want.source, base: slot.base, salt: salt)
                salt += 1
            } while salt < 16 && (isTaken(slot.key) || slot.key == 0)
        }
        lastTicket &+= 1
        slot.ticket = lastTicket
        slot.frames = want.endFrame - slot.base
        slots[index] = slot
        effects.append(
            .cue(
                CueOrder(
                    key: slot.key, ticket: slot.ticket, slot: Int32(index), plan: want.plan, segment: want.segment,
                    asset: want.asset, inFrame: slot.base, frames: slot.frames)))
    }

    /// The media frame from which to cue. At rates whose frames do not own a whole number of samples, a cue that does not
    /// begin at the in-point begins a frame early: its first sample may lie one after the one that is needed.
    private func joinBase(_ want: Want) -> Int64 {
        var base = want.mediaFrame + (want.mayLag ? settings.joinLead : 0)
        if base > want.inFrame, !settings.samplesAreWhole { base -= 1 }
        return base
    }

    private func isTaken(_ key: UInt64) -> Bool {
        for index in slots.indices where slots[index].key == key { return true }
        for index in released.indices where released[index] == key { return true }
        return false
    }

    // MARK: Cues that outlived the last air process

    private mutating func takeKnown(_ want: Want) -> UInt64? {
        guard hasKnown else { return nil }
        for index in known.indices where known[index] != 0 {
            let key = known[index]
            guard SourceIdentity.matches(key: key, source: want.source) else { continue }
            guard SourceIdentity.base(ofKey: key, atOrBefore: want.mediaFrame) >= 0 else { continue }
            known[index] = 0
            return key
        }
        return nil
    }

    private mutating func dropKnown(effects: inout EffectBuffer) {
        for index in known.indices where known[index] != 0 {
            effects.append(.release(key: known[index], ticket: 0))
            known[index] = 0
        }
        hasKnown = false
    }
}
