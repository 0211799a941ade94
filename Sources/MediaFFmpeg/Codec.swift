import CFFmpeg
import Realtime

/// One decoder. One thread at a time.
final class Codec {
    private(set) var context: UnsafeMutablePointer<AVCodecContext>?
    let isIntraOnly: Bool
    /// Where its pictures' memory comes from, if not from FFmpeg.
    private let allocator: PictureAllocator?

    /// Opens the decoder for a stream's parameters. `prepare` may set options before it is opened.
    init(
        _ parameters: UnsafeMutablePointer<AVCodecParameters>, timeBase: AVRational, allocator: PictureAllocator? = nil,
        prepare: (UnsafeMutablePointer<AVCodecContext>) -> Void
    ) throws(ItemFailure) {
        self.allocator = allocator
        let name = String(cString: avcodec_get_name(parameters.pointee.codec_id))
        guard let decoder = avcodec_find_decoder(parameters.pointee.codec_id) else {
            throw .media("no decoder for \(name)")
        }
        let properties = avcodec_descriptor_get(parameters.pointee.codec_id)?.pointee.props ?? 0
        isIntraOnly = properties & AV_CODEC_PROP_INTRA_ONLY != 0
        guard let context = avcodec_alloc_context3(decoder) else { throw .media("not enough memory") }
        self.context = context
        guard avcodec_parameters_to_context(context, parameters) >= 0 else { throw .media("bad parameters of \(name)") }
        context.pointee.pkt_timebase = timeBase
        allocator?.attach(to: context, decoder: decoder)
        prepare(context)
        let opened = avcodec_open2(context, decoder, nil)
        guard opened == 0 else { throw .media("the \(name) decoder refuses it (\(describe(opened)))") }
    }

    deinit { avcodec_free_context(&context) }

    enum Reply { case frame, needsInput, end, damaged }

    func receive(into frame: Frame) -> Reply {
        switch avcodec_receive_frame(context, frame.raw) {
        case 0: .frame
        case QALQAN_EAGAIN: .needsInput
        case QALQAN_EOF: .end
        default: .damaged
        }
    }

    /// Hands over a packet, or `nil` for "no more". `false` when it was damaged.
    func send(_ packet: UnsafeMutablePointer<AVPacket>?) -> Bool { avcodec_send_packet(context, packet) >= 0 }

    func flush() { avcodec_flush_buffers(context) }
}
