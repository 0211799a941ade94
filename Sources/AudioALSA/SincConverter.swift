import CSampleRate
import Glibc
import Realtime

/// The house's rate converter: libsamplerate's band-limited interpolator of medium quality (121 dB, 90 % bandwidth).
public final class SincConverter: RateConverter {
    private let state: OpaquePointer
    private let channels: Int

    /// `nil` when there is no memory for it or the number of channels is not positive.
    public init?(channels: Int) {
        var code: Int32 = 0
        guard let state = src_new(Int32(SRC_SINC_MEDIUM_QUALITY), Int32(channels), &code) else { return nil }
        self.state = state
        self.channels = channels
    }

    deinit { src_delete(state) }

    public func convert(
        _ input: UnsafePointer<Float>, frames: Int, into output: UnsafeMutablePointer<Float>, capacity: Int,
        ratio: Double
    ) -> (used: Int, made: Int) {
        // Told apart from the block, the library would glide to the new ratio within it: the position would be unknown.
        src_set_ratio(state, ratio)
        var used = 0
        var made = 0
        // The library may stop at the end of its own buffer: until nothing moves any more.
        while used < frames, made < capacity {
            var data = SRC_DATA()
            data.data_in = input + used * channels
            data.input_frames = frames - used
            data.data_out = output + made * channels
            data.output_frames = capacity - made
            data.src_ratio = ratio
            guard src_process(state, &data) == 0 else { break }
            used += data.input_frames_used
            made += data.output_frames_gen
            if data.input_frames_used == 0 && data.output_frames_gen == 0 { break }
        }
        return (used, made)
    }

    public func reset() { src_reset(state) }
}
