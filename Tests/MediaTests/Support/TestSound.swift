/// Noise whose every stretch is unlike any other: sound that carries its sample position.
struct TestSound {
    let rate: Int
    let channels: Int
    /// Interleaved 16-bit samples.
    let samples: [Int16]

    /// Smoothed pseudo-random noise, the same for the same arguments.
    init(seconds: Double, rate: Int = 48_000, channels: Int = 2, seed: UInt64 = 7) {
        self.rate = rate
        self.channels = channels
        let count = Int((seconds * Double(rate)).rounded())
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(truncatingIfNeeded: state >> 40) % 16_000 - 8_000
        }
        var history = [[Int]](repeating: [Int](repeating: 0, count: 8), count: channels)
        var samples: [Int16] = []
        samples.reserveCapacity(count * channels)
        for index in 0..<count {
            for channel in 0..<channels {
                history[channel][index % 8] = next()
                samples.append(Int16(clamping: history[channel].reduce(0, +) / 3))
            }
        }
        self.samples = samples
    }

    var count: Int { samples.count / channels }

    func value(_ index: Int, _ channel: Int = 0) -> Float {
        index >= 0 && index < count ? Float(samples[index * channels + channel]) / 32_768 : 0
    }

    /// The file in RIFF WAVE form.
    var wave: [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let data = samples.flatMap { little(Int(UInt16(bitPattern: $0)), 2) }
        return Array("RIFF".utf8) + little(36 + data.count, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2)
            + little(channels, 2) + little(rate, 4) + little(rate * channels * 2, 4) + little(channels * 2, 2)
            + little(16, 2) + Array("data".utf8) + little(data.count, 4) + data
    }

    /// How many samples later than expected this sound appears in a decoded run.
    ///
    /// - Parameters:
    ///   - left: One channel as decoded, at 48 kHz.
    ///   - at: Position in this sound, in 48 kHz samples, that the run is expected to begin with.
    /// - Returns: the lag with the best correlation within 2,000 samples, and that correlation (1 = equal).
    func lag(of left: [Float], at: Int, skipping: Int = 2_500) -> (lag: Int, correlation: Float) {
        let window = 3_000
        guard left.count >= skipping + window else { return (.max, 0) }
        let part = Array(left[skipping..<skipping + window])
        let reference = (0..<window + 4_000).map { at48(at + skipping - 2_000 + $0) }
        let energy = part.reduce(0) { $0 + $1 * $1 }
        var best: (lag: Int, correlation: Float) = (.max, -1)
        part.withUnsafeBufferPointer { part in
            reference.withUnsafeBufferPointer { reference in
                for offset in 0...4_000 {
                    var sum: Float = 0
                    var power: Float = 0
                    for index in 0..<window {
                        sum += part[index] * reference[offset + index]
                        power += reference[offset + index] * reference[offset + index]
                    }
                    let correlation = sum / max(1e-9, (energy * power).squareRoot())
                    if correlation > best.correlation { best = (2_000 - offset, correlation) }
                }
            }
        }
        return best
    }

    /// The sound at 48 kHz: itself, or between its samples by a cubic, which is far better than one sample in time.
    private func at48(_ index: Int) -> Float {
        guard rate != 48_000 else { return value(index) }
        let position = Double(index) * Double(rate) / 48_000
        let whole = Int(position.rounded(.down))
        let t = Float(position - Double(whole))
        let (a, b, c, d) = (value(whole - 1), value(whole), value(whole + 1), value(whole + 2))
        return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    }
}
