/// Where decoded sound lies, in samples counted from a stream's first decoded sample.
///
/// Time stamps alone cannot say: in Matroska they are rounded to milliseconds. Codec frames follow each other without gaps,
/// so positions are counted, and time stamps only choose the codec frame after a seek or show that something is missing.
struct SoundGrid {
    /// Seconds per tick of the time stamps.
    let tickNumerator: Int64
    let tickDenominator: Int64
    let sampleRate: Int64
    /// Samples of every codec frame, 0 where they differ.
    let frameSamples: Int64
    /// Time of sample 0 on the file's clock, in samples times `scale`.
    let origin: Int128

    /// Fractions of a sample that times are kept in.
    static let scale: Int128 = 1 << 20

    /// A time stamp as a time in samples times `scale`, rounded down.
    static func time(of timestamp: Int64, tick: (Int64, Int64), sampleRate: Int64) -> Int128 {
        (Int128(timestamp) * Int128(tick.0) * Int128(sampleRate) * scale).flooredQuotient(Int128(tick.1))
    }

    /// Half the uncertainty of a time stamp, in samples times `scale`.
    static func halfTick(tick: (Int64, Int64), sampleRate: Int64) -> Int128 {
        (Int128(tick.0) * Int128(sampleRate) * scale).flooredQuotient(Int128(2 * tick.1))
    }

    /// Whether time stamps are coarser than samples.
    var isCoarse: Bool { tickNumerator * sampleRate > tickDenominator }

    private var tick: (Int64, Int64) { (tickNumerator, tickDenominator) }

    /// The position that a time stamp alone asks for.
    func measured(_ timestamp: Int64) -> Int64 {
        let time = Self.time(of: timestamp, tick: tick, sampleRate: sampleRate) - origin
        return Int64((2 * time + Self.scale).flooredQuotient(2 * Self.scale))
    }

    /// The position of a codec frame with this time stamp after a seek: on the grid of codec frames if it is near one.
    func position(of timestamp: Int64) -> Int64 {
        let measured = measured(timestamp)
        guard frameSamples > 0 else { return measured }
        let nearest =
            Int64(
                (2 * Int128(measured) + Int128(frameSamples)).flooredQuotient(2 * Int128(frameSamples))) * frameSamples
        return abs(nearest - measured) <= max(sampleRate * 3 / 1000, coarseness) ? nearest : measured
    }

    /// The position of the next codec frame in a run: counted, unless the time stamp shows a gap or an overlap.
    func position(of timestamp: Int64?, counted: Int64) -> Int64 {
        guard let timestamp, abs(measured(timestamp) - counted) > max(sampleRate * 12 / 1000, coarseness) else {
            return counted
        }
        return position(of: timestamp)
    }

    private var coarseness: Int64 { 3 * tickNumerator * sampleRate / (2 * tickDenominator) }

    /// The time of the first sample, from the time stamps of the first codec frames.
    ///
    /// Each rounded time stamp leaves an interval of a tick; all of them together leave less. Within what is left, sound
    /// that may begin exactly with the picture does.
    ///
    /// - Parameters:
    ///   - frames: Time stamps of the first codec frames and the samples before each.
    ///   - leads: Samples of codec priming that may lie before the sound proper, likeliest first.
    ///   - picture: Time of the first presented picture, in samples times `scale`.
    static func origin(
        frames: [(timestamp: Int64, position: Int64)], leads: [Int64], picture: Int128?,
        tick: (Int64, Int64), sampleRate: Int64
    ) -> Int128 {
        let times = frames.map {
            time(of: $0.timestamp, tick: tick, sampleRate: sampleRate) - Int128($0.position) * scale
        }
        guard tick.0 * sampleRate > tick.1 else { return times[0] }
        let half = halfTick(tick: tick, sampleRate: sampleRate)
        var (low, high) = (times[0] - half, times[0] + half)
        for time in times.dropFirst() {
            let (newLow, newHigh) = (max(low, time - half), min(high, time + half))
            // A contradiction: a gap, or a muxer that cuts instead of rounding. The first time stamp is then the best.
            guard newLow <= newHigh else {
                (low, high) = (times[0] - half, times[0] + half)
                break
            }
            (low, high) = (newLow, newHigh)
        }
        if let picture {
            for lead in leads {
                let together = picture - Int128(lead) * scale
                // The picture's own time stamp is as coarse.
                if together >= low - half, together <= high + half { return together }
            }
        }
        return times.count > 1 ? (low + high) / 2 : times[0]
    }
}
