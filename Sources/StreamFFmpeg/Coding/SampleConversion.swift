import CFFmpeg

/// Interleaved floats into the sample formats that encoders and pipes take.
enum SampleConversion {
    /// Values an encoder can digest: not a number becomes silence, what is over full scale is clipped.
    @inline(__always)
    static func clean(_ value: Float) -> Float { value.isNaN ? 0 : max(-1, min(1, value)) }

    /// 16-bit, rounded to the nearest step; full scale is 32,768.
    @inline(__always)
    static func integer16(_ value: Float) -> Int16 {
        value.isNaN ? 0 : Int16(max(-32_768, min(32_767, (value * 32_768).rounded())))
    }

    @inline(__always)
    static func integer32(_ value: Float) -> Int32 {
        guard !value.isNaN else { return 0 }
        return Int32(max(-2_147_483_648, min(2_147_483_647, (Double(value) * 2_147_483_648).rounded())))
    }

    /// Fills an allocated audio frame of `count` samples.
    static func fill(
        _ frame: UnsafeMutablePointer<AVFrame>, from source: UnsafePointer<Float>, count: Int, channels: Int
    ) {
        let planes = frame.pointee.extended_data!
        switch AVSampleFormat(rawValue: frame.pointee.format) {
        case AV_SAMPLE_FMT_FLT:
            UnsafeMutableRawPointer(planes[0]!).copyMemory(from: source, byteCount: count * channels * 4)
        case AV_SAMPLE_FMT_FLTP:
            spread(planes, source, count, channels, Float.self, clean)
        case AV_SAMPLE_FMT_S16:
            pack(planes[0]!, source, count * channels, Int16.self, integer16)
        case AV_SAMPLE_FMT_S16P:
            spread(planes, source, count, channels, Int16.self, integer16)
        case AV_SAMPLE_FMT_S32:
            pack(planes[0]!, source, count * channels, Int32.self, integer32)
        default:
            spread(planes, source, count, channels, Int32.self, integer32)
        }
    }

    @inline(__always)
    static func pack<T: BitwiseCopyable>(
        _ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<Float>, _ count: Int, _: T.Type,
        _ convert: (Float) -> T
    ) {
        let target = UnsafeMutableRawPointer(target).assumingMemoryBound(to: T.self)
        for i in 0..<count { target[i] = convert(source[i]) }
    }

    @inline(__always)
    private static func spread<T: BitwiseCopyable>(
        _ planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, _ source: UnsafePointer<Float>, _ count: Int,
        _ channels: Int, _: T.Type, _ convert: (Float) -> T
    ) {
        for channel in 0..<channels {
            let target = UnsafeMutableRawPointer(planes[channel]!).assumingMemoryBound(to: T.self)
            for i in 0..<count { target[i] = convert(source[i * channels + channel]) }
        }
    }
}
