import ChannelSchedule
import PlayoutCore
import Timeline

/// Holds what went out against what should have: every frame of it, in runs.
///
/// Nothing here calls the resolver, the schedule's state or the ladder.
package struct Judge {
    let record: Record
    let scenario: Scenario
    let expectation: Expectation
    let troubles: [FileTrouble]
    private(set) var violations: [Violation]
    private let most: Int

    /// What is wrong with a run; at most `most` violations, the first ones.
    package static func violations(_ record: Record, most: Int = 20) -> [Violation] {
        var judge = Judge(record, most: most)
        judge.judge()
        return judge.violations.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
            .map(\.element)
    }

    private init(_ record: Record, most: Int) {
        self.record = record
        self.most = most
        scenario = record.scenario
        expectation = Expectation(record)
        violations = record.found
        troubles = scenario.files.indices.map {
            FileTrouble(file: $0, of: record.scenario.plan, origin: record.scenario.frames.lowerBound)
        }
    }

    mutating func report(_ oracle: Violation.Oracle, _ frame: Int64, _ what: String) {
        if violations.count < most { violations.append(Violation(oracle, at: frame, what)) }
    }

    private mutating func judge() {
        judgeFrames()
        judgeRows()
        judgeFalls()
        for (file, frame) in expectation.knowledge.missed() {
            report(.trust, frame, "the seal of file \(file) has changed, and control does not know")
        }
        var (part, latch) = (0, 0)
        let latches = expectation.latches.sorted { $0.frames.lowerBound < $1.frames.lowerBound }
        for run in record.output.runs {
            var first = run.first
            while first < run.end {
                while part < expectation.parts.count, expectation.parts[part].end <= first { part += 1 }
                while latch < latches.count, latches[latch].frames.upperBound <= first { latch += 1 }
                var end = run.end
                let due = part < expectation.parts.count ? expectation.parts[part] : nil
                let isDue = due.map { $0.start <= first } ?? false
                if let due { end = min(end, isDue ? due.end : due.start) }
                let order = latch < latches.count ? latches[latch] : nil
                let isLatched = order.map { $0.frames.lowerBound <= first } ?? false
                if let order { end = min(end, isLatched ? order.frames.upperBound : order.frames.lowerBound) }
                let frames = first..<end
                if isLatched {
                    judge(run, frames, under: order!.name)
                } else {
                    judge(run, frames, against: isDue ? due : nil)
                }
                first = end
            }
            if violations.count >= most { return }
        }
    }

    // MARK: One run of frames

    private mutating func judge(_ run: OutputRun, _ frames: Range<Int64>, under name: String) {
        if run.source == .lost { return }
        if run.source != .slate(SlateReason.allCases.first { $0.name == name }!.rawValue) {
            report(.latch, frames.lowerBound, "\(said(run)) while the slate \(name) is ordered")
        }
    }

    private mutating func judge(_ run: OutputRun, _ frames: Range<Int64>, against due: Stagehand.Part?) {
        let first = frames.lowerBound
        switch run.source {
        case .lost: return
        case .slate(let code)
        where code == SlateReason.operatorOrder.rawValue || code == SlateReason.emergency.rawValue:
            report(.latch, first, "the slate is on without an order")
            return
        default: break
        }
        guard let due else {
            if !isFilling(run) { report(.sequence, first, "\(said(run)) where nothing is scheduled") }
            return
        }
        guard run.event == due.item.id else {
            misplaced(run, first, due)
            return
        }
        if due.isWait {
            if run.source != .slate(SlateReason.hold.rawValue) {
                report(.sequence, first, "\(due.item.id) airs while it waits for a take")
            }
            return
        }
        judge(run, frames, own: due)
    }

    /// Fillers and the slate that says so may stand in a gap; no event may.
    private func isFilling(_ run: OutputRun) -> Bool {
        switch run.source {
        case .file(let file, _): run.event.hasPrefix("filler") && scenario.fillerFiles.contains(file)
        case .slate(let code):
            run.event.isEmpty ? code == SlateReason.nothingScheduled.rawValue : run.event.hasPrefix("filler")
        case .lost: true
        }
    }

    private mutating func misplaced(_ run: OutputRun, _ first: Int64, _ due: Stagehand.Part) {
        var oracle = Violation.Oracle.sequence
        if first == due.start, due.item.rule.fixed == first { oracle = .fixedStart }
        let isChanged = expectation.changes.contains { $0.frame == first && !$0.mayCut }
        if first > due.start, isChanged { oracle = .edit }
        report(
            oracle, first,
            "\(said(run)) where \(due.item.id) is due (\(due.start - first) to \(due.end - first))")
    }

    private mutating func judge(_ run: OutputRun, _ frames: Range<Int64>, own due: Stagehand.Part) {
        let first = frames.lowerBound
        let item = due.item
        switch run.source {
        case .lost: return
        case .file(let file, let alignment):
            let isMain = file == item.cut.file && isAligned(alignment, item.cut, due, frames)
            let isSpare = item.alternate.map { file == $0.file && isAligned(alignment, $0, due, frames) } ?? false
            guard isMain || isSpare else {
                let oracle: Violation.Oracle =
                    expectation.changes.contains { $0.frame == first && !$0.mayCut } ? .edit : .picture
                report(oracle, first, "\(item.id) shows file \(file) at \(alignment + first), not its own picture")
                return
            }
            if scenario.files[file].withheld != nil || expectation.knowledge.isWithheld(file, at: due.origin) {
                if first <= scenario.files[file].notAfterFrame {
                    report(.trust, first, "\(item.id) airs file \(file), which is withheld")
                }
            }
            if frames.upperBound - 1 > scenario.files[file].notAfterFrame {
                report(
                    .trust, max(first, scenario.files[file].notAfterFrame + 1),
                    "\(item.id) airs after its rights have ended")
            }
            if !isMain, !mayStandIn(due, at: first) {
                report(
                    blame(due, first), first, "\(item.id) has given way to its alternate, and nothing was wrong with it"
                )
            }
        case .slate(let code): judge(slate: code, run, frames, own: due)
        }
    }

    /// Item frame *k* is on at `origin + k`, in passes.
    private func isAligned(
        _ alignment: Int64, _ cut: ScriptItem.Cut, _ due: Stagehand.Part, _ frames: Range<Int64>
    ) -> Bool {
        let pass = due.item.passes > 1 ? due.item.pass : .max
        let into = (frames.lowerBound - due.origin) % pass
        guard frames.upperBound - frames.lowerBound <= pass - into else { return false }
        return alignment + frames.lowerBound == cut.inFrame + into
    }
}
