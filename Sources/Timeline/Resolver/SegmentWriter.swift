import Playlist
import Timecode

/// Writes placements as segments: decides source, alternate or slate, and fills what nothing covers.
struct SegmentWriter {
    /// The part of a placement that is seen.
    struct Piece {
        var frames: Range<Int64>
        var placement: Placement

        /// What is left of it outside `taken`.
        func without(_ taken: Range<Int64>) -> [Piece] {
            guard frames.overlaps(taken) else { return [self] }
            var left: [Piece] = []
            if frames.lowerBound < taken.lowerBound {
                left.append(Piece(frames: frames.lowerBound..<taken.lowerBound, placement: placement))
            }
            if frames.upperBound > taken.upperBound {
                left.append(Piece(frames: taken.upperBound..<frames.upperBound, placement: placement))
            }
            return left
        }
    }

    let inputs: ScheduleInputs
    let plans: [EventPlan]
    let placements: [Piece]
    /// By item serial; what is missing was planned as it is.
    let planned: [Int: Range<Int64>]
    private(set) var segments: [Segment] = []
    private(set) var assets: [Asset] = []
    private(set) var events: [ResolvedEvent] = []
    private var assetIndices: [Asset: Int] = [:]

    init(inputs: ScheduleInputs, plans: [EventPlan], placements: [Piece], planned: [Int: Range<Int64>]) {
        self.inputs = inputs
        self.plans = plans
        self.placements = placements
        self.planned = planned
    }

    /// Everything that touches the window, with ordered slates over it; gaps and endless waits in pieces of broadcast days.
    mutating func write(under latches: [(frames: Range<Int64>, reason: SlateReason)]) {
        let window = inputs.window
        let calendar = inputs.calendar
        var cursor = calendar.frames(of: calendar.day(of: window.lowerBound)).lowerBound
        let end = calendar.frames(of: calendar.day(of: window.upperBound - 1)).upperBound
        for piece in placements {
            if piece.frames.upperBound <= cursor { continue }
            if piece.frames.lowerBound >= end { break }
            fill(cursor, piece.frames.lowerBound)
            if piece.placement.isWait { wait(piece, until: end) } else { air(piece) }
            cursor = piece.frames.upperBound
        }
        fill(cursor, end)
        // A slate cuts segments in pieces: only then it is known what touches the window.
        latch(latches)
        segments.removeAll { $0.endFrame <= window.lowerBound || $0.firstFrame >= window.upperBound }
        events.removeAll { $0.frames.upperBound <= window.lowerBound || $0.frames.lowerBound >= window.upperBound }
    }

    private mutating func fill(_ from: Int64, _ to: Int64) {
        for frames in days(from, to) {
            segments.append(
                Segment(
                    firstFrame: frames.lowerBound, endFrame: frames.upperBound, source: .slate(.nothingScheduled)))
        }
    }

    private mutating func wait(_ piece: Piece, until end: Int64) {
        let upper = piece.frames.upperBound == .max ? max(end, piece.frames.lowerBound) : piece.frames.upperBound
        let plan = plans[piece.placement.item.plan]
        let id = id(of: piece.placement.item)
        for frames in days(piece.frames.lowerBound, upper) {
            segments.append(
                Segment(
                    firstFrame: frames.lowerBound, endFrame: frames.upperBound, source: .slate(.hold), event: id,
                    title: plan.title))
        }
        guard upper > piece.frames.lowerBound else { return }
        let decision = plan.decision(at: piece.frames.lowerBound)
        let wait = piece.frames.lowerBound..<upper
        events.append(entry(piece.placement.item, wait, wait, decision: decision, isWaiting: true))
    }

    /// The runs of frames between two frames, split where broadcast days begin.
    private func days(_ from: Int64, _ to: Int64) -> [Range<Int64>] {
        var runs: [Range<Int64>] = []
        var start = from
        while start < to {
            let end = min(to, inputs.calendar.frames(of: inputs.calendar.day(of: start)).upperBound)
            runs.append(start..<end)
            start = end
        }
        return runs
    }

    private mutating func air(_ piece: Piece) {
        let placement = piece.placement
        guard piece.frames.upperBound > inputs.window.lowerBound else { return }
        let plan = plans[placement.item.plan]
        let decision = plan.decision(at: placement.start)
        let cut = piece.frames.lowerBound - placement.start
        let planned = planned[placement.item.serial] ?? placement.start..<placement.naturalEnd
        var segment = Segment(
            firstFrame: piece.frames.lowerBound, endFrame: piece.frames.upperBound,
            source: .slate(decision.withheld ?? .technical), event: id(of: placement.item), title: plan.title,
            withheld: decision.withheld, plannedFirstFrame: planned.lowerBound, plannedEndFrame: planned.upperBound)
        if let choice = decision.choice, let asset = choice.standing.asset {
            segment.source = .asset(index(of: asset), inFrame: choice.inFrame + cut)
            segment.notAfterFrame = choice.standing.notAfterFrame
            segment.marks = choice.standing.marks
            if !decision.isAlternate, let spare = plan.alternate, spare.withheld(at: placement.start) == nil,
                let asset = spare.standing.asset
            {
                segment.alternate = index(of: asset)
                segment.alternateInFrame = spare.inFrame + cut
                segment.alternateMarks = spare.standing.marks
            }
        }
        segments.append(segment)
        events.append(entry(placement.item, piece.frames, planned, decision: decision, isWaiting: false))
    }

    private mutating func index(of asset: Asset) -> Int {
        if let index = assetIndices[asset] { return index }
        assets.append(asset)
        assetIndices[asset] = assets.count - 1
        return assets.count - 1
    }

    private func id(of item: FlowItem) -> String {
        let id = plans[item.plan].event.id
        return item.occurrence > 0 ? "\(id)#\(item.occurrence)" : id
    }

    private func entry(
        _ item: FlowItem, _ frames: Range<Int64>, _ planned: Range<Int64>,
        decision: (choice: EventPlan.Choice?, isAlternate: Bool, withheld: SlateReason?), isWaiting: Bool
    ) -> ResolvedEvent {
        let plan = plans[item.plan]
        let isFixed = if case .hard = item.rule { true } else { false }
        return ResolvedEvent(
            id: id(of: item), title: plan.title,
            file: plan.document < 0 ? "" : inputs.documents[plan.document].document.file,
            mark: plan.event.marks.event, frames: frames, plannedFrames: planned,
            media: decision.choice?.use.media ?? plan.main.use.media, isAlternate: decision.isAlternate,
            plannedMedia: plan.main.use.media,
            withheld: decision.withheld, detail: decision.withheld == nil ? "" : plan.main.standing.detail,
            isWaiting: isWaiting, isFixed: isFixed, marks: decision.choice?.standing.marks ?? [])
    }

    /// Puts ordered slates over what they cover; the events underneath keep their names.
    private mutating func latch(_ latches: [(frames: Range<Int64>, reason: SlateReason)]) {
        for latch in latches {
            segments = segments.flatMap { segment -> [Segment] in
                guard let covered = segment.clipped(to: latch.frames) else { return [segment] }
                var slate = covered
                slate.source = .slate(latch.reason)
                slate.withheld = latch.reason
                slate.alternate = nil
                slate.alternateInFrame = 0
                slate.marks = []
                slate.alternateMarks = []
                slate.notAfterFrame = .max
                let before = segment.clipped(to: segment.firstFrame..<covered.firstFrame)
                let after = segment.clipped(to: covered.endFrame..<segment.endFrame)
                return [before, slate, after].compactMap { $0 }
            }
        }
    }
}
