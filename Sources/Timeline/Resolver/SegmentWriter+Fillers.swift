import Playlist
import Timecode

/// Fillers as segments: in gaps, and in place of events whose media may not air.
extension SegmentWriter {
    /// Writes a gap, which lies within one broadcast day.
    mutating func fillGap(_ frames: Range<Int64>) {
        guard let chosen = choose(frames) else {
            chapter.segments.append(
                Segment(
                    firstFrame: frames.lowerBound, endFrame: frames.upperBound, source: .slate(.nothingScheduled)))
            return
        }
        write(chosen, standingFor: nil, withheld: nil)
    }

    /// Fillers for a run of frames; `nil` when there are none at all that serve it.
    mutating func choose(_ frames: Range<Int64>) -> [(candidate: FillerShelf.Candidate?, frames: Range<Int64>)]? {
        guard let documents = fillerDocuments(frames.lowerBound) else { return nil }
        let shelf: FillerShelf
        if let known = shelves[documents] {
            shelf = known
        } else {
            shelf = compiler.shelf(for: documents)
            shelves[documents] = shelf
        }
        if !chapter.shelves.contains(documents) { chapter.shelves.append(documents) }
        guard shelf.isUseful else { return nil }
        let day: Range<Int64>
        if let current = state.fillerDay, current.frames.contains(frames.lowerBound) {
            day = current.frames
        } else {
            day = inputs.calendar.frames(of: inputs.calendar.day(of: frames.lowerBound))
            state.fillerDay = FillerDay(frames: day)
        }
        var picker = FillerPicker(shelf: shelf, calendar: inputs.calendar, day: day)
        picker.lastStart = state.fillerDay?.lastStart ?? [:]
        state.fillerDay?.lastStart = [:]
        let pieces = picker.fill(frames)
        state.fillerDay?.lastStart = picker.lastStart
        return pieces.map { piece in (piece.candidate.map { shelf.candidates[$0] }, piece.frames) }
    }

    /// Writes fillers, and slates between them where nothing fits.
    mutating func write(
        _ chosen: [(candidate: FillerShelf.Candidate?, frames: Range<Int64>)], standingFor event: Piece?,
        withheld: SlateReason?
    ) {
        let item = event?.placement.item
        for (candidate, frames) in chosen {
            var segment = Segment(
                firstFrame: frames.lowerBound, endFrame: frames.upperBound,
                source: .slate(withheld ?? .nothingScheduled), event: candidate?.id ?? item.map(entries.id(of:)) ?? "",
                title: candidate?.title ?? item.map { plans[$0.plan].title } ?? "", withheld: withheld)
            if let candidate, let asset = candidate.choice.record.asset {
                segment.source = .asset(asset, inFrame: candidate.choice.inFrame)
                segment.notAfterFrame = candidate.choice.standing.notAfterFrame
                segment.marks = candidate.choice.standing.marks
                chapter.events.append(entry(of: candidate, frames, item, withheld))
            }
            chapter.segments.append(segment)
        }
    }

    private func entry(
        of filler: FillerShelf.Candidate, _ frames: Range<Int64>, _ item: FlowItem?, _ withheld: SlateReason?
    ) -> ResolvedEvent {
        let plan = item.map { plans[$0.plan] }
        var event = ResolvedEvent(
            id: filler.id, title: filler.title, file: filler.file, mark: plan?.marks.event ?? filler.mark,
            frames: frames, plannedFrames: frames, media: filler.choice.use.media, isAlternate: false,
            plannedMedia: plan?.main.use.media ?? filler.choice.use.media,
            plannedInFrame: plan?.main.inFrame ?? filler.choice.inFrame, category: filler.choice.use.category,
            alternate: nil, withheld: withheld,
            detail: plan?.main.standing.detail ?? "", isWaiting: false, isFixed: false)
        event.marks = filler.choice.standing.marks
        event.isFiller = true
        event.standsFor = item.map(entries.id(of:)) ?? ""
        let count = frames.upperBound - frames.lowerBound
        if count < filler.length, filler.length < .max {
            event.decisions = [EventDecision(.trimmed, frames: filler.length - count)]
        }
        return event
    }
}
