import Playlist
import Timecode

/// A window's programme that takes operators' edits one by one and works out anew only what each of them changes.
///
/// What it holds is at all times what `ScheduleResolver.resolve` makes of the same inputs with all edits taken so far. An edit
/// is replayed from its frame on until the list is back in step with what it was before (at a fixed start, or where nothing
/// moves), and only the segments in between are written again, with the fillers of their days. From the beginning it works
/// where an edit comes before one that was taken already, where loose lists or this region's opt-out windows are on, and on
/// days that the window does not touch.
///
/// A value: copies share what is alike, so an order can be tried on a copy.
public struct ScheduleBook {
    /// What it was made of, with the edits since.
    private var base: ScheduleInputs
    /// The standing of media that came with edits.
    private var added: [MediaUse: MediaStanding] = [:]
    private var resolver: ScheduleResolver
    private var windows: OptOutWindows
    private var planned: PlannedFrames
    private var shelves: [[Int]: FillerShelf] = [:]
    private var chapters: [Chapter] = []
    /// Frames that are written, and the number of the first piece written.
    private var span: (frames: Range<Int64>, first: Int) = (0..<1, 0)

    /// Pieces written at a time.
    private static let chapterLength = 64

    public init(_ inputs: ScheduleInputs) {
        base = inputs
        resolver = ScheduleResolver(inputs: inputs)
        windows = OptOutWindows(compiler: resolver.compiler)
        planned = PlannedFrames()
        layOut()
    }

    // MARK: Reading

    /// Everything its programme is a function of, the edits taken included.
    public var inputs: ScheduleInputs {
        var inputs = base
        inputs.media.merge(added) { known, _ in known }
        return inputs
    }

    /// All of it, as `ScheduleResolver.resolve` gives it. O(segments).
    public var schedule: ResolvedSchedule { resolver.result(chapters, shelves: shelves, windows) }

    /// What the indices in `segment(at:)` mean.
    public var assets: [Asset] { resolver.compiler.table.assets }

    /// The segment that owns a frame of the window. O(log segments).
    public func segment(at frame: Int64) -> Segment? {
        guard base.window.contains(frame) else { return nil }
        var (low, high) = (0, chapters.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if chapters[middle].start.cursor <= frame { low = middle } else { high = middle }
        }
        let segments = chapters[low].segments
        guard let index = Segment.index(of: frame, in: segments) else { return nil }
        return resolver.under(resolver.latches, [segments[index]]).first {
            $0.firstFrame <= frame && frame < $0.endFrame
        }
    }

    // MARK: Edits

    /// Takes one more edit.
    ///
    /// - Parameter media: the standing of media that the edit brings in and that were not known yet.
    /// - Returns: the frames outside which nothing has changed; `nil` when nothing has.
    @discardableResult
    public mutating func take(_ edit: OperatorEdit, media: [MediaUse: MediaStanding] = [:]) -> Range<Int64>? {
        let isLast = base.edits.allSatisfy { $0.frame <= edit.frame }
        base.edits.append(edit)
        added.merge(media) { known, _ in known }
        resolver.compiler.table.add(media)
        guard edit.frame < resolver.horizon else { return nil }
        if isLast, let changed = replay(edit) { return changed.isEmpty ? nil : changed }
        resolver = ScheduleResolver(inputs: inputs)
        layOut()
        return base.window
    }

    /// `nil` when it takes more than that; empty when nothing changes.
    private mutating func replay(_ edit: OperatorEdit) -> Range<Int64>? {
        let former = resolver.latches
        let latches = ScheduleResolver.latches(base.edits)
        guard
            base.edits.dropLast().allSatisfy({
                resolver.isForTheList($0, former) == resolver.isForTheList($0, latches)
            })
        else { return nil }
        guard resolver.isForTheList(edit, latches) else {
            resolver.latches = latches
            resolver.inputs.edits.append(edit)
            return base.window.clamped(to: min(edit.frame, base.window.upperBound)..<base.window.upperBound)
        }
        guard resolver.tracks.count == 1, resolver.compiler.windows.isEmpty, expected.contains(day(edit.frame)),
            edit.frame >= resolver.firstFrame
        else { return nil }
        let order = resolver.order(edit)
        resolver.tracks[0].flow.knowledge = resolver.knowledge
        guard let change = resolver.tracks[0].flow.resume(with: order, until: resolver.horizon) else { return nil }
        resolver.latches = latches
        resolver.tracks[0].edits.append(order)
        resolver.inputs.edits.append(edit)
        return rewrite(change)
    }

