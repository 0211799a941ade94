import PlayoutCore
import Timeline

extension Judge {
    /// A slate, or an alternate, in an event's own frames: planned, or explained by a fault.
    mutating func judge(slate code: UInt32, _ run: OutputRun, _ frames: Range<Int64>, own due: Stagehand.Part) {
        let first = frames.lowerBound
        let item = due.item
        let reason = SlateReason(rawValue: code)
        if isPlannedOut(due) { return }
        if frames.lowerBound > scenario.files[item.cut.file].notAfterFrame, reason == .rights { return }
        if isOver(due, at: first), reason == .mediaEnded || reason == .late { return }
        if !isExcused(due, at: first), !isJoining(due, frames) {
            report(
                blame(due, first), first,
                "\(item.id) is a slate (\(reason?.name ?? "\(code)")) for \(frames.count) frames, and no fault explains it"
            )
            return
        }
        if isOverdue(due, frames) {
            report(.recovery, first, "\(item.id) is still a slate 20 s after its file is well again")
            return
        }
        if let spare = item.alternate, frames.count > scenario.seconds(12), run.isFallen, isSound(spare, due, frames),
            reason != .mediaEnded, !isJoining(due, frames)
        {
            report(.ladder, first, "\(item.id) is a slate for \(frames.count) frames though its alternate is sound")
        }
    }

    /// Whether the item's own media were withheld when it was its turn, or may have been.
    private func isPlannedOut(_ due: Stagehand.Part) -> Bool {
        let file = due.item.cut.file
        // A verdict that changes while an event is on is for its passes to come.
        return expectation.knowledge.isWithheld(file, at: due.origin)
            || due.item.passes > 1 && expectation.knowledge.changes(file, in: due.origin...due.end)
    }

    func mayStandIn(_ due: Stagehand.Part, at frame: Int64) -> Bool {
        isPlannedOut(due) || isExcused(due, at: frame) || isJoining(due, frame..<frame + 1) || isOver(due, at: frame)
            || frame > scenario.files[due.item.cut.file].notAfterFrame
    }

    /// Whether the item's media have no picture for a frame of its.
    private func isOver(_ due: Stagehand.Part, at frame: Int64) -> Bool {
        let cut = due.item.cut
        return due.item.mediaFrame(frame - due.origin) >= scenario.files[cut.file].length
    }

    /// Whether the alternate could have been on all the time.
    private func isSound(_ spare: ScriptItem.Cut, _ due: Stagehand.Part, _ frames: Range<Int64>) -> Bool {
        guard !expectation.knowledge.isWithheld(spare.file, at: due.origin),
            frames.upperBound <= scenario.files[spare.file].notAfterFrame,
            !expectation.knowledge.changes(spare.file, in: due.origin - scenario.seconds(10)...due.end)
        else { return false }
        let last = spare.inFrame + due.item.pass
        return last <= scenario.files[spare.file].length
            && !troubles[spare.file].touches(due.start - scenario.seconds(3700)...frames.upperBound)
    }

    /// Whether a fault of the item's file was on since it could first have been cued.
    private func isExcused(_ due: Stagehand.Part, at frame: Int64) -> Bool {
        troubles[due.item.cut.file].touches(due.start - scenario.seconds(3700)...frame)
    }

    /// Whether air could not know in time that it would be needed: an order, a list, a restart shortly before.
    private func isJoining(_ due: Stagehand.Part, _ frames: Range<Int64>) -> Bool {
        let grace = scenario.seconds(8)
        let first = max(due.start, scenario.frames.lowerBound)
        if frames.upperBound <= first + grace, first - scenario.frames.lowerBound < grace { return true }
        let since = frames.lowerBound - grace
        let change = expectation.changes.last { $0.frame <= frames.lowerBound }?.frame ?? .min
        let disturbance = record.disturbances.last { $0 <= frames.lowerBound } ?? .min
        let last = max(change, disturbance)
        return last >= since && frames.upperBound <= max(last, due.start) + grace
            || last >= due.start - grace && frames.upperBound <= due.start + grace
    }

    /// Long after the last fault it is the recovery that has failed.
    func blame(_ due: Stagehand.Part, _ frame: Int64) -> Violation.Oracle {
        let last = scenario.plan.faults.filter { FaultKind.files.contains($0.kind) && scenario.frame(of: $0) <= frame }
            .map { scenario.frame(of: $0) + $0.frames }.max()
        return last.map { $0 < due.start } ?? false ? .recovery : .ladder
    }

    /// Whether an item that could come back has not, though its file has been well for 20 s.
    private func isOverdue(_ due: Stagehand.Part, _ frames: Range<Int64>) -> Bool {
        let last = frames.upperBound - 1
        let faults = troubles[due.item.cut.file].touching(due.start - scenario.seconds(3700)...last)
        // After some seconds air gives a cue up that does not move, and after the third the item.
        guard faults.allSatisfy({ $0.kind == .slowFile && $0.frames <= scenario.seconds(8) }),
            let end = faults.map({ scenario.frame(of: $0) + $0.frames }).max()
        else { return false }
        let well = max(end, due.start) + scenario.seconds(20)
        guard last > well, !isJoining(due, frames), !isJoining(due, well..<last + 1) else { return false }
        var falls = 0
        var wasFallen = false
        for run in record.output.runs where run.event == due.item.id {
            if run.isFallen, !wasFallen { falls += 1 }
            wasFallen = run.isFallen
        }
        return falls < 3
    }

    // MARK: Falls

    /// A fall lasts 2 s at least, or to the event's end, or to a change of what is planned.
    mutating func judgeFalls() {
        let runs = record.output.runs
        var fall: (index: Int, event: String)?
        for (index, run) in runs.enumerated() {
            if let open = fall {
                if run.event != open.event || run.source == .lost {
                    fall = nil
                } else if !run.isFallen {
                    let length = run.first - runs[open.index].first
                    let isChanged =
                        expectation.changes.contains {
                            $0.frame >= runs[open.index].first - scenario.seconds(4) && $0.frame <= run.first
                        }
                        || record.disturbances.contains {
                            $0 >= runs[open.index].first - scenario.seconds(4) && $0 <= run.first
                        }
                    if length < scenario.seconds(2), !isChanged, case .file = run.source {
                        report(.ladder, run.first, "\(run.event) is back after a fall of \(length) frames")
                    }
                    fall = nil
                }
            }
            if fall == nil, run.isFallen, index > 0, !runs[index - 1].isFallen, runs[index - 1].event == run.event,
                case .file = runs[index - 1].source
            {
                fall = (index, run.event)
            }
        }
    }
}
