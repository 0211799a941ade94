import Timecode

/// Going over frames on which nothing changes, for simulations of days and weeks. Air never does: it decides every frame.
extension Ladder {
    /// The last frame up to which everything goes on as it is on the last frame decided: `decide` would show the next frame of
    /// the same source or the same slate, `tend` would order and release nothing, and neither would have an effect.
    ///
    /// It takes for granted that the sources go on as they are; whoever asks knows until when they do. The last frame decided
    /// itself, when something may happen on the next one.
    package var steadyThrough: Int64 {
        guard let frame = lastFrame else { return .min }
        guard let plan = current, pending == nil, !hasKnown, let showing, frame <= plan.holdUntilFrame,
            !item.isOpen || isSettled(showing)
        else { return frame }
        var end = plan.holdUntilFrame
        let index = plan.index(at: frame)
        if index >= 0 {
            let segment = plan.segments[index]
            end = min(end, segment.endFrame - 1)
            if segment.hasSource, frame < segment.sourceEndFrame {
                end = min(end, segment.sourceEndFrame - 1, coveredThrough(segment, frame))
            }
        } else {
            let next = plan.firstIndex(endingAfter: frame)
            if next < plan.count { end = min(end, plan.segments[next].firstFrame - 1) }
        }
        return max(frame, min(end, quietThrough(plan, frame)))
    }

    /// Goes over the frames after the last one decided, up to `frame`, as if each had been decided.
    ///
    /// - Precondition: `frame <= steadyThrough`, and the sources went on as they were.
    package mutating func passSteadily(through frame: Int64) {
        guard let lastFrame, frame > lastFrame else { return }
        if showing?.isFall == true { fallenFrames &+= UInt64(frame - lastFrame) }
        self.lastFrame = frame
        followOn(frame)
    }

    /// Whether nothing about the item depends on how long ago something was.
    private func isSettled(_ showing: Showing) -> Bool {
        if item.isJoining || item.isFallen && item.withheld == 0 { return false }
        let waitsForAlternate =
            item.withheld != 0 && item.alternate != 0 && item.alternateWithheld == 0 && mayUseAlternate
        return !waitsForAlternate || showing.role == .alternate
    }

    /// The frame before the cue on air runs out or its rest must be asked for.
    private func coveredThrough(_ segment: PlannedSegment, _ frame: Int64) -> Int64 {
        let isAlternate = item.withheld != 0
        let next = frame + 1
        let address = isAlternate ? alternateAddress(item, at: next) : itemAddress(item, at: next)
        guard address.slot >= 0 else { return isAlternate ? .max : frame }
        let slot = slots[Int(address.slot)]
        let shift = address.mediaFrame - next
        let last = slot.base + slot.frames - shift
        guard last < segment.sourceEndFrame else { return .max }
        return last - settings.horizon - 2
    }

    /// The frame before something further ahead comes within the horizon; the walk is that of `collectWants`.
    private func quietThrough(_ plan: PlanView, _ frame: Int64) -> Int64 {
        let first = frame + 1
        var index = plan.firstIndex(endingAfter: first)
        var ahead = 0
        for _ in 0..<64 {
            guard index < plan.count else { return .max }
            let segment = plan.segments[index]
            index += 1
            guard segment.firstFrame > first else { continue }
            let limit = ahead == 0 ? settings.nextHorizon : settings.horizon
            if segment.firstFrame - first > limit { return segment.firstFrame - limit - 2 }
            if segment.hasSource, segment.firstFrame < segment.sourceEndFrame {
                ahead += 1
                if ahead >= settings.upcoming { return .max }
            }
        }
        return frame
    }
}