    private func day(_ frame: Int64) -> CivilDate { resolver.calendar.day(of: frame) }

    /// The days on which edits may come without all being laid out anew.
    private var expected: ClosedRange<CivilDate> {
        day(base.window.lowerBound)...day(base.window.upperBound - 1).adding(days: 1)
    }

    // MARK: Writing

    private mutating func layOut() {
        resolver.layOut(base.window, expected: expected)
        windows = OptOutWindows(compiler: resolver.compiler)
        planned = resolver.planned()
        for index in resolver.tracks.indices where !resolver.compiler.windows.isEmpty {
            resolver.tracks[index].flow.placements = windows.fill(resolver.tracks[index].flow.placements)
        }
        shelves = [:]
        rewriteAll()
    }

    private func writer() -> SegmentWriter {
        var writer = resolver.writer(planned: planned)
        writer.shelves = shelves
        return writer
    }

    private mutating func keep(_ writer: SegmentWriter) {
        shelves = writer.shelves
        resolver.compiler.table = writer.compiler.table
    }

    /// Writes what a change of placements touches, up to where both the placements and the fillers are in step again.
    private mutating func rewrite(_ change: Flow.Change) -> Range<Int64>? {
        let fresh = writer().span()
        guard change.first >= span.first, fresh == span else {
            rewriteAll()
            return base.window
        }
        var (chapter, index) = (0, span.first)
        while chapter + 1 < chapters.count, index + chapters[chapter].pieces < change.first {
            index += chapters[chapter].pieces
            chapter += 1
        }
        guard index + chapters[chapter].pieces >= change.first else {
            return base.window.lowerBound..<base.window.lowerBound
        }
        let moved = change.newEnd - change.oldEnd
        var (old, oldIndex) = (chapter, index)
        var state = chapters[chapter].start
        // Up to the last piece that is what it was, and is followed by what follows it now.
        let from =
            change.first > 0 ? resolver.tracks[0].flow.placements[change.first - 1].end : span.frames.lowerBound
        var written: [Chapter] = []
        var writer = writer()
        while true {
            // The next place where a chapter began and begins again.
            while old < chapters.count, oldIndex < change.oldEnd || oldIndex + moved < index {
                oldIndex += chapters[old].pieces
                old += 1
            }
            var last = index + Self.chapterLength
            if old < chapters.count {
                let border = oldIndex + moved
                if border == index, chapters[old].start == state { break }
                last = min(last, border > index ? border : border + max(1, chapters[old].pieces))
            }
            let next = writer.write(index, upTo: last, from: state, end: span.frames.upperBound)
            written.append(next)
            state = writer.state
            index += next.pieces
            if next.isLast {
                old = chapters.count
                break
            }
        }
        let to = old < chapters.count ? chapters[old].start.cursor : span.frames.upperBound
        chapters.replaceSubrange(chapter..<old, with: written)
        keep(writer)
        return (from..<max(from, to)).clamped(to: base.window)
    }

    private mutating func rewriteAll() {
        var writer = writer()
        span = writer.span()
        chapters = []
        var state = SegmentWriter.State(cursor: span.frames.lowerBound)
        var index = span.first
        repeat {
            chapters.append(
                writer.write(index, upTo: index + Self.chapterLength, from: state, end: span.frames.upperBound))
            index += chapters[chapters.count - 1].pieces
            state = writer.state
        } while !chapters[chapters.count - 1].isLast
        keep(writer)
    }
}
