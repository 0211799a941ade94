import CEBUR128

/// Loudness of the last 400 ms and 3 s (EBU R 128, ITU-R BS.1770), by libebur128.
package final class LoudnessMeter {
    /// What stands for silence and for anything softer, in hundredths of LUFS.
    package static let floor: Int32 = -7000

    private var state: UnsafeMutablePointer<ebur128_state>?

    /// `nil` for formats that libebur128 does not measure.
    package init?(channels: Int32, sampleRate: Int32) {
        let mode = Int32(bitPattern: EBUR128_MODE_M.rawValue | EBUR128_MODE_S.rawValue)
        state = ebur128_init(UInt32(channels), UInt(sampleRate), mode)
        if state == nil { return nil }
    }

    deinit { ebur128_destroy(&state) }

    package func add(_ samples: UnsafePointer<Float>, count: Int) {
        _ = ebur128_add_frames_float(state, samples, count)
    }

    /// Hundredths of LUFS.
    package var momentary: Int32 {
        var value = 0.0
        return ebur128_loudness_momentary(state, &value) == 0 ? Self.hundredths(value) : Self.floor
    }

    package var shortTerm: Int32 {
        var value = 0.0
        return ebur128_loudness_shortterm(state, &value) == 0 ? Self.hundredths(value) : Self.floor
    }

    private static func hundredths(_ value: Double) -> Int32 {
        value.isFinite ? max(floor, Int32((value * 100).rounded())) : floor
    }
}
