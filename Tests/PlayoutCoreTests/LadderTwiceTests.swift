import PlayoutCore
import Testing
import Timeline

/// One source that is wanted twice: passes of a loop, an alternate from the same file, an event that has become longer.
struct LadderTwiceTests {
    @Test func aPassOfALoopKeepsItsOwnCueWhenTheNextOneIsCued() {
        var bench = LadderBench()
        var revision = list([("a", 0, 100), ("b", 0, 100), ("b", 0, 100), ("c", 0, 100)])
        revision.segments[2].event = revision.segments[1].event
        bench.publish(revision)
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<400)
        #expect(bench.seen(0..<400) == ["a[0] 0-99", "b[0] 100-199", "b[0] 200-299", "c[0] 300-399"])
    }

    @Test func anAlternateFromTheSameFileTakesNothingFromTheItem() {
        var bench = LadderBench()
        var revision = list([("a", 0, 100), ("b", 0, 200), ("c", 0, 100)], alternate: "b")
        for index in revision.segments.indices { revision.segments[index].alternateInFrame = 20 }
        bench.publish(revision)
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<150)
        // A revision that changes nothing for the item on air.
        revision.number = 2
        bench.publish(revision)
        bench.run(150..<400)
        #expect(bench.seen(0..<400) == ["a[0] 0-99", "b[0] 100-299", "c[0] 300-399"])
    }

    @Test func anEventThatHasBecomeLongerGoesOnAtTheSeam() {
        var bench = LadderBench()
        bench.publish(list([("a", 0, 50), ("b", 0, 100), ("c", 0, 100)]))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<100)
        var longer = list([("a", 0, 50), ("b", 0, 100), ("b", 100, 100), ("c", 0, 100)], number: 2, effectiveFrom: 105)
        longer.segments[2].event = longer.segments[1].event
        longer.segments[3].event = "event-2"
        bench.publish(longer)
        bench.run(100..<350)
        #expect(bench.seen(0..<350) == ["a[0] 0-49", "b[0] 50-249", "c[0] 250-349"])
    }
}
