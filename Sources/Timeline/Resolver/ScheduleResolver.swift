import Playlist
import Timecode

/// Resolves documents, edits and media standings into the programme: a pure function of its inputs.
///
/// - Days are resolved whole, from two broadcast days before the window to the one after it, so that what airs on a frame
///   does not depend on where the window begins. Events last at most 24 hours, and edits reach the next broadcast day at most,
///   so nothing older can matter.
/// - A fixed event starts on its frame and cuts what runs. An event that follows starts when the one before it ends; when
///   that is after the next fixed start, it never airs and is reported. What no event covers shows a slate that says so.
/// - Withheld media give way to the event's alternate, else to a slate with the reason; the event keeps its frames.
public struct ScheduleResolver {
    private let inputs: ScheduleInputs
    private let calendar: ChannelCalendar
    private var compiler: FlowCompiler
    /// The schedule first, then loose lists in the order they start.
    private var tracks: [Track] = []
    /// Frames under an ordered slate.
    private var latches: [(frames: Range<Int64>, reason: SlateReason)] = []
    private var remarks: [Flow.Remark] = []

    public static func resolve(_ inputs: ScheduleInputs) -> ResolvedSchedule {
        var resolver = ScheduleResolver(inputs: inputs)
        return resolver.resolve()
    }

    /// Every medium whose standing the resolver will ask for, in this region.
    public static func mediaUses(
        of documents: [ScheduledDocument], edits: [OperatorEdit] = [], region: String
    ) -> Set<MediaUse> {
        var uses: Set<MediaUse> = []
        var events = documents.flatMap(\.document.events)
        for case .insert(let event) in edits.map(\.action) { events.append(event) }
        for event in events {
            func add(_ source: MediaSource?) {
                if let source { uses.insert(MediaUse(media: source.media, category: event.category)) }
            }
            switch EventPlan.change(of: event, in: region) {
            case .skip: continue
            case .replace(let source, _, let alternate):
                add(source ?? event.source)
                add(alternate ?? event.alternate)
            case nil:
                add(event.source)
                add(event.alternate)
            }
        }
        return uses
    }

    /// Every medium whose standing the resolver will ask for.
    public static func mediaUses(_ inputs: ScheduleInputs) -> Set<MediaUse> {
        mediaUses(of: inputs.documents, edits: inputs.edits, region: inputs.region)
    }

    private init(inputs: ScheduleInputs) {
        self.inputs = inputs
        calendar = inputs.calendar
        compiler = FlowCompiler(inputs: inputs)
    }

    private mutating func resolve() -> ResolvedSchedule {
        precondition(!inputs.window.isEmpty)
        let firstDay = calendar.day(of: inputs.window.lowerBound).adding(days: -2)
        let lastDay = calendar.day(of: inputs.window.upperBound - 1).adding(days: 1)
        let horizon = calendar.frames(of: lastDay).upperBound
        layTracks(from: firstDay, through: lastDay, horizon: horizon)
        let edits = inputs.edits.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
            .map(\.element).filter { $0.frame < horizon }
        layLatches(edits)
        assign(edits, from: calendar.firstFrame(of: firstDay), horizon: horizon)
        var writer = SegmentWriter(
            inputs: inputs, plans: compiler.plans, placements: visiblePlacements(), planned: plannedFrames(horizon))
        writer.write(under: latches)
        let latched = latches.first {
            $0.frames.lowerBound <= inputs.window.lowerBound && $0.frames.upperBound >= inputs.window.upperBound
        }
        let reporter = FlowReporter(inputs: inputs, plans: compiler.plans)
        let said = compiler.diagnostics.union(reporter.diagnostics(for: remarks))
        return ResolvedSchedule(
            window: inputs.window, segments: writer.segments, assets: writer.assets,
            localOffsets: calendar.localOffsets(in: inputs.window).map {
                TimelineRevision.LocalOffset(fromFrame: $0.fromFrame, seconds: $0.seconds)
            }, latchedSlate: latched?.reason, marks: inputs.marks, events: writer.events,
            diagnostics: said.sorted {
                ($0.file, $0.mark, $0.event, $0.code.rawValue, $0.message) < (
                    $1.file, $1.mark, $1.event, $1.code.rawValue, $1.message
                )
            })
    }

