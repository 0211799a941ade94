import Realtime
import Testing
import Timecode

@testable import AudioALSA
@testable import SoundEngine

private typealias Pump = SoundPump<SimulatedCard, SincConverter>

@Suite struct SoundPumpTests {
    private func lockedPump(_ bench: SoundBench, _ card: SimulatedCard) -> Pump {
        let pump = Pump(ring: bench.ring, anchor: bench.anchor, settings: SoundSettings(follow: .locked))
        pump.take(card, converter: nil)
        return pump
    }

    /// Every sample heard that is not silence must be the one due at its instant, to one sample.
    private func misplaced(_ bench: SoundBench, _ card: SimulatedCard, tolerance: Int64 = 1) -> Int {
        card.heard.count { heard in
            guard heard.sample != 0 else { return false }
            let due = bench.due(at: heard.at)
            return !(-tolerance...tolerance).contains { SoundBench.value(due + $0) == heard.sample }
        }
    }

    @Test(
        "On a locked card every sample is heard bit for bit, in order, at its instant",
        arguments: [FrameRate.fps25, .fps2997, .fps50, .fps23976])
    func plays(rate: FrameRate) throws {
        let bench = try SoundBench(rate: rate)
        let card = SimulatedCard(clock: bench.clock)
        let pump = lockedPump(bench, card)
        #expect(bench.drive(pump, seconds: 4) == nil)
        let sounding = Array(card.heard.drop { $0.sample == 0 })
        #expect(sounding.count > 3 * 48_000)
        let first = bench.due(at: sounding[0].at)
        #expect(misplaced(bench, card) == 0)
        let start = (-1...1).first { SoundBench.value(first + $0) == sounding[0].sample }
        let origin = first + (try #require(start))
        let wrong = sounding.indices.count { sounding[$0].sample != SoundBench.value(origin + Int64($0)) }
        #expect(wrong == 0, "samples out of order")
        #expect(pump.status.framesLost == 0)
        #expect(pump.status.recoveries == 0)
        #expect(pump.status.realignments == 0)
        #expect(pump.status.phase == OutputStatus.Phase.running.rawValue)
        #expect(abs(pump.status.offsetNanoseconds) < 21_000)
    }

    @Test("A delay longer than the programme ring is kept all the same", arguments: [40, 300, 2_100])
    func delays(milliseconds: Int64) throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock)
        let delay = milliseconds * 1_000_000
        let pump = Pump(
            ring: bench.ring, anchor: bench.anchor, settings: SoundSettings(delayNanoseconds: delay, follow: .locked))
        pump.take(card, converter: nil)
        #expect(bench.drive(pump, seconds: 5) == nil)
        let sounding = Array(card.heard.drop { $0.sample == 0 })
        #expect(sounding.count > 48_000 * 2)
        let wrong = sounding.count { heard in
            let due = bench.due(at: heard.at, delay: delay)
            return !(-1...1).contains { SoundBench.value(due + $0) == heard.sample }
        }
        #expect(wrong == 0)
        #expect(pump.status.framesLost == 0)
    }

    @Test("A frame that never comes is silence for exactly its samples, and counted once")
    func neverComes() throws {
        let bench = try SoundBench()
        let lost = bench.nextFrame + 30
        bench.faults[lost] = .some(nil)
        let card = SimulatedCard(clock: bench.clock)
        let pump = lockedPump(bench, card)
        #expect(bench.drive(pump, seconds: 3) == nil)
        let sounding = Array(card.heard.drop { $0.sample == 0 })
        let silent = sounding.indices.filter { sounding[$0].sample == 0 }
        #expect(silent.count == 1920)
        #expect(silent.last! - silent.first! == 1919)
        let before = sounding[silent.first! - 1].sample
        #expect(before == SoundBench.value(bench.time.firstSample(of: lost) - 1))
        #expect(sounding[silent.last! + 1].sample == SoundBench.value(bench.time.firstSample(of: lost + 1)))
        #expect(misplaced(bench, card) == 0)
        #expect(pump.status.framesLost == 1)
    }

    @Test("A frame that is late by less than the slack is heard whole; later, only what is late is silent")
    func comesLate() throws {
        let bench = try SoundBench()
        let (late, tooLate) = (bench.nextFrame + 20, bench.nextFrame + 50)
        bench.faults[late] = .some(80_000_000)
        bench.faults[tooLate] = .some(130_000_000)
        // Held back with it, as air publishes in order.
        for (index, delay) in [45_000_000, 10_000_000, -25_000_000].enumerated() {
            bench.faults[late + 1 + Int64(index)] = .some(Int64(delay))
        }
        for (index, delay) in [95_000_000, 55_000_000, 20_000_000, -15_000_000].enumerated() {
            bench.faults[tooLate + 1 + Int64(index)] = .some(Int64(delay))
        }
        let card = SimulatedCard(clock: bench.clock)
        let pump = lockedPump(bench, card)
        #expect(bench.drive(pump, seconds: 4) == nil)
        let sounding = Array(card.heard.drop { $0.sample == 0 })
        let silent = sounding.indices.filter { sounding[$0].sample == 0 }
        #expect(misplaced(bench, card) == 0)
        #expect(pump.status.framesLost == 1)
        #expect(!silent.isEmpty && silent.count < 1920)
        let first = bench.time.firstSample(of: tooLate)
        #expect(sounding[silent.first! - 1].sample == SoundBench.value(first - 1))
    }

    @Test("After an under-run the sound goes on at the sample that is due, and the under-run is counted")
    func realignsAfterUnderrun() throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock)
        let pump = lockedPump(bench, card)
        #expect(bench.drive(pump, seconds: 1) == nil)
        card.breakDown()
        #expect(bench.drive(pump, seconds: 1) == nil)
        // A thread kept off the processor for 300 ms.
        bench.clock.now += 300_000_000
        #expect(bench.drive(pump, seconds: 1) == nil)
        #expect(card.underruns == 2)
        #expect(pump.status.recoveries == 2)
        #expect(misplaced(bench, card) == 0)
        #expect(card.heard.count { $0.sample != 0 } > 2 * 48_000)
        #expect(pump.status.framesLost == 0)
    }

    @Test("A card that was suspended is started anew at the sample that is due")
    func wakes() throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock)
        let pump = lockedPump(bench, card)
        #expect(bench.drive(pump, seconds: 1) == nil)
        card.state = .suspended
        #expect(bench.drive(pump, seconds: 1) == nil)
        #expect(pump.status.recoveries == 1)
        #expect(misplaced(bench, card) == 0)
        #expect(card.starts == 2)
    }

    @Test("A card that is gone ends the pump's turn; a new one goes on at the sample that is due")
    func cardGone() throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock)
        let pump = lockedPump(bench, card)
        #expect(bench.drive(pump, seconds: 1) == nil)
        card.state = .gone(19)
        #expect(bench.drive(pump, seconds: 1) == 19)
        pump.drop(error: 19)
        #expect(pump.status.phase == OutputStatus.Phase.waitingForDevice.rawValue)
        bench.clock.now += 2_000_000_000
        let other = SimulatedCard(clock: bench.clock, bufferFrames: 2048)
        pump.take(other, converter: nil)
        #expect(bench.drive(pump, seconds: 2) == nil)
        #expect(misplaced(bench, other) == 0)
        #expect(other.heard.count { $0.sample != 0 } > 48_000)
        #expect(pump.status.phase == OutputStatus.Phase.running.rawValue)
        #expect(pump.status.lastError == 0)
    }

    @Test("A locked card that is not locked after all is put back in its place, and each time counted")
    func lockedButNot() throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock, driftPartsPerBillion: 5_000_000)
        let pump = lockedPump(bench, card)
        #expect(bench.drive(pump, seconds: 20) == nil)
        #expect(pump.status.realignments >= 4)
        #expect(misplaced(bench, card, tolerance: 1100) == 0)
        #expect(abs(pump.status.driftPartsPerBillion - 5_000_000) < 200_000)
    }

    @Test(
        "A free-running card is followed: correction finds its drift, the sound keeps its place",
        arguments: [-100, 0, 100, 250])
    func follows(ppm: Int64) throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock, driftPartsPerBillion: ppm * 1000)
        let pump = Pump(ring: bench.ring, anchor: bench.anchor, settings: SoundSettings())
        let converter = try #require(SincConverter(channels: 2))
        pump.take(card, converter: converter)
        #expect(bench.drive(pump, seconds: 40) == nil)
        #expect(abs(pump.status.driftPartsPerBillion - ppm * 1000) < 5_000)
        #expect(abs(pump.status.correctionPartsPerBillion + ppm * 1000) < 10_000)
        #expect(abs(pump.status.offsetNanoseconds) < 200_000)
        #expect(pump.status.realignments == 0)
        #expect(pump.status.framesLost == 0)
        // The programme is a ramp: what is heard tells its own position. Away from the ramp's reset, the last 20 s.
        var worst: Int64 = 0
        for heard in card.heard.dropFirst(20 * 48_000) {
            let due = bench.due(at: heard.at)
            let inRamp = due.modulo(240_000)
            guard (2_000..<238_000).contains(inRamp) else { continue }
            worst = max(worst, abs(Int64((heard.sample * 524_288).rounded()) - 1 - inRamp))
        }
        // 48 samples are a millisecond.
        #expect(worst < 15, "worst offset \(worst) samples")
    }

    @Test("A card at another rate gets the programme at its own rate, in place")
    func otherRate() throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock, rate: 44_100, bufferFrames: 4410)
        let pump = Pump(ring: bench.ring, anchor: bench.anchor, settings: SoundSettings(follow: .locked))
        let converter = try #require(SincConverter(channels: 2))
        pump.take(card, converter: converter)
        #expect(bench.drive(pump, seconds: 3) == nil)
        let heard = card.heard.dropFirst(44_100)
        let worst = heard.reduce(Int64(0)) { worst, heard in
            let inRamp = bench.due(at: heard.at).modulo(240_000)
            guard (2_000..<238_000).contains(inRamp) else { return worst }
            return max(worst, abs(Int64((heard.sample * 524_288).rounded()) - 1 - inRamp))
        }
        #expect(worst <= 2)
    }

    @Test("With air dead the card plays silence, counts the frames, and goes on when air is back")
    func airDead() throws {
        let bench = try SoundBench()
        let card = SimulatedCard(clock: bench.clock)
        let pump = lockedPump(bench, card)
        for frame in bench.nextFrame + 25..<bench.nextFrame + 50 { bench.faults[frame] = .some(nil) }
        #expect(bench.drive(pump, seconds: 4) == nil)
        #expect(pump.status.framesLost == 25)
        #expect(pump.status.recoveries == 0)
        #expect(misplaced(bench, card) == 0)
        let sounding = Array(card.heard.drop { $0.sample == 0 })
        #expect(sounding.count { $0.sample == 0 } == 25 * 1920)
    }
}
