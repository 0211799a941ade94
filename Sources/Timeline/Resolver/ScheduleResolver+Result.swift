import Playlist
import Timecode

/// What was laid out and written, put together.
extension ScheduleResolver {
    /// The chapters' programme within the window, and all that was said. `shelves` are at least those the chapters name.
    func result(
        _ chapters: [Chapter], shelves: [[Int]: FillerShelf], _ windows: OptOutWindows
    ) -> ResolvedSchedule {
        let window = inputs.window
        let latched = latches.first {
            $0.frames.lowerBound <= window.lowerBound && $0.frames.upperBound >= window.upperBound
        }
        var segments = under(latches, chapters.flatMapOnce(\.segments))
        // A slate cuts segments in pieces: only then it is known what touches the window.
        segments.removeAll { $0.endFrame <= window.lowerBound || $0.firstFrame >= window.upperBound }
        let assets = renumber(&segments)
        var events = chapters.flatMapOnce(\.events)
        events.removeAll { $0.frames.upperBound <= window.lowerBound || $0.frames.lowerBound >= window.upperBound }
        let omitted = omitted(chapters.flatMap(\.omitted), windows)
        let reporter = DecisionReporter(inputs: inputs, compiler: compiler)
        var said = compiler.diagnostics
        for documents in Set(chapters.flatMap(\.shelves)) { said.formUnion(shelves[documents]?.problems ?? []) }
        said.formUnion(reporter.diagnostics(of: events, omitted))
        said.formUnion(reporter.diagnostics(of: windows.fits))
        said.formUnion(reporter.diagnostics(of: tracks.flatMap(\.flow.withoutEffect)))
        var result = ResolvedSchedule(
            window: window, segments: segments, assets: assets,
            localOffsets: calendar.localOffsets(in: window).map {
                TimelineRevision.LocalOffset(fromFrame: $0.fromFrame, seconds: $0.seconds)
            }, latchedSlate: latched?.reason, marks: inputs.marks, events: events, omitted: omitted,
            diagnostics: said.sorted {
                ($0.file, $0.mark, $0.event, $0.code.rawValue, $0.message) < (
                    $1.file, $1.mark, $1.event, $1.code.rawValue, $1.message
                )
            })
        result.recalled = Set(inputs.media.values.lazy.filter { $0.withheld == .recalled }.compactMap(\.asset))
        return result
    }

    /// Events that get no frame and whose turn was in the window: what was `written` first, then what never came to be.
    private func omitted(_ written: [OmittedEvent], _ windows: OptOutWindows) -> [OmittedEvent] {
        let window = inputs.window
        let names = EventEntries(compiler)
        var all = written.filter { window.contains($0.frame) }
        for omission in compiler.leftOut where window.contains(omission.frame) { all.append(names.omitted(omission)) }
        for track in tracks {
            for omission in track.flow.omissions where window.contains(omission.frame) {
                all.append(names.omitted(omission))
            }
        }
        for omission in windows.omissions where window.contains(omission.frame) { all.append(names.omitted(omission)) }
        return all.enumerated().sorted {
            ($0.element.frame, $0.element.id, $0.offset) < ($1.element.frame, $1.element.id, $1.offset)
        }.map(\.element)
    }

    /// Numbers the assets of segments in the order they air; what does not air in the window is not among them.
    private func renumber(_ segments: inout [Segment]) -> [Asset] {
        var numbers = [Int](repeating: -1, count: compiler.table.assets.count)
        var assets: [Asset] = []
        func number(_ known: Int) -> Int {
            if numbers[known] < 0 {
                numbers[known] = assets.count
                assets.append(compiler.table.assets[known])
            }
            return numbers[known]
        }
        for index in segments.indices {
            if case .asset(let asset, let inFrame) = segments[index].source {
                segments[index].source = .asset(number(asset), inFrame: inFrame)
            }
            if let alternate = segments[index].alternate { segments[index].alternate = number(alternate) }
        }
        return assets
    }

    /// Ordered slates over what they cover; the events underneath keep their names.
    func under(_ latches: [(frames: Range<Int64>, reason: SlateReason)], _ segments: [Segment]) -> [Segment] {
        var segments = segments
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
        return segments
    }
}

extension [Chapter] {
    /// What the chapters hold one after the other; of a single one without a copy.
    fileprivate func flatMapOnce<Entry>(_ list: KeyPath<Chapter, [Entry]>) -> [Entry] {
        count == 1 ? self[0][keyPath: list] : flatMap { $0[keyPath: list] }
    }
}
