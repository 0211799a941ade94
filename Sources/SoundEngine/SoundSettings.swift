/// How one sound output follows the programme.
public struct SoundSettings: Hashable, Sendable {
    /// How the difference between the card's clock and the house clock is handled.
    public enum Follow: String, Hashable, Sendable {
        /// The card runs free: the sound is resampled by at most 300 parts per million so that it stays in its place.
        case resample
        /// The card is locked to the house (word clock, genlock): samples pass bit for bit, never resampled.
        case locked
    }

    /// A frame is heard this long after its start on the house clock, in nanoseconds.
    public var delayNanoseconds: Int64
    public var follow: Follow

    /// Delays that can be kept: shorter leaves no time to write.
    public static let delayRange: ClosedRange<Int64> = 40_000_000...2_500_000_000

    public init(delayNanoseconds: Int64 = 120_000_000, follow: Follow = .resample) {
        self.delayNanoseconds = delayNanoseconds
        self.follow = follow
    }

    /// How much sound to keep queued in the card: two thirds of the delay, at most 80 ms, so that a late programme frame
    /// has the rest to arrive in.
    var fillNanoseconds: Int64 { min(80_000_000, delayNanoseconds / 3 * 2) }

    /// With less than this queued, a programme frame that has not come is replaced by silence.
    var lowNanoseconds: Int64 { min(20_000_000, fillNanoseconds / 2) }

    /// Silence that a card is started with.
    var leadNanoseconds: Int64 { lowNanoseconds + 10_000_000 }
}
