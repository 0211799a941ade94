/// Short fades where an event's piece of programme sound begins, and where the timeline says that it ends, so that a cut in the middle
/// of a wave does not click. Frames and samples stay where they are. Off unless the channel asks for it. Real-time safe.
///
/// What ends without a plan (a fall, an emergency) is cut: nobody knew one frame before.
struct SoundEdges: Sendable {
    /// A place in the sound of a source.
    struct Place: BitwiseCopyable, Sendable {
        var source: UInt64
        /// Samples from the source's beginning.
        var sample: Int64

        /// Whether both are the same place; counted from different in-points, a sample apart at rates of 1001.
        func isAt(_ other: Place?) -> Bool {
            guard let other else { return false }
            return source == other.source && abs(sample - other.sample) <= 1
        }
    }

    /// Samples per channel of a fade; 0 = none.
    let length: Int
    private var next: Place?

    init(length: Int) { self.length = length }

    /// A slate is on: what comes after it begins.
    mutating func interrupt() { next = nil }

    /// Shapes the `count` samples of a frame, which begin at `place`; `continues` says whether the next frame goes on with them.
    mutating func shape(
        _ samples: UnsafeMutablePointer<Float>, count: Int, channels: Int, from place: Place, continues: Bool
    ) {
        let begins = !place.isAt(next)
        next = Place(source: place.source, sample: place.sample + Int64(count))
        let fade = min(length, count)
        if begins { Kernels.fade(samples, count: fade, channels: channels, isIn: true) }
        if !continues {
            Kernels.fade(samples + (count - fade) * channels, count: fade, channels: channels, isIn: false)
        }
    }
}
