/// The arithmetic of the house clock: house frames and their samples at one channel rate, counted from the SMPTE epoch.
///
/// House frame *n* starts at `n x denominator / numerator` seconds after the epoch (SMPTE ST 2059-1), and owns the audio
/// samples from `firstSample(of: n)` up to `firstSample(of: n + 1)`. Integers only; nothing accumulates.
public struct HouseTime: Hashable, Sendable {
    public let rate: FrameRate
    /// Audio samples per second, 8,000 to 192,000.
    public let sampleRate: Int64

    public init(rate: FrameRate, sampleRate: Int64 = 48_000) {
        self.rate = rate
        self.sampleRate = sampleRate
    }

    /// The frame that is on at `instant`: the last one that has started. Real-time safe.
    @inlinable
    public func frame(at instant: TAIInstant) -> Int64 {
        scaledDown(instant.nanoseconds, by: rate.numerator, over: rate.denominator * 1_000_000_000)
    }

    /// The first frame that starts at or after `instant`: what a wall-clock start time means. Real-time safe.
    @inlinable
    public func firstFrame(from instant: TAIInstant) -> Int64 {
        scaledUp(instant.nanoseconds, by: rate.numerator, over: rate.denominator * 1_000_000_000)
    }

    /// When `frame` starts, rounded up to a whole nanosecond. Real-time safe.
    @inlinable
    public func start(of frame: Int64) -> TAIInstant {
        TAIInstant(nanoseconds: scaledUp(frame, by: rate.denominator * 1_000_000_000, over: rate.numerator))
    }

    /// The first audio sample of `frame`, counted from the epoch. Real-time safe.
    @inlinable
    public func firstSample(of frame: Int64) -> Int64 {
        scaledDown(frame, by: rate.denominator * sampleRate, over: rate.numerator)
    }

    /// The most samples a frame can own. Real-time safe.
    @inlinable
    public var mostSamplesInAFrame: Int64 { scaledUp(1, by: rate.denominator * sampleRate, over: rate.numerator) }
}
