import Testing

@testable import SoundEngine

/// A free-running card in pure arithmetic: its offset grows with its drift and shrinks with the loop's correction.
private struct DriftingCard {
    var driftPartsPerBillion: Double
    var jitterNanoseconds: Double = 0
    var offset: Double
    var loop = DriftLoop()
    var now: Int64 = 0
    var jumps = 0
    var settles = 0
    var random: UInt64

    init(ppm: Double, startOffset: Double = 0, jitter: Double = 0, seed: UInt64 = 1) {
        driftPartsPerBillion = ppm * 1000
        offset = startOffset
        jitterNanoseconds = jitter
        random = seed
    }

    /// Uniform from -1 to 1.
    mutating func noise() -> Double {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int32(truncatingIfNeeded: random >> 32)) / 2_147_483_648
    }

    /// One turn of the sound thread, 10 ms.
    mutating func turn() {
        let step: Int64 = 10_000_000
        offset -= (driftPartsPerBillion + Double(loop.correction(at: now))) * Double(step) / 1e9
        now += step
        switch loop.observe(offset: Int64(offset + noise() * jitterNanoseconds), at: now) {
        case .steady: break
        case .settle:
            settles += 1
            offset = 0
            loop.aligned(first: false)
        case .jump:
            jumps += 1
            offset = 0
            loop.aligned(first: false)
        }
    }

    mutating func run(seconds: Double) -> (worst: Double, last: Double) {
        var worst = 0.0
        for _ in 0..<Int(seconds * 100) {
            turn()
            worst = max(worst, abs(offset))
        }
        return (worst, offset)
    }
}

@Suite struct DriftLoopTests {
    @Test(
        "A card that runs wrong by up to 300 ppm is locked within 20 s and stays within 1 ms",
        arguments: [-300.0, -100, -10, 0, 10, 100, 300], [0.0, 500_000, 2_000_000])
    func locks(ppm: Double, jitter: Double) {
        var card = DriftingCard(ppm: ppm, startOffset: 300_000, jitter: jitter, seed: 42)
        _ = card.run(seconds: 20)
        let locked = card.run(seconds: 280)
        #expect(locked.worst < 1_000_000, "worst offset after 20 s: \(locked.worst) ns")
        #expect(abs(Double(card.loop.drift) - ppm * 1000) < 12_000, "drift found: \(card.loop.drift) ppb")
        #expect(card.jumps == 0)
        // At the very limit nothing is left to move the last half millisecond with.
        #expect(card.loop.mode == .tracking || abs(ppm) == 300)
    }

    @Test("The lock is reached within 10 s for 100 ppm and does not swing past its place")
    func doesNotOscillate() {
        var card = DriftingCard(ppm: 100)
        var crossings = 0
        var last = 0.0
        for _ in 0..<60_00 {
            card.turn()
            if card.offset * last < 0, abs(card.offset) > 20_000 { crossings += 1 }
            if abs(card.offset) > 20_000 { last = card.offset }
        }
        #expect(crossings <= 1)
        #expect(abs(card.offset) < 100_000)
        #expect(abs(Double(card.loop.correction(at: card.now)) + 100_000) < 5_000)
    }

    @Test("Jitter of 2 ms does not move the pitch by more than 60 ppm once locked")
    func isQuietUnderJitter() {
        var card = DriftingCard(ppm: 50, jitter: 2_000_000, seed: 7)
        _ = card.run(seconds: 120)
        var least = Int64.max
        var most = Int64.min
        for _ in 0..<60_000 {  // ten minutes
            card.turn()
            least = min(least, card.loop.correction(at: card.now))
            most = max(most, card.loop.correction(at: card.now))
        }
        #expect(most - least < 120_000, "correction from \(least) to \(most) ppb")
    }

    @Test("A step of the card's rate is followed without a jump", arguments: [-200.0, -100, 100, 200])
    func followsSteps(step: Double) {
        var card = DriftingCard(ppm: -step / 2, jitter: 200_000, seed: 3)
        _ = card.run(seconds: 120)
        card.driftPartsPerBillion += step * 1000
        let moved = card.run(seconds: 60)
        #expect(moved.worst < 2_500_000)
        let after = card.run(seconds: 120)
        #expect(after.worst < 1_000_000)
        #expect(card.jumps == 0)
    }

    @Test("The correction never exceeds 300 ppm, nor moves faster than it may")
    func isLimited() {
        var card = DriftingCard(ppm: 900)
        var last = card.loop.correction(at: 0)
        for _ in 0..<30_000 {
            card.turn()
            let correction = card.loop.correction(at: card.now)
            #expect(abs(correction) <= 300_000)
            #expect(abs(correction - last) <= 12_000 + 1)
            last = correction
        }
        // 600 ppm too much: no correction can hold it; the offset is jumped over again and again, counted each time.
        #expect(card.jumps >= 5)
    }

    @Test("More than 20 ms is jumped over, an alignment that missed is repeated once")
    func jumps() {
        var far = DriftingCard(ppm: 0)
        _ = far.run(seconds: 2)
        far.offset = 25_000_000
        _ = far.run(seconds: 1)
        #expect(far.jumps == 1)
        #expect(abs(far.offset) < 1_000_000)

        var missed = DriftingCard(ppm: 0, startOffset: 4_000_000)
        _ = missed.run(seconds: 1)
        #expect(missed.settles == 1)
        #expect(missed.jumps == 0)
        #expect(abs(missed.offset) < 1_000_000)
    }

    @Test("A single wild measure changes nothing")
    func ignoresOutliers() {
        var card = DriftingCard(ppm: 0)
        _ = card.run(seconds: 5)
        card.now += 10_000_000
        #expect(card.loop.observe(offset: 400_000_000, at: card.now) == .steady)
        _ = card.run(seconds: 2)
        #expect(card.jumps == 0)
        #expect(abs(card.loop.correction(at: card.now)) < 1_000)
    }

    @Test("A locked card is watched, not steered")
    func watchesOnly() {
        var loop = DriftLoop(steers: false)
        var now: Int64 = 0
        var offset = 0.0
        for _ in 0..<3000 {
            now += 10_000_000
            offset -= 0.00002 * 10_000_000
            #expect(loop.observe(offset: Int64(offset), at: now) == .steady)
        }
        #expect(loop.correction(at: now) == 0)
        #expect(abs(loop.drift - 20_000) < 500)
    }
}
