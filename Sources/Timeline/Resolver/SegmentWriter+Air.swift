import Playlist
import Timecode

/// Events and waits as segments.
extension SegmentWriter {
    /// Writes what is seen of an event. `next` is what follows it.
    mutating func air(_ piece: Piece, before next: Piece?) {
        let placement = piece.placement
        let plan = plans[placement.item.plan]
        let airing = plan.airing(at: placement.start)
        let planned = planned[placement.item.serial] ?? placement.start..<placement.naturalEnd
        var decisions = decisions(on: piece, planned: planned, next: next)
        if airing.step == .filler, let pieces = choose(piece.frames), pieces.contains(where: { $0.candidate != nil }) {
            chapter.omitted.append(
                entries.omitted(
                    placement.item, at: placement.start,
                    EventDecision(.filler, frames: piece.frames.upperBound - piece.frames.lowerBound), airing.withheld))
            write(pieces, standingFor: piece, withheld: airing.withheld)
            return
        }
        var segment = Segment(
            firstFrame: piece.frames.lowerBound, endFrame: piece.frames.upperBound,
            source: .slate(airing.withheld ?? .technical), event: entries.id(of: placement.item), title: plan.title,
            withheld: airing.withheld, plannedFirstFrame: planned.lowerBound, plannedEndFrame: planned.upperBound)
        if let choice = airing.choice, let asset = choice.record.asset {
            if airing.step == .alternate { decisions.append(EventDecision(.alternate)) }
            segment.source = .asset(asset, inFrame: choice.inFrame)
            segment.notAfterFrame = choice.standing.notAfterFrame
            segment.marks = choice.standing.marks
            if airing.step == nil, let spare = plan.alternate, spare.withheld(at: placement.start) == nil,
                let asset = spare.record.asset
            {
                segment.alternate = asset
                segment.alternateInFrame = spare.inFrame
                segment.alternateMarks = spare.standing.marks
            }
            let end = choice.end
            if end.frame < piece.frames.upperBound {
                let code: EventDecision.Code = end.reason == .recalled ? .recalled : .rightsEnd
                decisions.append(EventDecision(code, frames: piece.frames.upperBound - end.frame))
            }
            let cut = max(piece.frames.lowerBound, min(end.frame, piece.frames.upperBound))
            segment.endFrame = cut
            let pass = plan.loop == nil ? nil : compiler.pass(of: placement.item.plan, at: placement.start)
            if cut > piece.frames.lowerBound {
                var passes = passes(of: segment, from: placement.start - placement.joined, pass: pass)
                if choice.hasPast, choice.standing.recalledFrame == nil,
                    let withdrawal = choice.record.withdrawal(after: placement.start), withdrawal.frame < cut
                {
                    let spare = plan.alternate.flatMap { $0.withheld(at: withdrawal.frame) == nil ? $0 : nil }
                    passes = withdraw(passes, withdrawal, spare: spare)
                    decisions.append(EventDecision(.slate, frames: piece.frames.upperBound - withdrawal.frame))
                }
                chapter.segments += passes
            }
            if cut < piece.frames.upperBound { goOn(piece, segment, behind: choice, pass: pass) }
        } else {
            decisions.append(EventDecision(.slate))
            chapter.segments.append(segment)
        }
        var event = entries.entry(placement.item, piece.frames, planned, airing: airing)
        event.decisions = decisions
        event.window = placement.window ?? ""
        event.secondary = secondary(of: plan, in: piece.frames)
        chapter.events.append(event)
    }

    /// Writes what is on in the rest of an event whose media had to give way: its alternate in step, fillers, or a slate.
    private mutating func goOn(_ piece: Piece, _ segment: Segment, behind choice: MediaChoice, pass: Int64?) {
        let placement = piece.placement
        let frames = segment.endFrame..<piece.frames.upperBound
        let airing = plans[placement.item.plan].airing(insteadOf: choice, at: frames.lowerBound)
        if airing.step == .filler, let chosen = choose(frames), chosen.contains(where: { $0.candidate != nil }) {
            write(chosen, standingFor: piece, withheld: airing.withheld)
            return
        }
        var rest = Segment(
            firstFrame: frames.lowerBound, endFrame: frames.upperBound, source: .slate(airing.withheld ?? .technical),
            event: segment.event, title: segment.title, withheld: airing.withheld,
            plannedFirstFrame: segment.plannedFirstFrame, plannedEndFrame: segment.plannedEndFrame)
        guard let spare = airing.choice, let asset = spare.record.asset else {
            chapter.segments.append(rest)
            return
        }
        rest.source = .asset(asset, inFrame: spare.inFrame)
        rest.notAfterFrame = spare.standing.notAfterFrame
        rest.marks = spare.standing.marks
        chapter.segments += passes(of: rest, from: placement.start - placement.joined, pass: pass)
    }

    /// A segment whose source begins at `origin`, once or in passes.
    private func passes(of segment: Segment, from origin: Int64, pass: Int64?) -> [Segment] {
        guard let pass else {
            var whole = segment
            whole.move(by: segment.firstFrame - origin)
            return [whole]
        }
        var result: [Segment] = []
        var start = segment.firstFrame
        while start < segment.endFrame {
            let into = (start - origin) % pass
            var part = segment
            part.firstFrame = start
            part.endFrame = min(segment.endFrame, start + pass - into)
            part.move(by: into)
            result.append(part)
            start = part.endFrame
        }
        return result
    }

