import PlayoutCore
import Testing
import Timecode
import Timeline

/// The first rung: the event's own alternate.
@Suite struct LadderAlternateTests {
    private func bench(
        _ revision: TimelineRevision, _ media: [String: LadderBench.Media] = [:], frames: Range<Int64>
    ) -> LadderBench {
        var bench = LadderBench(media: media)
        bench.publish(revision)
        bench.start(at: frames.lowerBound, leadIn: 40)
        bench.run(frames)
        return bench
    }

    @Test func aBadBlockFoundAheadCutsStraightToTheAlternate() {
        let bench = bench(
            list([("a", 0, 200)], alternate: "z"), ["a": .init(failsAt: (60, .verificationFailed))], frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-59", "z[60] 60-199"])
        let fall = bench.notes.first { $0.kind == .fall }!
        #expect(fall.role == .alternate && fall.reason == SlateReason.altered.rawValue && fall.firstFrame == 60)
        #expect(bench.notes.contains { $0.kind == .end && $0.role == .item && $0.lastFrame == 59 })
    }

    @Test func anAlternateKnownToBeNeededIsCuedBefore() {
        var revision = list([("a", 0, 100), ("b", 0, 100)])
        revision.assets.append(.file("z"))
        revision.segments[1].alternate = 2
        revision.segments[1].alternateInFrame = 30
        let bench = bench(revision, ["b": .init(failsAt: (0, .missing))], frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-99", "z[30] 100-199"])
    }

    @Test func aWithheldItemPlansItsAlternate() {
        var revision = list([("a", 0, 100)])
        revision.assets.append(.file("z"))
        revision.segments.append(
            Segment(firstFrame: 100, endFrame: 200, source: .slate(.unsealed), alternate: 1, event: "withheld"))
        let bench = bench(revision, frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-99", "z[0] 100-199"])
    }

    @Test func noAlternateUnderASlateThatWasOrdered() {
        var revision = list([("a", 0, 100)])
        revision.assets.append(.file("z"))
        revision.segments.append(
            Segment(firstFrame: 100, endFrame: 200, source: .slate(.hold), alternate: 1, event: "held"))
        let bench = bench(revision, frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-99", "hold 100-199"])
    }

    @Test func anAlternateCuedOnlyAfterTheFallWaitsForTheSlatesTwoSeconds() {
        let bench = bench(
            list([("a", 0, 400)], alternate: "z"), ["a": .init(stalls: [90..<400])], frames: 0..<400)
        // Cued one second ahead of the fall, ready long before the slate's two seconds are over.
        #expect(bench.seen(0..<400) == ["a[0] 0-113", "late 114-163", "z[164] 164-399"])
    }

    @Test func theItemComesBackFromItsAlternate() {
        let bench = bench(
            list([("a", 0, 500)], alternate: "z"), ["a": .init(stalls: [90..<200])], frames: 0..<500)
        let seen = bench.seen(0..<500)
        #expect(seen.count == 4)
        #expect(seen[2].hasPrefix("z[164] 164-"))
        #expect(seen[3].hasSuffix("-499") && seen[3].hasPrefix("a["))
    }

    @Test func bothBad() {
        let bench = bench(
            list([("a", 0, 200), ("b", 0, 50)], alternate: "z"),
            ["a": .init(failsAt: (0, .unreadable)), "z": .init(failsAt: (0, .missing))], frames: 0..<250)
        // The reason shown is the item's.
        #expect(bench.seen(0..<250) == ["unreadable 0-199", "b[0] 200-249"])
    }

    @Test func anItemThatEndedHasNoSequel() {
        let bench = bench(list([("a", 0, 200)], alternate: "z"), ["a": .init(length: 100)], frames: 0..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-99", "media-ended 100-199"])
    }
}
