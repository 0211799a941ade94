/// One coded picture or block of sound with its PES header, on its way into transport packets.
struct ElementaryUnit {
    private(set) var bytes: [UInt8] = []
    var sent = 0
    /// 27 MHz ticks since the epoch: the earliest instant its first byte may leave, and when it must have arrived.
    let earliest: Int64
    let deadline: Int64
    let isKey: Bool
    /// The house frame of a picture; -1 for sound.
    let frame: Int64

    var left: Int { bytes.count - sent }

    /// - Parameters:
    ///   - stream: `stream_id`: 0xe0 pictures, 0xc0 sound.
    ///   - pts, dts: 90 kHz since the epoch.
    ///   - isLengthKnown: whether PES_packet_length is written; pictures may exceed what it holds.
    init(
        stream: UInt8, prefix: [UInt8] = [], payload: UnsafeRawBufferPointer, pts: Int64, dts: Int64, isKey: Bool,
        isLengthKnown: Bool, frame: Int64, lead: Int64
    ) {
        self.isKey = isKey
        self.frame = frame
        deadline = dts * 300
        earliest = deadline - lead
        let hasBoth = pts != dts
        let headerBytes = hasBoth ? 10 : 5
        bytes.reserveCapacity(9 + headerBytes + prefix.count + payload.count)
        let length = 3 + headerBytes + prefix.count + payload.count
        let told = isLengthKnown && length <= 0xffff ? length : 0
        // Marker bits '10', data alignment; then which stamps follow (2.4.3.6).
        bytes += [0, 0, 1, stream, UInt8(told >> 8), UInt8(told & 0xff), 0x84, hasBoth ? 0xc0 : 0x80]
        bytes.append(UInt8(headerBytes))
        append(pts, tag: hasBoth ? 3 : 2)
        if hasBoth { append(dts, tag: 1) }
        bytes += prefix
        bytes += payload
    }

    private mutating func append(_ stamp: Int64, tag: UInt8) {
        let value = UInt64(bitPattern: stamp) & 0x1_ffff_ffff
        bytes.append(tag << 4 | UInt8(truncatingIfNeeded: value >> 30 & 7) << 1 | 1)
        bytes.append(UInt8(truncatingIfNeeded: value >> 22))
        bytes.append(UInt8(truncatingIfNeeded: value >> 15 & 0x7f) << 1 | 1)
        bytes.append(UInt8(truncatingIfNeeded: value >> 7))
        bytes.append(UInt8(truncatingIfNeeded: value & 0x7f) << 1 | 1)
    }
}
