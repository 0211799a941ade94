/// An amount of time as a document writes it: a label (`00:10:00:12`), frames (`262f`), or whole `30s`, `10m`, `24h`.
public enum FrameAmount: Hashable, Sendable {
    case label(TimecodeLabel)
    case frames(Int64)
    case seconds(Int64)

    /// Reads any of the three spellings; `nil` for anything else, a sign included.
    public init?(_ text: String) {
        if let label = TimecodeLabel(text) {
            self = .label(label)
            return
        }
        var scanner = DigitScanner(text)
        guard let number = scanner.number(digits: 1...12) else { return nil }
        switch scanner.remainder() {
        case "f": self = .frames(number)
        case "s": self = .seconds(number)
        case "m": self = .seconds(number * 60)
        case "h": self = .seconds(number * 3600)
        default: return nil
        }
    }

    /// The amount in frames at `rate`. Whole seconds at a rate that has no whole number of frames in them round up, so
    /// that nothing is left open before the second ends.
    ///
    /// - Parameter most: the longest amount that is accepted, in seconds; 100 days unless given.
    public func frames(at rate: FrameRate, most: Int64 = 8_640_000) throws(TimecodeProblem) -> Int64 {
        let count: Int64
        switch self {
        case .label(let label): count = try label.frameCount(at: rate)
        case .frames(let frames): count = frames
        case .seconds(let seconds):
            guard seconds <= most else { throw .tooLong(description, days: most / 86_400) }
            count = scaledUp(seconds, by: rate.numerator, over: rate.denominator)
        }
        guard count <= scaledUp(most, by: rate.numerator, over: rate.denominator) else {
            throw .tooLong(description, days: most / 86_400)
        }
        return count
    }

    /// What a reader of an error needs: the spellings that are understood.
    public static let expected = "a label at the channel's rate (\"00:10:00:12\"), frames (262f) or whole seconds (30s)"
}

extension FrameAmount: CustomStringConvertible {
    public var description: String {
        switch self {
        case .label(let label): label.description
        case .frames(let frames): "\(frames)f"
        case .seconds(let seconds): "\(seconds)s"
        }
    }
}
