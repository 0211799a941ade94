/// A frame rate as an exact ratio of frames to seconds, always in lowest terms.
///
/// Frame *n* of a stream at this rate starts `n x denominator / numerator` seconds after frame 0.
public struct FrameRate: Hashable, Sendable {
    /// Frames per `denominator` seconds, 1 to 1,000,000.
    public let numerator: Int64
    /// Seconds per `numerator` frames, 1 to 1,000,000.
    public let denominator: Int64

    /// The rate `numerator/denominator` reduced to lowest terms; `nil` when either is not in 1...1,000,000.
    public init?(_ numerator: Int64, _ denominator: Int64 = 1) {
        guard (1...1_000_000).contains(numerator), (1...1_000_000).contains(denominator) else { return nil }
        var (a, b) = (numerator, denominator)
        while b != 0 { (a, b) = (b, a % b) }
        self.numerator = numerator / a
        self.denominator = denominator / a
    }

    private init(exactly numerator: Int64, _ denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    public static let fps24 = FrameRate(exactly: 24, 1)
    public static let fps25 = FrameRate(exactly: 25, 1)
    public static let fps30 = FrameRate(exactly: 30, 1)
    public static let fps50 = FrameRate(exactly: 50, 1)
    public static let fps60 = FrameRate(exactly: 60, 1)
    public static let fps23976 = FrameRate(exactly: 24000, 1001)
    public static let fps2997 = FrameRate(exactly: 30000, 1001)
    public static let fps5994 = FrameRate(exactly: 60000, 1001)

    /// Frames counted by one second of a timecode label: the rate rounded up to a whole number.
    public var nominal: Int64 { (numerator + denominator - 1) / denominator }

    /// Whether drop-frame labels are legal: 30000/1001 and its whole multiples only (SMPTE ST 12-1, 5.2).
    public var allowsDropFrame: Bool { denominator == 1001 && numerator % 30000 == 0 }
}

extension FrameRate: CustomStringConvertible {
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
