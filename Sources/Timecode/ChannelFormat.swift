/// What the whole channel looks and sounds like: every source is conformed to it, every output starts from it.
///
/// Pictures are progressive, 8-bit 4:2:0 planar, limited range; sound is 32-bit float, interleaved.
public struct ChannelFormat: Hashable, Sendable {
    /// Colour matrix, primaries and transfer of the channel (always limited range).
    public enum Colour: UInt32, Hashable, Sendable, CaseIterable {
        case bt709 = 1
        case bt601at625 = 5
        case bt601at525 = 6
    }

    /// Active picture in pixels; both even, 16 to 4096.
    public let width: Int32
    public let height: Int32
    public let rate: FrameRate
    public let colour: Colour
    /// Audio samples per second; 48,000 unless configured otherwise.
    public let sampleRate: Int32
    /// Audio channels, 1 to 16.
    public let channels: Int32

    public init?(width: Int32, height: Int32, rate: FrameRate, colour: Colour, sampleRate: Int32, channels: Int32) {
        guard (16...4096).contains(width), (16...4096).contains(height), width % 2 == 0, height % 2 == 0,
            (8_000...192_000).contains(sampleRate), (1...16).contains(channels)
        else { return nil }
        self.width = width
        self.height = height
        self.rate = rate
        self.colour = colour
        self.sampleRate = sampleRate
        self.channels = channels
    }

    /// 1920x1080, 25 frames per second, BT.709, 48 kHz stereo.
    public static let standard = ChannelFormat(
        width: 1920, height: 1080, rate: .fps25, colour: .bt709, sampleRate: 48_000, channels: 2)!

    public var time: HouseTime { HouseTime(rate: rate, sampleRate: Int64(sampleRate)) }
}
