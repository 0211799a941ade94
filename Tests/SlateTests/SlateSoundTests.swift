import CEBUR128
import Testing
import Timecode

@testable import SlatePango

@Suite struct SlateSoundTests {
    static func format(_ rate: Int32, _ channels: Int32) -> ChannelFormat {
        ChannelFormat(
            width: 64, height: 64, rate: .fps25, colour: .bt709, sampleRate: rate, channels: channels)!
    }

    /// Loudness and true peak of some channels of the loop, played three times over.
    static func measure(_ sound: SlateSound, rate: Int32, channels: Int, pick: [Int]) throws -> (
        integrated: Double, least: Double, most: Double, peak: Double
    ) {
        let mode = EBUR128_MODE_I.rawValue | EBUR128_MODE_S.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue
        var meter = ebur128_init(UInt32(pick.count), UInt(rate), Int32(mode))
        try #require(meter != nil)
        defer { ebur128_destroy(&meter) }
        let picked = (0..<sound.count).flatMap { index in pick.map { sound.samples[index * channels + $0] } }
        var (least, most) = (0.0, -100.0)
        for turn in 0..<3 {
            for start in stride(from: 0, to: sound.count, by: sound.count / 20) {
                let count = min(sound.count / 20, sound.count - start)
                picked.withUnsafeBufferPointer {
                    _ = ebur128_add_frames_float(meter, $0.baseAddress! + start * pick.count, count)
                }
                var shortTerm = 0.0
                ebur128_loudness_shortterm(meter, &shortTerm)
                if turn > 0 { (least, most) = (min(least, shortTerm), max(most, shortTerm)) }
            }
        }
        var integrated = 0.0
        ebur128_loudness_global(meter, &integrated)
        var peak = 0.0
        for channel in pick.indices {
            var value = 0.0
            ebur128_true_peak(meter, UInt32(channel), &value)
            peak = max(peak, value)
        }
        return (integrated, least, most, peak)
    }

    @Test(arguments: [(48_000, 2), (48_000, 1), (44_100, 2), (96_000, 4), (48_000, 6), (8_000, 2)])
    func loudnessIsTheHousesAndSteady(rate: Int32, channels: Int) throws {
        let sound = try SlateSound(Self.format(rate, Int32(channels)))
        #expect(sound.count == 10 * Int(rate))
        #expect(sound.samples.count == sound.count * channels)
        let pick = channels == 1 ? [0] : [0, 1]
        let measured = try Self.measure(sound, rate: rate, channels: channels, pick: pick)
        #expect(abs(measured.integrated + 23) <= 0.2, "\(measured.integrated) LUFS")
        // Nobody reaches for the remote: no three seconds are louder or softer than the rest by more than half a unit.
        #expect(measured.most - measured.least <= 1)
        // -9 dBTP.
        #expect(measured.peak < 0.3548)
    }

    @Test func theLoopHasNoSeam() throws {
        let sound = try SlateSound(Self.format(48_000, 2))
        var largest: Float = 0
        for index in 1..<sound.count {
            for channel in 0..<2 {
                largest = max(
                    largest, abs(sound.samples[2 * index + channel] - sound.samples[2 * (index - 1) + channel]))
            }
        }
        for channel in 0..<2 {
            #expect(abs(sound.samples[channel] - sound.samples[2 * (sound.count - 1) + channel]) <= largest)
        }
    }

    @Test func everyPairOfChannelsHasSoundAndASurroundBedOnlyItsFront() throws {
        let four = try SlateSound(Self.format(48_000, 4))
        for index in stride(from: 0, to: four.count, by: 997) {
            #expect(four.samples[4 * index] == four.samples[4 * index + 2])
            #expect(four.samples[4 * index + 1] == four.samples[4 * index + 3])
        }
        let six = try SlateSound(Self.format(48_000, 6))
        #expect((0..<six.count).allSatisfy { index in (2..<6).allSatisfy { six.samples[6 * index + $0] == 0 } })
        #expect(six.samples.contains { $0 != 0 })
    }
}
