import Playlist
import Timecode

/// Writes placements as segments: decides source, alternate or slate, and fills what nothing covers.
struct SegmentWriter {
    let inputs: ScheduleInputs
    var compiler: FlowCompiler
    /// In the order of their frames, without overlaps.
    let pieces: Pieces
    let planned: PlannedFrames
    /// The documents whose fillers serve a frame, with the channel's own; `nil` where no fillers are to air.
    let fillerDocuments: (Int64) -> [Int]?
    /// All shelves that were ever asked for.
    var shelves: [[Int]: FillerShelf] = [:]
    /// What is being written: assets by their number in the compiler's table.
    var chapter = Chapter(start: State(cursor: 0))
    var state = State(cursor: 0)

    /// What the next piece depends on beside itself.
    struct State: Equatable {
        /// First frame not yet written.
        var cursor: Int64
        /// Fillers of the day that is being written, with the frames they started on last.
        var fillerDay: FillerDay?
    }

    struct FillerDay: Equatable {
        var frames: Range<Int64>
        var lastStart: [String: Int64] = [:]
    }

    let plans: Chunks<EventPlan>
    let entries: EventEntries

    init(
        inputs: ScheduleInputs, compiler: FlowCompiler, pieces: Pieces, planned: PlannedFrames,
        fillerDocuments: @escaping (Int64) -> [Int]?
    ) {
        self.inputs = inputs
        self.compiler = compiler
        plans = compiler.plans
        entries = EventEntries(compiler)
        self.pieces = pieces
        self.planned = planned
        self.fillerDocuments = fillerDocuments
    }

    /// The frames that are written for a window, and the number of the first piece.
    ///
    /// Days are written from their first frame, so that fillers are chosen alike wherever the window begins.
    func span() -> (frames: Range<Int64>, first: Int) {
        let window = inputs.window
        let calendar = inputs.calendar
        var first = calendar.frames(of: calendar.day(of: window.lowerBound)).lowerBound
        let end = calendar.frames(of: calendar.day(of: window.upperBound - 1)).upperBound
        var start = pieces.index(after: first)
        // What crosses the day's start may be fillers that were chosen on the day before.
        if start < pieces.count, pieces[start].frames.lowerBound < first {
            first = calendar.frames(of: calendar.day(of: pieces[start].placement.start)).lowerBound
            start = pieces.index(after: first)
        }
        return (first..<end, start)
    }

    /// Writes pieces from number `first` on, up to `last`, that begin before `end`, and with `isLast` what is left behind them.
    mutating func write(_ first: Int, upTo last: Int, from state: State, end: Int64) -> Chapter {
        self.state = state
        chapter = Chapter(start: state)
        var index = first
        let last = min(last, pieces.count)
        while index < last {
            let piece = pieces[index]
            if piece.frames.lowerBound >= end { break }
            fill(self.state.cursor, piece.frames.lowerBound)
            if piece.placement.isWait { wait(piece, until: end) } else { air(piece, before: successor(of: index)) }
            self.state.cursor = piece.frames.upperBound
            index += 1
        }
        chapter.pieces = index - first
        if index == pieces.count || pieces[index].frames.lowerBound >= end {
            chapter.isLast = true
            fill(self.state.cursor, end)
        }
        let written = chapter
        chapter = Chapter(start: state)
        return written
    }

    private func successor(of index: Int) -> Piece? { index + 1 < pieces.count ? pieces[index + 1] : nil }

    private mutating func fill(_ from: Int64, _ to: Int64) {
        guard from < to else { return }
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
}
