extension Ladder {
    /// Closes the row of what was on and opens one for what is, when the two differ.
    mutating func note(_ choice: Choice, marks: UInt64, at frame: Int64, effects: inout EffectBuffer) {
        var next = AsRunNote(kind: .start, firstFrame: frame, lastFrame: frame)
        next.plan = current?.owner
        next.revision = current?.number ?? 0
        next.segment = current.map { Int32($0.index(at: frame)) } ?? -1
        next.role = choice.role
        next.reason = choice.reason
        next.mediaFrame = choice.mediaFrame
        next.marks = marks
        // Nothing scheduled is one stretch, whatever segments lie around it.
        let isEvent = next.segment >= 0 && item.isOpen
        let event = isEvent ? item.event : 0
        let alignment = choice.role == .slate ? 0 : choice.mediaFrame - frame
        if var now = showing {
            let same =
                now.event == event && now.role == choice.role && now.reason == choice.reason
                && now.isFall == choice.isFall && now.marks == marks
                && now.source == (isEvent ? item.source : 0) && now.alignment == alignment
            if same {
                now.note.plan = next.plan
                now.note.revision = next.revision
                now.note.segment = next.segment
                showing = now
                return
            }
            close(now.note, before: frame, effects: &effects)
            if choice.isFall {
                next.kind = .fall
            } else if isEvent, now.event == event, now.source == item.source, choice.role == .item, now.isFall {
                next.kind = .rejoin
            }
        } else if choice.isFall {
            next.kind = .fall
        }
        showing = Showing(
            event: event, source: isEvent ? item.source : 0, alignment: alignment, role: choice.role,
            reason: choice.reason, isFall: choice.isFall, marks: marks, note: next)
        effects.append(.note(next))
    }

    private func close(_ opening: AsRunNote, before frame: Int64, effects: inout EffectBuffer) {
        var row = opening
        row.kind = .end
        row.lastFrame = lastFrame ?? frame - 1
        effects.append(.note(row))
    }

    /// Closes what is on after its last frame, when air stops in good order.
    package mutating func finish(effects: inout EffectBuffer) {
        guard let now = showing, let lastFrame else { return }
        close(now.note, before: lastFrame + 1, effects: &effects)
        showing = nil
    }

    mutating func noteRevision(_ plan: PlanView, at frame: Int64, effects: inout EffectBuffer) {
        var row = AsRunNote(kind: .revision, firstFrame: frame, lastFrame: frame)
        row.plan = plan.owner
        row.revision = plan.number
        effects.append(.note(row))
    }

    mutating func noteLost(before frame: Int64, effects: inout EffectBuffer) {
        guard let lastFrame, frame > lastFrame + 1 else { return }
        var row = AsRunNote(kind: .lost, firstFrame: lastFrame + 1, lastFrame: frame - 1)
        row.plan = current?.owner
        row.revision = current?.number ?? 0
        lostFrames &+= UInt64(frame - 1 - lastFrame)
        effects.append(.note(row))
    }
}
