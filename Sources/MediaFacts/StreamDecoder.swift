import CFFmpeg

/// The decoder of one stream, and the frame it decodes into. Not thread-safe.
final class StreamDecoder {
    let stream: UnsafeMutablePointer<AVStream>
    let frame: UnsafeMutablePointer<AVFrame>
    private let context: UnsafeMutablePointer<AVCodecContext>

    var codec: String { String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id)) }

    init(_ stream: UnsafeMutablePointer<AVStream>) throws(MediaProblem) {
        let name = String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id))
        guard let decoder = avcodec_find_decoder(stream.pointee.codecpar.pointee.codec_id) else {
            throw MediaProblem("\(name) cannot be decoded here")
        }
        var context = avcodec_alloc_context3(decoder)
        var frame = av_frame_alloc()
        guard let opened = context, let allocated = frame,
            avcodec_parameters_to_context(opened, stream.pointee.codecpar) >= 0
        else {
            av_frame_free(&frame)
            avcodec_free_context(&context)
            throw MediaProblem("\(name) cannot be decoded: out of memory")
        }
        opened.pointee.pkt_timebase = stream.pointee.time_base
        opened.pointee.thread_count = 1
        guard avcodec_open2(opened, decoder, nil) >= 0 else {
            av_frame_free(&frame)
            avcodec_free_context(&context)
            throw MediaProblem("\(name) cannot be decoded: its headers are damaged")
        }
        self.stream = stream
        self.context = opened
        self.frame = allocated
    }

    deinit {
        var open: UnsafeMutablePointer<AVCodecContext>? = context
        var allocated: UnsafeMutablePointer<AVFrame>? = frame
        av_frame_free(&allocated)
        avcodec_free_context(&open)
    }

    /// Decodes a packet (`nil` drains) and hands on each frame; a packet that is damaged yields none.
    func decode(_ packet: UnsafeMutablePointer<AVPacket>?, _ take: (UnsafeMutablePointer<AVFrame>) -> Void) {
        _ = avcodec_send_packet(context, packet)
        while avcodec_receive_frame(context, frame) >= 0 { take(frame) }
    }
}