    // MARK: Tracks

    private mutating func layTracks(from firstDay: CivilDate, through lastDay: CivilDate, horizon: Int64) {
        var day = firstDay
        var items: [FlowItem] = []
        while day <= lastDay {
            items += compiler.items(of: day)
            day = day.adding(days: 1)
        }
        tracks = [track(items, from: nil)]
        let loose = inputs.documents.indices.compactMap { index in
            inputs.documents[index].document.isLoose ? inputs.documents[index].startFrame.map { (index, $0) } : nil
        }
        for (index, start) in loose.sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }) where start < horizon {
            tracks.append(track(compiler.looseItems(of: index, from: start), from: start))
        }
        for index in tracks.indices.dropFirst() { run(index, horizon) }
    }

    private func track(_ items: [FlowItem], from: Int64?) -> Track {
        Track(items: items, from: from, flow: Flow(items: [], name: { _ in "" }))
    }

    /// Loose lists are run to their end, which says when the schedule has the channel again.
    private mutating func run(_ index: Int, _ horizon: Int64) {
        let plans = compiler.plans
        let calendar = self.calendar
        tracks[index].run(
            until: tracks[index].from == nil ? horizon : .max, name: { plans[$0.plan].event.id },
            dayOf: { calendar.day(of: $0).daysSinceEpoch })
    }

    /// Gives each edit to the list that has the channel on its frame, by the edits before it.
    ///
    /// Edits of the schedule from before its first day were for events that are not laid out: they must not find others.
    private mutating func assign(_ edits: [OperatorEdit], from first: Int64, horizon: Int64) {
        for edit in edits {
            if case .slate = edit.action { continue }
            if edit.action == .resume, endsLatch(edit.frame) { continue }
            guard let index = tracks.lastIndex(where: { $0.covers(edit.frame) }) else { continue }
            if index == 0, edit.frame < first { continue }
            var inserted: FlowItem?
            if case .insert(let event) = edit.action { inserted = compiler.insertedItem(event) }
            tracks[index].edits.append(FlowEdit(edit: edit, inserted: inserted))
            if index > 0 { run(index, horizon) }
        }
        run(0, horizon)
        remarks = tracks.flatMap(\.flow.remarks)
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
    private func visiblePlacements() -> [SegmentWriter.Piece] {
        var pieces = tracks[0].flow.placements.map { SegmentWriter.Piece(frames: $0.start..<$0.end, placement: $0) }
        for track in tracks.dropFirst() {
            guard let from = track.from, track.end > from else { continue }
            let taken = from..<track.end
            pieces = pieces.flatMap { $0.without(taken) }
            pieces += track.flow.placements.map { SegmentWriter.Piece(frames: $0.start..<$0.end, placement: $0) }
            pieces.sort { $0.frames.lowerBound < $1.frames.lowerBound }
        }
        return pieces
    }

    /// The frames every item would have had without edits, by serial; empty when there are none.
    private func plannedFrames(_ horizon: Int64) -> [Int: Range<Int64>] {
        var planned: [Int: Range<Int64>] = [:]
        let calendar = self.calendar
        for track in tracks where !track.edits.isEmpty {
            var pristine = track
            pristine.edits = []
            pristine.run(
                until: track.from == nil ? horizon : .max, name: { _ in "" },
                dayOf: { calendar.day(of: $0).daysSinceEpoch })
            for placement in pristine.flow.placements where !placement.isWait {
                planned[placement.item.serial] = placement.start..<placement.naturalEnd
            }
        }
        return planned
    }
}
