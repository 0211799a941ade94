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
    let compiler: FlowCompiler
    let pieces: [Piece]
    /// By item serial; what is missing was planned as it is.
    let planned: [Int: Range<Int64>]
    /// The documents whose fillers serve a frame, with the channel's own; `nil` where no fillers are to air.
    let fillerDocuments: (Int64) -> [Int]?
    var segments: [Segment] = []
    private(set) var assets: [Asset] = []
    var events: [ResolvedEvent] = []
    var omitted: [OmittedEvent] = []
    private var assetIndices: [Asset: Int] = [:]
    /// Fillers of the day that is being written.
    var fillerDay: (frames: Range<Int64>, lastStart: [String: Int64])?
    var shelves: [[Int]: FillerShelf] = [:]

    var plans: [EventPlan] { compiler.plans }

    init(
        inputs: ScheduleInputs, compiler: FlowCompiler, pieces: [Piece], planned: [Int: Range<Int64>],
        fillerDocuments: @escaping (Int64) -> [Int]?
    ) {
        self.inputs = inputs
        self.compiler = compiler
        self.pieces = pieces
        self.planned = planned
        self.fillerDocuments = fillerDocuments
    }

    /// Everything that touches the window, with ordered slates over it; gaps and endless waits in pieces of broadcast days.
    ///
    /// Days are written from their first frame, so that fillers are chosen alike wherever the window begins.
    mutating func write(under latches: [(frames: Range<Int64>, reason: SlateReason)]) {
        let window = inputs.window
        let calendar = inputs.calendar
        var first = calendar.frames(of: calendar.day(of: window.lowerBound)).lowerBound
        let end = calendar.frames(of: calendar.day(of: window.upperBound - 1)).upperBound
        var start = index(after: first)
        // What crosses the day's start may be fillers that were chosen on the day before.
        if start < pieces.count, pieces[start].frames.lowerBound < first {
            first = calendar.frames(of: calendar.day(of: pieces[start].placement.start)).lowerBound
            start = index(after: first)
        }
        var cursor = first
        for index in pieces[start...].indices {
            let piece = pieces[index]
            if piece.frames.lowerBound >= end { break }
            fill(cursor, piece.frames.lowerBound)
            if piece.placement.isWait { wait(piece, until: end) } else { air(piece, before: successor(of: index)) }
            cursor = piece.frames.upperBound
        }
        fill(cursor, end)
        // A slate cuts segments in pieces: only then it is known what touches the window.
        latch(latches)
        segments.removeAll { $0.endFrame <= window.lowerBound || $0.firstFrame >= window.upperBound }
        events.removeAll { $0.frames.upperBound <= window.lowerBound || $0.frames.lowerBound >= window.upperBound }
    }

    /// The first piece that ends after `frame`. O(log pieces).
    private func index(after frame: Int64) -> Int {
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].frames.upperBound <= frame { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func successor(of index: Int) -> Piece? { index + 1 < pieces.count ? pieces[index + 1] : nil }

    private mutating func fill(_ from: Int64, _ to: Int64) {
        for frames in days(from, to) { fillGap(frames) }
    }

    /// The runs of frames between two frames, split where broadcast days begin.
    func days(_ from: Int64, _ to: Int64) -> [Range<Int64>] {
        var runs: [Range<Int64>] = []
        var start = from
        while start < to {
            let end = min(to, inputs.calendar.frames(of: inputs.calendar.day(of: start)).upperBound)
            runs.append(start..<end)
            start = end
        }
        return runs
    }

    mutating func index(of asset: Asset) -> Int {
        if let index = assetIndices[asset] { return index }
        assets.append(asset)
        assetIndices[asset] = assets.count - 1
        return assets.count - 1
    }

    func id(of item: FlowItem) -> String {
        let id = plans[item.plan].event.id
        return item.occurrence > 0 ? "\(id)#\(item.occurrence)" : id
    }

    func file(_ plan: EventPlan) -> String {
        plan.document < 0 ? "" : inputs.documents[plan.document].document.file
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
