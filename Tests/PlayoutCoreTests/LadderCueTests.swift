import PlayoutCore
import Testing
import Timecode
import Timeline

/// Cueing: bounded, in time, and the same in every process.
@Suite struct LadderCueTests {
    @Test(arguments: [24, 10_000])
    func aLongListCostsNoMoreThanAShortOne(count: Int) {
        var bench = LadderBench()
        bench.publish(list((0..<count).map { ("file\($0 % 7)", Int64($0 % 13), 40) }))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<900)
        #expect(bench.mostLive <= 4)
        #expect(bench.ladder.falls == 0)
        #expect(bench.cues.count <= 26)
    }

    @Test func theNextEventIsCuedLongBeforeAndTheOneAfterOnlyWhenNear() {
        var bench = LadderBench()
        bench.publish(list([("a", 0, 5000), ("b", 0, 5000), ("c", 0, 100)]))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<10)
        #expect(bench.cues.map(\.path) == ["a", "b"])
    }

    @Test func renderingCuesTheFirstSourceAlone() {
        var bench = LadderBench(waits: true)
        bench.publish(list([("a", 0, 50), ("b", 0, 50)]))
        var effects = EffectBuffer()
        let none = SourceReadings(repeating: SourceReading())
        bench.ladder.decideNothing()
        bench.ladder.tend(after: -1, readings: none, onAirOnly: true, effects: &effects)
        #expect(effects.count == 1)
    }

    @Test(arguments: [FrameRate.fps25, .fps2997, .fps50, .fps23976])
    func samplesFollowTheHouseClockExactly(rate: FrameRate) {
        let first: Int64 = 1_000_003
        var bench = LadderBench(rate: rate)
        bench.publish(list([("a", 11, 97), ("b", 3, 101), ("a", 500, 300)], from: first, rate: rate))
        bench.start(at: first, leadIn: 40)
        bench.run(first..<first + 400)
        #expect(bench.ladder.falls == 0)
        // Every frame's samples follow on the frame before's, from the item's first sample on.
        let time = HouseTime(rate: rate)
        for (start, end) in [(first, first + 97), (first + 97, first + 198), (first + 198, first + 400)] {
            var next: Int64 = 0
            for frame in start..<end {
                let decision = bench.decisions[frame]!
                #expect(decision.ringSample == next)
                #expect(decision.sampleCount == time.firstSample(of: frame + 1) - time.firstSample(of: frame))
                next += decision.sampleCount
            }
        }
    }

    @Test(arguments: [FrameRate.fps2997, .fps23976, .fps5994])
    func aJoinHasTheSamplesThatAnUnbrokenRunHas(rate: FrameRate) {
        let time = HouseTime(rate: rate)
        for offset in Int64(300)..<340 {
            var bench = LadderBench(rate: rate)
            bench.publish(list([("a", 17, 2000)], from: 1000, rate: rate))
            bench.start(at: 1000 + offset)
            bench.run(1000 + offset..<1200 + offset)
            let frame = 1199 + offset
            let decision = bench.decisions[frame]!
            #expect(decision.slot >= 0)
            let base = bench.cues.last!.order.inFrame
            // The cue's sample 0 is the media's sample at its in-point, by the same rounding as the house clock.
            let mediaSample = time.firstSample(of: base) + decision.ringSample
            #expect(
                mediaSample == time.firstSample(of: 17) + time.firstSample(of: frame) - time.firstSample(of: 1000))
            #expect(base + decision.ringFrame == 17 + frame - 1000)
        }
    }

    @Test func aRestartedProcessTakesUpTheRingsThatAreThere() {
        let revision = list([("a", 5, 1000), ("b", 0, 1000)])
        var before = LadderBench()
        before.publish(revision)
        before.start(at: 0, leadIn: 40)
        before.run(0..<300)
        let keys = before.cues.map(\.order.key)
        #expect(keys.count == 2)

        var after = LadderBench()
        after.publish(revision)
        for key in keys + [0xdead_beef_0000_0001] { after.ladder.offerLiveCue(key: key) }
        after.start(at: 310)
        #expect(Set(after.cues.map(\.order.key)) == Set(keys))
        #expect(after.cues.first { $0.path == "a" }?.order.inFrame == 5)
        // What nobody wants any more is given up.
        #expect(after.releases.map(\.key) == [0xdead_beef_0000_0001])
    }

    @Test func aPlaceIsNeverCuedTwiceUnderOneKey() {
        var bench = LadderBench(media: ["a": .init(stalls: [30..<5000])])
        bench.publish(list([("a", 0, 5000)]))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<2000)
        let keys = bench.cues.map(\.order.key)
        #expect(Set(keys).count == keys.count)
    }
}

extension Ladder {
    /// Brings the first plan into effect.
    mutating func decideNothing() {
        var effects = EffectBuffer()
        _ = decide(frame: -1, readings: SourceReadings(repeating: SourceReading()), effects: &effects)
    }
}
