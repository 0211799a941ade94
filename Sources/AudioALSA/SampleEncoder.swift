/// Turns the programme's floating-point samples into what a card takes. Everything is allocated when it is made.
///
/// 24 and 32 bits are rounded. 16 bits are dithered (triangular, two units wide) unless the block is already made of
/// 16-bit values, so that a 16-bit programme reaches a 16-bit card bit for bit. Values beyond full scale are clipped.
final class SampleEncoder {
    let format: SampleFormat
    let channels: Int
    let planar: Bool
    /// Most frames that `encode` takes at a time.
    let capacity: Int
    /// Start of the encoded block; plane *c* starts `c * planeBytes` further.
    let bytes: UnsafeMutableRawPointer
    let planeBytes: Int

    private let map: ChannelMap
    private let gains: UnsafeMutablePointer<Float>
    private let mapped: UnsafeMutablePointer<Float>
    private var random: UInt64 = 0x9e37_79b9_7f4a_7c15

    init(format: SampleFormat, map: ChannelMap, planar: Bool, capacity: Int) {
        self.format = format
        self.map = map
        self.planar = planar
        self.capacity = capacity
        channels = map.card
        planeBytes = capacity * format.bytes
        bytes = .allocate(byteCount: capacity * map.card * format.bytes, alignment: 64)
        mapped = .allocate(capacity: capacity * map.card)
        gains = .allocate(capacity: map.gains.count)
        for (index, gain) in map.gains.enumerated() { gains[index] = gain }
    }

    deinit {
        bytes.deallocate()
        mapped.deallocate()
        gains.deallocate()
    }

    /// Encodes at most `capacity` frames of the programme's channels. Real-time safe.
    func encode(_ programme: UnsafePointer<Float>, frames: Int) {
        precondition(frames <= capacity)
        let source: UnsafePointer<Float>
        if map.isIdentity {
            source = programme
        } else {
            mix(programme, frames: frames)
            source = UnsafePointer(mapped)
        }
        let count = frames * channels
        switch format {
        case .float: each(frames) { $0.storeBytes(of: source[$1].bounded, as: Float.self) }
        case .s32: each(frames) { $0.storeBytes(of: source[$1].whole(2_147_483_648), as: Int32.self) }
        case .s24: each(frames) { $0.storeBytes(of: source[$1].whole(8_388_608), as: Int32.self) }
        case .s24Packed:
            each(frames) {
                let value = source[$1].whole(8_388_608)
                $0.storeBytes(of: UInt16(truncatingIfNeeded: value), as: UInt16.self)
                $0.storeBytes(of: UInt8(truncatingIfNeeded: value >> 16), toByteOffset: 2, as: UInt8.self)
            }
        case .s16:
            if isSixteenBit(source, count) {
                each(frames) { $0.storeBytes(of: Int16(source[$1].whole(32_768)), as: Int16.self) }
            } else {
                each(frames) {
                    let value = (source[$1].bounded * 32_768 + self.dither()).rounded(.toNearestOrEven)
                    $0.storeBytes(of: Int16(max(-32_768, min(32_767, value))), as: Int16.self)
                }
            }
        }
    }

    private func mix(_ programme: UnsafePointer<Float>, frames: Int) {
        let (from, to) = (map.programme, map.card)
        for frame in 0..<frames {
            for channel in 0..<to {
                var sum: Float = 0
                for source in 0..<from { sum += programme[frame * from + source] * gains[channel * from + source] }
                mapped[frame * to + channel] = sum
            }
        }
    }

    @inline(__always)
    private func each(_ frames: Int, _ store: (UnsafeMutableRawPointer, Int) -> Void) {
        let width = format.bytes
        if planar {
            for frame in 0..<frames {
                for channel in 0..<channels {
                    store(bytes + channel * planeBytes + frame * width, frame * channels + channel)
                }
            }
        } else {
            for index in 0..<frames * channels { store(bytes + index * width, index) }
        }
    }

    private func isSixteenBit(_ source: UnsafePointer<Float>, _ count: Int) -> Bool {
        for index in 0..<count {
            let scaled = source[index] * 32_768
            if scaled != scaled.rounded(.towardZero) || scaled < -32_768 || scaled > 32_767 { return false }
        }
        return true
    }

    /// The difference of two uniform values: triangular from -1 to 1. Real-time safe.
    private func dither() -> Float {
        // xorshift64*
        random ^= random >> 12
        random ^= random << 25
        random ^= random >> 27
        let bits = random &* 0x2545_f491_4f6c_dd1d
        return (Float(UInt32(truncatingIfNeeded: bits >> 40)) - Float(UInt32(truncatingIfNeeded: bits & 0xff_ffff)))
            / 16_777_216
    }
}

extension Float {
    /// The sample between full scales; not-a-number is silence.
    @inline(__always)
    var bounded: Float { isNaN ? 0 : Swift.max(-1, Swift.min(1, self)) }

    /// The nearest whole number at a scale, clipped to what that many bits hold.
    @inline(__always)
    func whole(_ scale: Double) -> Int32 {
        let value = (Double(bounded) * scale).rounded(.toNearestOrEven)
        return Int32(Swift.min(scale - 1, value))
    }
}
