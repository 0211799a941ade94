import CEBUR128
import Glibc
import Timecode

/// The sound under a slate: ten seconds of a soft chord that loops without a seam and never swells.
///
/// Every tone makes a whole number of turns in the loop, and so does every slow movement in level.
struct SlateSound {
    /// Seconds of the loop.
    static let seconds = 10
    /// Loudness in LUFS (EBU R 128).
    static let loudness = -23.0

    /// Samples per channel.
    let count: Int
    /// Interleaved.
    let samples: [Float]

    /// One voice: turns in ten seconds, level, turns of its movement in ten seconds and how far that goes.
    private struct Voice {
        let turns: Int
        let level: Double
        let movement: Int
        let depth: Double
        /// Lag of the movement in the left and right channel, in turns.
        let left: Double
        let right: Double
    }

    /// D, A, D, F sharp, A, E: open and bright, nothing that could be taken for an alarm or a line-up tone.
    private static let voices = [
        Voice(turns: 1468, level: 0.62, movement: 1, depth: 0.16, left: 0.00, right: 0.35),
        Voice(turns: 2200, level: 0.50, movement: 2, depth: 0.20, left: 0.25, right: 0.60),
        Voice(turns: 2937, level: 0.40, movement: 1, depth: 0.22, left: 0.50, right: 0.85),
        Voice(turns: 2941, level: 0.18, movement: 3, depth: 0.20, left: 0.10, right: 0.75),
        Voice(turns: 3700, level: 0.30, movement: 3, depth: 0.25, left: 0.75, right: 0.10),
        Voice(turns: 4400, level: 0.24, movement: 2, depth: 0.28, left: 0.10, right: 0.45),
        Voice(turns: 4404, level: 0.12, movement: 1, depth: 0.25, left: 0.30, right: 0.80),
        Voice(turns: 6593, level: 0.11, movement: 3, depth: 0.35, left: 0.35, right: 0.70),
    ]

    init(_ format: ChannelFormat) throws(SlateError) {
        let rate = Int(format.sampleRate)
        let count = Self.seconds * rate
        self.count = count
        let pair = Self.pair(count)
        let gain = try Self.gain(pair, rate: rate, isMono: format.channels == 1)
        let channels = Int(format.channels)
        samples = [Float](unsafeUninitializedCapacity: count * channels) { buffer, filled in
            for index in 0..<count {
                let (left, right) = (pair[2 * index] * gain, pair[2 * index + 1] * gain)
                for channel in 0..<channels {
                    buffer[index * channels + channel] =
                        channels == 6 && channel > 1 ? 0 : channel % 2 == 0 ? left : right
                }
            }
            filled = count * channels
        }
    }

    /// The chord in stereo, at no particular level.
    private static func pair(_ count: Int) -> [Float] {
        // One turn of a sine over the whole loop: every tone reads it at its own stride.
        let sine = (0..<count).map { Float(sin(2 * Double.pi * Double($0) / Double(count))) }
        var pair = [Float](repeating: 0, count: 2 * count)
        pair.withUnsafeMutableBufferPointer { pair in
            sine.withUnsafeBufferPointer { sine in
                for voice in voices where 2 * voice.turns < count {
                    let (level, depth) = (Float(voice.level), Float(voice.depth))
                    var tone = 0
                    var left = Int(voice.left * Double(count))
                    var right = Int(voice.right * Double(count))
                    for index in 0..<count {
                        let value = sine[tone] * level
                        pair[2 * index] += value * (1 + depth * sine[left])
                        pair[2 * index + 1] += value * (1 + depth * sine[right])
                        tone += voice.turns
                        if tone >= count { tone -= count }
                        left += voice.movement
                        if left >= count { left -= count }
                        right += voice.movement
                        if right >= count { right -= count }
                    }
                }
            }
        }
        return pair
    }

    /// What brings the chord to the loudness, by libebur128's measurement.
    private static func gain(_ pair: [Float], rate: Int, isMono: Bool) throws(SlateError) -> Float {
        var meter = ebur128_init(isMono ? 1 : 2, UInt(rate), Int32(EBUR128_MODE_I.rawValue))
        guard meter != nil else { throw .sound }
        defer { ebur128_destroy(&meter) }
        let measured = isMono ? stride(from: 0, to: pair.count, by: 2).map { pair[$0] } : pair
        var loudness = 0.0
        guard ebur128_add_frames_float(meter, measured, pair.count / 2) == 0,
            ebur128_loudness_global(meter, &loudness) == 0, loudness.isFinite
        else { throw .sound }
        return Float(pow(10, (Self.loudness - loudness) / 20))
    }
}
