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
    private let inputs: ScheduleInputs
    private let calendar: ChannelCalendar
    private var compiler: FlowCompiler
    /// The schedule first, then loose lists in the order they start.
    private var tracks: [Track] = []
    /// Start of the first day that is laid out.
    private var firstFrame = Int64.min
    /// Frames under an ordered slate.
    private var latches: [(frames: Range<Int64>, reason: SlateReason)] = []

    public static func resolve(_ inputs: ScheduleInputs) -> ResolvedSchedule {
        var resolver = ScheduleResolver(inputs: inputs)
        return resolver.resolve()
    }

    private init(inputs: ScheduleInputs) {
        self.inputs = inputs
        calendar = inputs.calendar
        compiler = FlowCompiler(inputs: inputs)
    }

    private mutating func resolve() -> ResolvedSchedule {
        precondition(!inputs.window.isEmpty)
        let lastDay = calendar.day(of: inputs.window.upperBound - 1).adding(days: 1)
        let horizon = calendar.frames(of: lastDay).upperBound
        layTracks(through: lastDay, horizon: horizon)
        let edits = inputs.edits.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
            .map(\.element).filter { $0.frame < horizon }
        layLatches(edits)
        assign(edits, horizon: horizon)
        let planned = plannedFrames(horizon)
        var windows = OptOutWindows(compiler: compiler)
        for index in tracks.indices { tracks[index].placements = windows.fill(tracks[index].placements) }
        let tracks = tracks
        let (compiler, calendar) = (compiler, calendar)
        var writer = SegmentWriter(
            inputs: inputs, compiler: compiler, pieces: visiblePieces(), planned: planned,
            fillerDocuments: { frame in
                if let loose = tracks.dropFirst().last(where: { $0.covers(frame) })?.document { return [loose] }
                if let document = compiler.document(of: calendar.day(of: frame)) { return [document] }
                return compiler.inputs.nextDay == .slate ? nil : []
            })
        writer.write(under: latches)
        let omissions = compiler.leftOut + tracks.flatMap(\.omissions) + windows.omissions
        for omission in omissions { writer.add(omission) }
        return result(writer, windows.fits)
    }

    private func result(_ writer: SegmentWriter, _ fits: [OptOutWindows.Fit]) -> ResolvedSchedule {
        let window = inputs.window
        let latched = latches.first {
            $0.frames.lowerBound <= window.lowerBound && $0.frames.upperBound >= window.upperBound
        }
        let omitted = writer.omitted.enumerated().filter { window.contains($0.element.frame) }
            .sorted { ($0.element.frame, $0.element.id, $0.offset) < ($1.element.frame, $1.element.id, $1.offset) }
            .map(\.element)
        let reporter = DecisionReporter(inputs: inputs, compiler: compiler)
        var said = compiler.diagnostics
        said.formUnion(writer.shelves.values.flatMap(\.problems))
        said.formUnion(reporter.diagnostics(of: writer.events, omitted))
        said.formUnion(reporter.diagnostics(of: fits))
        said.formUnion(reporter.diagnostics(of: tracks.flatMap(\.withoutEffect)))
        return ResolvedSchedule(
            window: window, segments: writer.segments, assets: writer.assets,
            localOffsets: calendar.localOffsets(in: window).map {
                TimelineRevision.LocalOffset(fromFrame: $0.fromFrame, seconds: $0.seconds)
            }, latchedSlate: latched?.reason, marks: inputs.marks, events: writer.events, omitted: omitted,
            diagnostics: said.sorted {
                ($0.file, $0.mark, $0.event, $0.code.rawValue, $0.message) < (
                    $1.file, $1.mark, $1.event, $1.code.rawValue, $1.message
                )
            })
    }

    // MARK: Tracks

    private mutating func layTracks(through lastDay: CivilDate, horizon: Int64) {
        let runUp = RunUp(inputs: inputs).items(
            from: calendar.day(of: inputs.window.lowerBound), through: lastDay, compiler: &compiler)
        firstFrame = calendar.firstFrame(of: runUp.first)
        tracks = [Track(items: runUp.items)]
        let loose = inputs.documents.indices.compactMap { index in
            inputs.documents[index].document.isLoose ? inputs.documents[index].startFrame.map { (index, $0) } : nil
        }
        for (index, start) in loose.sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }) where start < horizon {
            tracks.append(Track(items: compiler.looseItems(of: index, from: start), from: start, document: index))
        }
        for index in tracks.indices.dropFirst() { run(index, horizon) }
    }

    private var knowledge: Flow.Knowledge {
        let plans = compiler.plans
        let calendar = self.calendar
        return Flow.Knowledge(
            name: { plans[$0.plan].event.id }, givesWay: { plans[$0.plan].givesWay(at: $1) },
            day: { calendar.day(of: $0).daysSinceEpoch },
            hasOwnStart: { item in
                switch plans[item.plan].event.start {
                case .follow, .manual: false
                default: true
                }
            })
    }

    /// Loose lists are run to their end, which says when the schedule has the channel again.
    private mutating func run(_ index: Int, _ horizon: Int64) {
        tracks[index].run(until: tracks[index].from == nil ? horizon : .max, knowledge: knowledge)
    }

    /// Gives each edit to the list that has the channel on its frame, by the edits before it.
    ///
    /// Edits of the schedule from before its first day were for events that are not laid out: they must not find others.
    private mutating func assign(_ edits: [OperatorEdit], horizon: Int64) {
        for (index, document) in inputs.documents.enumerated() where !document.document.isLoose {
            guard let frame = document.arrivalFrame, frame >= firstFrame, frame < horizon else { continue }
            tracks[0].edits.append(
                .arrival(frame, plans: compiler.plans(of: index), running: document.running))
        }
        for edit in edits {
            if case .slate = edit.action { continue }
            if edit.action == .resume, endsLatch(edit.frame) { continue }
            guard let index = tracks.lastIndex(where: { $0.covers(edit.frame) }) else { continue }
            if index == 0, edit.frame < firstFrame { continue }
            tracks[index].edits.append(.order(edit, compiler.means(for: edit)))
            if index > 0 { run(index, horizon) }
        }
        let arrivals = tracks[0].edits.prefix { if case .arrival = $0 { true } else { false } }
        if !arrivals.isEmpty {
            tracks[0].edits = tracks[0].edits.enumerated()
                .sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }.map(\.element)
        }
        run(0, horizon)
    }

    private mutating func layLatches(_ edits: [OperatorEdit]) {
        var open: (from: Int64, reason: SlateReason)?
        func close(_ frame: Int64) {
            if let latch = open, frame > latch.from { latches.append((latch.from..<frame, latch.reason)) }
            open = nil
        }
        for edit in edits {
            switch edit.action {
            case .slate(let reason):
                close(edit.frame)
                open = (edit.frame, reason)
            case .resume: close(edit.frame)
            default: break
            }
        }
        close(.max)
    }

    private func endsLatch(_ frame: Int64) -> Bool { latches.contains { $0.frames.upperBound == frame } }

    // MARK: What is seen

    /// The placements of all tracks, cut where a loose list takes over.
    private func visiblePieces() -> [SegmentWriter.Piece] {
        var pieces = tracks[0].placements.map { SegmentWriter.Piece(frames: $0.start..<$0.end, placement: $0) }
        for track in tracks.dropFirst() {
            guard let from = track.from, track.end > from else { continue }
            let taken = from..<track.end
            pieces = pieces.flatMap { $0.without(taken) }
            pieces += track.placements.map { SegmentWriter.Piece(frames: $0.start..<$0.end, placement: $0) }
            pieces.sort { $0.frames.lowerBound < $1.frames.lowerBound }
        }
        return pieces
    }

    /// The frames every item would have had without edits, by serial; empty when there are none.
    private func plannedFrames(_ horizon: Int64) -> [Int: Range<Int64>] {
        var planned: [Int: Range<Int64>] = [:]
        for track in tracks where !track.edits.isEmpty {
            var pristine = track
            pristine.edits = []
            pristine.run(until: track.from == nil ? horizon : .max, knowledge: knowledge)
            for placement in pristine.placements where !placement.isWait {
                planned[placement.item.serial] = placement.start..<placement.naturalEnd
            }
        }
        return planned
    }
}
