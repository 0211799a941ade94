import Timecode

/// The seven bytes before each AAC block in a transport stream (ISO/IEC 13818-7, 6.2): AAC-LC, no CRC.
struct ADTSHeader {
    /// `sampling_frequency_index` is the place in this list.
    static let rates: [Int32] = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
    ]

    private let index: UInt8
    private let channels: UInt8

    init(_ format: ChannelFormat) {
        index = UInt8(Self.rates.firstIndex(of: format.sampleRate) ?? 3)
        channels = UInt8(clamping: format.channels)
    }

    /// The header of a block of `count` coded bytes.
    func bytes(for count: Int) -> [UInt8] {
        let length = count + 7
        return [
            0xff, 0xf1, 1 << 6 | index << 2 | channels >> 2, channels << 6 | UInt8(length >> 11 & 3),
            UInt8(length >> 3 & 0xff), UInt8(length & 7) << 5 | 0x1f, 0xfc,
        ]
    }
}
