import Timecode

/// Frame rates as other systems write them.
extension FrameRate {
    /// Reads `25`, `30000/1001`, and the rounded spellings of the 1001 rates (`29.97`, `23.98`); `nil` for any other.
    public init?(writtenAs text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let numerator = Int64(parts[0]), let denominator = Int64(parts[1]) else { return nil }
            self.init(numerator, denominator)
        } else {
            guard let number = ExactNumber(text) else { return nil }
            self.init(number)
        }
    }

    /// The rate that a decimal number means: itself when it is whole, one of the 1001 rates within 0.005 of it.
    init?(_ number: ExactNumber) {
        if let whole = number.whole {
            self.init(whole)
            return
        }
        guard let nominal = number.rounded, (1...1000).contains(nominal), let rate = FrameRate(nominal * 1000, 1001),
            number.isWithin(200, of: ExactNumber(nominal * 1000, over: 1001))
        else { return nil }
        self = rate
    }

    /// Frames at this rate in a number of seconds; `nil` where it does not fit.
    func frames(seconds: ExactNumber) -> ExactNumber? { seconds.scaled(by: numerator, over: denominator) }

    /// The number of frames at this rate that last as long as `frames` at `other`.
    func frames(_ frames: ExactNumber, at other: FrameRate) -> ExactNumber? {
        frames.scaled(by: other.denominator, over: other.numerator)?.scaled(by: numerator, over: denominator)
    }

    /// `seconds` of a number of frames as a decimal with at most `digits` places, rounded.
    func seconds(_ frames: Int64, digits: Int = 6) -> String {
        let scale = (0..<digits).reduce(Int64(1)) { value, _ in value * 10 }
        guard
            let parts = ExactNumber(frames).scaled(by: denominator, over: numerator)?.scaled(by: scale, over: 1)?
                .rounded
        else { return "0" }
        let fraction = String(parts % scale)
        let padded = String(repeating: "0", count: digits - fraction.count) + fraction
        let cut = padded.reversed().drop { $0 == "0" }.reversed()
        return "\(parts / scale)" + (cut.isEmpty ? "" : "." + String(cut))
    }
}
