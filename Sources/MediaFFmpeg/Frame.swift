import CFFmpeg

/// One decoded picture or block of sound, freed with its owner.
final class Frame {
    let raw: UnsafeMutablePointer<AVFrame>

    /// An empty frame; running out of memory ends the decoder process.
    init() {
        guard let raw = av_frame_alloc() else { fatalError("not enough memory for a frame") }
        self.raw = raw
    }

    deinit {
        var raw: UnsafeMutablePointer<AVFrame>? = raw
        av_frame_free(&raw)
    }
}
