/// What is asked of a card.
public struct PlaybackRequest: Hashable, Sendable {
    public var channels: Int
    public var rate: Int
    public var periodMicroseconds: UInt32 = 10_000
    public var bufferMicroseconds: UInt32 = 100_000

    public init(channels: Int, rate: Int) {
        self.channels = channels
        self.rate = rate
    }
}

/// What the card gave.
public struct PlaybackSetup: Hashable, Sendable, CustomStringConvertible {
    public var format: SampleFormat
    public var channels: Int
    public var rate: Int
    public var periodFrames: Int
    public var bufferFrames: Int
    /// Whether each channel has a buffer of its own.
    public var planar: Bool

    public var description: String {
        "\(format.rawValue), \(channels) channels\(planar ? " (planar)" : ""), \(rate) Hz, "
            + "period \(periodFrames), buffer \(bufferFrames) frames"
    }
}