    /// Segments whose media may not air any more from a frame on: the alternate, or the slate that says why.
    private func withdraw(
        _ passes: [Segment], _ withdrawal: (frame: Int64, reason: SlateReason), spare: MediaChoice?
    ) -> [Segment] {
        passes.flatMap { segment -> [Segment] in
            var parts: [Segment] = []
            if let before = segment.clipped(to: Int64.min..<withdrawal.frame) { parts.append(before) }
            if var rest = segment.clipped(to: withdrawal.frame..<Int64.max) {
                rest.source = .slate(withdrawal.reason)
                rest.withheld = withdrawal.reason
                rest.marks = []
                rest.notAfterFrame = .max
                if let spare, let alternate = rest.alternate {
                    rest.source = .asset(alternate, inFrame: rest.alternateInFrame)
                    rest.marks = rest.alternateMarks
                    rest.notAfterFrame = spare.standing.notAfterFrame
                }
                rest.alternate = nil
                rest.alternateInFrame = 0
                rest.alternateMarks = []
                parts.append(rest)
            }
            return parts
        }
    }

    /// Writes a wait: its slate, or its picture in passes; in pieces of broadcast days.
    mutating func wait(_ piece: Piece, until end: Int64) {
        let upper = piece.frames.upperBound == .max ? max(end, piece.frames.lowerBound) : piece.frames.upperBound
        guard upper > piece.frames.lowerBound else { return }
        let plan = plans[piece.placement.item.plan]
        let start = piece.placement.start
        var segment = Segment(
            firstFrame: piece.frames.lowerBound, endFrame: upper, source: .slate(.hold),
            event: entries.id(of: piece.placement.item), title: plan.title)
        var pass: Int64?
        var standsBy: String?
        switch plan.hold {
        case .slate(let reason): segment.source = .slate(reason)
        case .media(let choice):
            if choice.withheld(at: start) == nil, let asset = choice.record.asset {
                segment.source = .asset(asset, inFrame: choice.inFrame)
                segment.notAfterFrame = choice.standing.notAfterFrame
                segment.marks = choice.standing.marks
                pass = choice.rest
                standsBy = choice.use.media
            }
        }
        segment.withheld = .hold
        for frames in days(piece.frames.lowerBound, upper) {
            var part = segment
            part.firstFrame = frames.lowerBound
            part.endFrame = frames.upperBound
            part.plannedFirstFrame = frames.lowerBound
            part.plannedEndFrame = frames.upperBound
            if case .slate(let reason) = part.source {
                if reason == .hold { part.withheld = nil }
                chapter.segments.append(part)
            } else {
                chapter.segments += passes(of: part, from: start, pass: pass)
            }
        }
        let wait = piece.frames.lowerBound..<upper
        var event = entries.entry(piece.placement.item, wait, wait, airing: plan.airing(at: piece.frames.lowerBound))
        event.isWaiting = true
        if let standsBy { event.media = standsBy }
        chapter.events.append(event)
    }

    /// What was decided about an event's frames.
    private func decisions(on piece: Piece, planned: Range<Int64>, next: Piece?) -> [EventDecision] {
        let placement = piece.placement
        var decisions: [EventDecision] = []
        if planned.lowerBound != placement.start {
            decisions.append(EventDecision(.moved, frames: placement.start - planned.lowerBound))
        }
        let heldUpBy = placement.heldUpBy.map { plans[$0].id } ?? ""
        if placement.joined > 0 {
            decisions.append(EventDecision(.joined, frames: placement.joined, by: heldUpBy))
        } else if placement.lateBy > 0 {
            decisions.append(EventDecision(.startedLate, frames: placement.lateBy, by: heldUpBy))
        }
        if placement.lostToCycle > 0, placement.end == placement.naturalEnd {
            decisions.append(EventDecision(.cutByCycle, frames: placement.lostToCycle))
        }
        let lost = placement.naturalEnd - placement.end
        if lost > 0 {
            switch placement.cut {
            case .event(let plan): decisions.append(EventDecision(.cut, frames: lost, by: plans[plan].id))
            case .take, nil: decisions.append(EventDecision(.cutByOperator, frames: lost))
            case .window:
                decisions.append(EventDecision(.cutByWindow, frames: lost, by: placement.window ?? ""))
            }
        }
        let taken = placement.end - placement.start - (piece.frames.upperBound - piece.frames.lowerBound)
        if taken > 0 {
            let by = next.map { plans[$0.placement.item.plan].id } ?? ""
            decisions.append(EventDecision(.cutByList, frames: taken, by: by))
        }
        return decisions
    }

    /// Secondary events on frames: from the start or the end of what airs of their event.
    private func secondary(of plan: EventPlan, in frames: Range<Int64>) -> [ResolvedSecondary] {
        let rate = inputs.calendar.time.rate
        return plan.event.secondary.map { secondary in
            let anchor = secondary.anchor == .start ? frames.lowerBound : frames.upperBound
            let offset = (try? secondary.offset.frames(at: rate)) ?? 0
            let start = secondary.isBefore ? anchor - offset : anchor + offset
            let end: Int64 =
                if let duration = secondary.duration {
                    start + ((try? duration.frames(at: rate)) ?? 0)
                } else {
                    secondary.kind.isMoment ? start + 1 : frames.upperBound
                }
            // Counted from the start, it must begin before the event ends; counted from the end, it must not begin before it.
            let isLost =
                end <= start || (secondary.anchor == .start ? start >= frames.upperBound : start < frames.lowerBound)
            return ResolvedSecondary(
                kind: secondary.kind, frames: isLost ? start..<start : start..<end, isLost: isLost,
                mark: secondary.mark)
        }
    }
}

extension Segment {
    /// Moves the in-points of its sources on.
    fileprivate mutating func move(by frames: Int64) {
        if case .asset(let index, let inFrame) = source { source = .asset(index, inFrame: inFrame + frames) }
        if alternate != nil { alternateInFrame += frames }
    }
}
