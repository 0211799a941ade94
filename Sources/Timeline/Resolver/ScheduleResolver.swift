import Playlist
import Timecode

/// Resolves documents, edits and media standings into the programme: a pure function of its inputs.
///
/// - Days are resolved whole, from one before which nothing can matter (`RunUp`) to the one after the window, so that what
///   airs on a frame does not depend on where the window begins.
/// - A fixed event starts on its frame and cuts what runs, unless that is fixed too and of higher priority. An event that
///   follows starts when the one before it ends; when that is after the next fixed start, it never airs and is reported.
/// - Withheld media give way as the event's list says: to its alternate, to fillers, to the next event, to a slate with the
///   reason.
/// - What no event covers is filled, to the frame where fillers can; else a slate says that nothing is scheduled.
/// - Whatever was decided otherwise than a list asks is in the result, event by event (`EventDecision`).
public struct ScheduleResolver {
    var inputs: ScheduleInputs
    let calendar: ChannelCalendar
    var compiler: FlowCompiler
    /// The schedule first, then loose lists in the order they start.
    var tracks: [Track] = []
    /// Start of the first day that is laid out, and the first frame that is not any more.
    private(set) var firstFrame = Int64.min
    private(set) var horizon = Int64.max
    /// Frames under an ordered slate.
    var latches: [(frames: Range<Int64>, reason: SlateReason)] = []
    /// What is wrong with events whatever their day.
    private let lasting: Set<Diagnostic>

    public static func resolve(_ inputs: ScheduleInputs) -> ResolvedSchedule {
        var resolver = ScheduleResolver(inputs: inputs)
        return resolver.resolve(inputs.window)
    }

    init(inputs: ScheduleInputs) {
        self.inputs = inputs
        calendar = inputs.calendar
        compiler = FlowCompiler(inputs: inputs)
        lasting = compiler.diagnostics
    }

    /// The programme of a window. Events are planned once for as many windows as are asked for.
    mutating func resolve(_ window: Range<Int64>) -> ResolvedSchedule {
        layOut(window)
        var windows = OptOutWindows(compiler: compiler)
        for index in tracks.indices { tracks[index].flow.placements = windows.fill(tracks[index].flow.placements) }
        var writer = writer(planned: tracks.allSatisfy(\.edits.isEmpty) ? PlannedFrames() : planned())
        let span = writer.span()
        let chapter = writer.write(
            span.first, upTo: .max, from: SegmentWriter.State(cursor: span.frames.lowerBound),
            end: span.frames.upperBound)
        compiler = writer.compiler
        return result([chapter], shelves: writer.shelves, windows)
    }

    /// Puts everything on the axis that a window needs.
    ///
    /// - Parameter expected: days on which more edits may come.
    mutating func layOut(_ window: Range<Int64>, expected: ClosedRange<CivilDate>? = nil) {
        precondition(!window.isEmpty)
        inputs.window = window
        compiler.startOver(from: lasting)
        let lastDay = calendar.day(of: window.upperBound - 1).adding(days: 1)
        horizon = calendar.frames(of: lastDay).upperBound
        layTracks(through: lastDay, expected: expected)
        let edits = inputs.edits.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
            .map(\.element).filter { $0.frame < horizon }
        latches = Self.latches(edits)
        assign(edits)
    }

    private mutating func layTracks(through lastDay: CivilDate, expected: ClosedRange<CivilDate>?) {
        let runUp = RunUp(inputs: inputs, expected: expected).items(
            from: calendar.day(of: inputs.window.lowerBound), through: lastDay, compiler: &compiler)
        firstFrame = calendar.firstFrame(of: runUp.first)
        tracks = [Track(runUp.items, knowledge: knowledge)]
        let loose = inputs.documents.indices.compactMap { index in
            inputs.documents[index].document.isLoose ? inputs.documents[index].startFrame.map { (index, $0) } : nil
        }
        for (index, start) in loose.sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }) where start < horizon {
            let items = compiler.looseItems(of: index, from: start)
            tracks.append(Track(items, from: start, document: index, knowledge: knowledge))
        }
        for index in tracks.indices.dropFirst() { run(index) }
    }

    var knowledge: Flow.Knowledge {
        let plans = compiler.plans
        let calendar = self.calendar
        // Nearly always nothing was ever known otherwise; then nothing of the compiler is held on to.
        let past = inputs.formerMedia.isEmpty ? nil : compiler
        return Flow.Knowledge(
            name: { plans[$0.plan].id }, givesWay: { plans[$0.plan].givesWay(at: $1) },
            length: { past == nil ? $0.length : past!.length(of: $0, at: $1) },
            day: { calendar.day(of: $0).daysSinceEpoch },
            hasOwnStart: { item in
                switch plans[item.plan].event.start {
                case .follow, .manual: false
                default: true
                }
            })
    }

    func run(_ index: Int, in tracks: inout [Track]) { tracks[index].run(until: horizon, knowledge: knowledge) }

    mutating func run(_ index: Int) { run(index, in: &tracks) }

    // MARK: What is seen

    func writer(planned: PlannedFrames) -> SegmentWriter {
        let tracks = tracks
        let (compiler, calendar) = (compiler, calendar)
        return SegmentWriter(
            inputs: inputs, compiler: compiler, pieces: visiblePieces(), planned: planned,
            fillerDocuments: { frame in
                if let loose = tracks.dropFirst().last(where: { $0.covers(frame) })?.document { return [loose] }
                if let document = compiler.document(of: calendar.day(of: frame)) { return [document] }
                return compiler.inputs.nextDay == .slate ? nil : []
            })
    }

    /// The placements of all tracks, cut where a loose list takes over.
    private func visiblePieces() -> Pieces {
        guard tracks.count > 1 else { return Pieces(tracks[0].flow.placements) }
        var pieces = tracks[0].flow.placements.map { Piece($0) }
        for track in tracks.dropFirst() {
            guard let from = track.from, track.end > from else { continue }
            let taken = from..<track.end
            pieces = pieces.flatMap { $0.without(taken) }
            pieces += track.flow.placements.map { Piece($0) }
            pieces.sort { $0.frames.lowerBound < $1.frames.lowerBound }
        }
        return Pieces(pieces)
    }

    /// The frames every item would have had without edits.
    func planned() -> PlannedFrames { PlannedFrames(tracks.map { $0.unedited(until: horizon) }) }
}
