import PlayoutCore
import Testing
import Timecode
import Timeline

/// Revisions: taken over on their frame, without a glitch for what goes on.
@Suite struct LadderRevisionTests {
    private func started(_ revision: TimelineRevision) -> LadderBench {
        var bench = LadderBench()
        bench.publish(revision)
        bench.start(at: 0, leadIn: 40)
        return bench
    }

    @Test func aPendingRevisionChangesNothingBeforeItsFrame() {
        var bench = started(list([("a", 0, 200), ("b", 0, 200)]))
        bench.run(0..<50)
        bench.publish(list([("c", 0, 400)], number: 2, effectiveFrom: 120))
        bench.run(50..<300)
        #expect(bench.seen(0..<300) == ["a[0] 0-119", "c[120] 120-299"])
        #expect(bench.retired == [bench.plans[0].view.owner])
        #expect(bench.notes.filter { $0.kind == .revision }.map(\.firstFrame) == [0, 120])
    }

    @Test func pendingRevisionsAreSuperseded() {
        var bench = started(list([("a", 0, 400)]))
        bench.run(0..<50)
        bench.publish(list([("b", 0, 400)], number: 2, effectiveFrom: 100))
        bench.run(50..<60)
        bench.publish(list([("c", 0, 400)], number: 3, effectiveFrom: 150))
        bench.run(60..<250)
        #expect(bench.seen(0..<250) == ["a[0] 0-149", "c[150] 150-249"])
        #expect(bench.retired == [bench.plans[1].view.owner, bench.plans[0].view.owner])
    }

    @Test func whatGoesOnKeepsItsSourceAndItsRow() {
        var bench = started(list([("a", 0, 300), ("b", 0, 100)]))
        bench.run(0..<100)
        // The same item; what follows is another. Its part before the change is not in the new revision.
        var next = list([("a", 90, 210), ("c", 0, 100)], from: 90, number: 2, effectiveFrom: 100)
        next.segments[0].event = "event-0"
        bench.publish(next)
        bench.run(100..<400)
        #expect(bench.seen(0..<400) == ["a[0] 0-299", "c[0] 300-399"])
        #expect(bench.cues.filter { $0.path == "a" }.count == 1)
        let rows = bench.notes.filter { $0.kind != .revision && $0.role == .item && $0.firstFrame >= 0 }
        #expect(rows.map(\.kind) == [.start, .end, .start])
        #expect(rows[1].firstFrame == 0 && rows[1].lastFrame == 299 && rows[1].revision == 2)
    }

    @Test func aTakeReusesTheCueOfTheNextEvent() {
        var bench = started(list([("a", 0, 300), ("b", 40, 300)]))
        bench.run(0..<100)
        // `take`: event 1 begins at 110 instead of 300.
        var taken = list([("a", 0, 110), ("b", 40, 300)], number: 2, effectiveFrom: 110)
        taken.segments[1].plannedFirstFrame = 300
        bench.publish(taken)
        bench.run(100..<200)
        #expect(bench.seen(0..<200) == ["a[0] 0-109", "b[40] 110-199"])
        #expect(bench.cues.filter { $0.path == "b" }.count == 1)
        #expect(bench.ladder.falls == 0)
    }

    @Test func anInsertedEventIsCuedBeforeTheRevisionTakesEffect() {
        var bench = started(list([("a", 0, 1000)]))
        bench.run(0..<100)
        var revision = list([("a", 0, 150), ("x", 0, 50), ("a", 150, 500)], number: 2, effectiveFrom: 150)
        revision.segments[2].event = "event-0"
        bench.publish(revision)
        bench.run(100..<400)
        // The rest of the split event comes from the decoder that played its first part.
        #expect(bench.seen(0..<400) == ["a[0] 0-149", "x[0] 150-199", "a[150] 200-399"])
        #expect(bench.cues.map(\.path).sorted() == ["a", "x"])
    }

    @Test func anEventThatGrowsGoesOnWithoutAGap() {
        var bench = started(list([("a", 0, 200), ("b", 0, 100)]))
        bench.run(0..<100)
        bench.publish(list([("a", 0, 500), ("b", 0, 100)], number: 2, effectiveFrom: 110))
        bench.run(100..<600)
        #expect(bench.seen(0..<600) == ["a[0] 0-499", "b[0] 500-599"])
        #expect(bench.notes.filter { $0.kind == .fall }.isEmpty)
    }

    @Test func withheldStaysWithheldOverARevision() {
        var bench = LadderBench(media: ["a": .init(failsAt: (60, .verificationFailed))])
        bench.publish(list([("a", 0, 300)]))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<100)
        bench.publish(list([("a", 0, 300)], number: 2, effectiveFrom: 100))
        bench.run(100..<300)
        #expect(bench.seen(0..<300) == ["a[0] 0-59", "altered 60-299"])
        #expect(bench.cues.count == 1)
    }

    @Test func aMissingFileIsTriedAgainAfterARevision() {
        var bench = LadderBench(media: ["b": .init(failsAt: (0, .missing))])
        let revision = list([("a", 0, 300), ("b", 0, 100)])
        bench.publish(revision)
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<100)
        bench.media["b"] = .init()
        var again = revision
        again.number = 2
        again.effectiveFrom = 110
        bench.publish(again)
        bench.run(100..<400)
        #expect(bench.seen(0..<400) == ["a[0] 0-299", "b[0] 300-399"])
    }

    @Test func lostFramesAreCountedAndNoted() {
        var bench = started(list([("a", 0, 300)]))
        bench.run(0..<50)
        bench.run(60..<100)
        #expect(bench.ladder.lostFrames == 10)
        #expect(bench.seen(0..<100) == ["a[0] 0-49", "a[60] 60-99"])
        let lost = bench.notes.first { $0.kind == .lost }!
        #expect(lost.firstFrame == 50 && lost.lastFrame == 59)
    }
}
