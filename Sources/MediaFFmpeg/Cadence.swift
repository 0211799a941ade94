import Timecode

/// Finds a stream's true frame rate: what the file claims, checked against its time stamps.
///
/// Containers guess, round and confuse fields with frames; a wrong rate shows wrong pictures for the rest of the item.
struct Cadence {
    /// Seconds per tick.
    let tickNumerator: Int64
    let tickDenominator: Int64
    /// Time stamps of pictures (or of coded fields) in ascending order, as many as were cheap to get.
    let timestamps: [Int64]
    /// Whether the pictures are interlaced, and each field may have a time stamp of its own.
    let isInterlaced: Bool

    /// The rate that fits, or `nil` when the pictures are not evenly spaced at any claimed rate.
    func rate(claims: [(numerator: Int64, denominator: Int64)]) -> FrameRate? {
        let rates = (claims + measured).compactMap { Self.snap($0.numerator, $0.denominator) }
            .filter { Self.plausible.contains($0.numerator / $0.denominator) }
            .map { isInterlaced ? Self.frames(ofInterlaced: $0) : $0 }
        guard timestamps.count > 1 else { return rates.first }
        for rate in rates {
            if let stride = stride(at: rate) {
                return FrameRate(rate.numerator, rate.denominator * stride) ?? rate
            }
        }
        return nil
    }

    private static let plausible: ClosedRange<Int64> = 1...240

    /// Interlaced pictures come at 25 or 29.97 a second; a claim of twice that counts fields.
    private static func frames(ofInterlaced rate: FrameRate) -> FrameRate {
        rate.numerator > 40 * rate.denominator ? FrameRate(rate.numerator, rate.denominator * 2) ?? rate : rate
    }

    private static let standard: [FrameRate] = [
        .fps23976, .fps24, .fps25, .fps2997, .fps30, .fps50, .fps5994, .fps60,
        FrameRate(48000, 1001)!, FrameRate(48)!, FrameRate(100)!, FrameRate(120000, 1001)!, FrameRate(120)!,
        FrameRate(25, 2)!, FrameRate(15000, 1001)!, FrameRate(15)!, FrameRate(12)!, FrameRate(10)!,
    ]

    /// The standard rate within one part in 5,000 of a claim (29.97 and 30 are 5 times further apart), or the claim itself.
    static func snap(_ numerator: Int64, _ denominator: Int64) -> FrameRate? {
        guard numerator > 0, denominator > 0 else { return nil }
        let claim = Int128(numerator)
        for rate in standard {
            let here = claim * Int128(rate.denominator)
            let there = Int128(rate.numerator) * Int128(denominator)
            if (here - there).magnitude * 5_000 <= there.magnitude { return rate }
        }
        var (a, b) = (numerator, denominator)
        while a > 1_000_000 || b > 1_000_000 { (a, b) = ((a + 1) / 2, (b + 1) / 2) }
        return FrameRate(a, b)
    }

    /// Rates that the time stamps themselves suggest: by their mean distance and by the commonest one.
    private var measured: [(numerator: Int64, denominator: Int64)] {
        guard timestamps.count > 2, let first = timestamps.first, let last = timestamps.last, last > first else {
            return []
        }
        var counts: [Int64: Int] = [:]
        for (a, b) in zip(timestamps, timestamps.dropFirst()) where b > a { counts[b - a, default: 0] += 1 }
        let commonest = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }!.key
        return [
            (tickDenominator * Int64(timestamps.count - 1), tickNumerator * (last - first)),
            (tickDenominator, tickNumerator * commonest),
        ]
    }

    /// How many positions at `rate` lie between pictures (1 unless the claim is a multiple of the truth), if all lie on one.
    private func stride(at rate: FrameRate) -> Int64? {
        let unit = Int128(tickDenominator) * Int128(rate.denominator)
        let perTick = Int128(tickNumerator) * Int128(rate.numerator)
        // Two rounded time stamps may be one tick off together; encoders' own clocks add a little.
        let tolerance = perTick + unit / 50
        var common: Int64 = 0
        var onFields = 0
        var previous: Int64 = -1
        for timestamp in timestamps {
            let distance = Int128(timestamp - timestamps[0]) * perTick
            let index = (2 * distance + unit).flooredQuotient(2 * unit)
            let error = (distance - index * unit).magnitude
            if error > tolerance.magnitude {
                guard isInterlaced, (2 * error).distance(to: unit.magnitude).magnitude <= 2 * tolerance.magnitude else {
                    return nil
                }
                onFields += 1
                continue
            }
            // Two pictures at one position: the claim is too slow.
            if Int64(index) == previous, !isInterlaced { return nil }
            previous = Int64(index)
            var (a, b) = (common, Int64(index))
            while b != 0 { (a, b) = (b, a % b) }
            common = a
        }
        if onFields * 2 > timestamps.count { return nil }
        return timestamps.count >= 6 ? max(1, common) : 1
    }
}
