import Timecode

/// Which source picture a channel frame shows, from presentation time stamps alone.
///
/// Positions are whole numbers counted from the first presented picture: picture numbers where the rate is constant (so that
/// time stamps rounded to milliseconds still name the right picture), ticks of the stream's time base where it is not.
struct PictureClock: Equatable {
    /// Seconds per tick of the time stamps.
    let tickNumerator: Int64
    let tickDenominator: Int64
    /// Time stamp of the first presented picture.
    let first: Int64
    /// Pictures per second, `nil` where it varies.
    let rate: FrameRate?
    /// Positions per picture: 2 where both fields of each are shown in turn, else 1.
    let fields: Int64

    init(tickNumerator: Int64, tickDenominator: Int64, first: Int64, rate: FrameRate?, fields: Int64 = 1) {
        self.tickNumerator = tickNumerator
        self.tickDenominator = tickDenominator
        self.first = first
        self.rate = rate
        self.fields = rate == nil ? 1 : fields
    }

    /// The position of a picture: its number at a constant rate, rounded to the nearest.
    func position(of timestamp: Int64) -> Int64 {
        let ticks = timestamp - first
        guard let rate else { return ticks }
        let numerator = Int128(ticks) * Int128(tickNumerator) * Int128(rate.numerator)
        let denominator = Int128(tickDenominator) * Int128(rate.denominator)
        return Int64((2 * numerator + denominator).flooredQuotient(2 * denominator)) * fields
    }

    /// The last position that channel frame `frame` may show: `floor(frame x source rate / channel rate)`.
    ///
    /// Where the rate varies: the frame's instant and half a tick more, for the time stamps' own rounding.
    func target(of frame: Int64, at channel: FrameRate) -> Int64 {
        guard let rate else {
            let numerator = Int128(frame) * Int128(channel.denominator) * Int128(tickDenominator)
            let denominator = Int128(channel.numerator) * Int128(tickNumerator)
            return Int64((2 * numerator + denominator).flooredQuotient(2 * denominator))
        }
        return Int64(
            (Int128(frame) * Int128(rate.numerator * fields) * Int128(channel.denominator))
                .flooredQuotient(Int128(rate.denominator) * Int128(channel.numerator)))
    }

    /// The time stamp at or just before a position.
    func timestamp(of position: Int64) -> Int64 {
        guard let rate else { return first + position }
        let numerator = Int128(position) * Int128(rate.denominator) * Int128(tickDenominator)
        return first
            + Int64(numerator.flooredQuotient(Int128(rate.numerator * fields) * Int128(tickNumerator)))
    }

    /// Positions that a duration in ticks covers, at least those of one picture.
    func span(of ticks: Int64) -> Int64 {
        guard let rate else { return max(1, ticks) }
        let numerator = Int128(ticks) * Int128(tickNumerator) * Int128(rate.numerator)
        let denominator = Int128(tickDenominator) * Int128(rate.denominator)
        return max(1, Int64((2 * numerator + denominator).flooredQuotient(2 * denominator))) * fields
    }
}

extension Int128 {
    /// The quotient rounded down. The divisor is positive.
    func flooredQuotient(_ divisor: Int128) -> Int128 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
