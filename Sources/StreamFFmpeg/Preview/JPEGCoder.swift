import CFFmpeg
import Realtime
import Timecode

/// Makes small JPEG pictures of the programme, with the colours a browser expects of a JPEG: full range, BT.601 matrix.
package final class JPEGCoder {
    package let width: Int
    package let height: Int
    private let scaler: PictureScaler
    private let mapping: ColourMapping
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private var frame: UnsafeMutablePointer<AVFrame>?
    private var packet: UnsafeMutablePointer<AVPacket>?
    private var count: Int64 = 0

    /// - Parameters:
    ///   - width: of the small picture; its height keeps the aspect.
    ///   - quality: 1 is best, 31 worst.
    package init(format: ChannelFormat, width: Int = 480, quality: Int32 = 4) throws {
        FFmpegCall.quiet
        self.width = min(width, Int(format.width)) / 2 * 2
        height = max(2, (self.width * Int(format.height) / Int(format.width) + 1) / 2 * 2)
        scaler = try PictureScaler(
            from: PictureLayout(format), width: self.width, height: height, flags: SWS_AREA)
        mapping = ColourMapping(from: format.colour)
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG), let made = avcodec_alloc_context3(codec) else {
            throw SinkError("this machine's FFmpeg has no JPEG encoder", code: QALQAN_EINVAL)
        }
        context = made
        made.pointee.width = Int32(self.width)
        made.pointee.height = Int32(height)
        made.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        made.pointee.color_range = AVCOL_RANGE_JPEG
        made.pointee.colorspace = AVCOL_SPC_BT470BG
        made.pointee.time_base = AVRational(num: 1, den: 25)
        made.pointee.thread_count = 1
        made.pointee.flags |= AV_CODEC_FLAG_QSCALE
        made.pointee.global_quality = quality * FF_QP2LAMBDA
        try FFmpegCall.check(avcodec_open2(made, codec, nil), "opening the JPEG encoder")
        frame = av_frame_alloc()
        packet = av_packet_alloc()
        frame?.pointee.width = Int32(self.width)
        frame?.pointee.height = Int32(height)
        frame?.pointee.format = AV_PIX_FMT_YUVJ420P.rawValue
        frame?.pointee.color_range = AVCOL_RANGE_JPEG
        frame?.pointee.quality = quality * FF_QP2LAMBDA
        try FFmpegCall.check(av_frame_get_buffer(frame, 64), "picture buffer")
    }

    deinit {
        av_packet_free(&packet)
        av_frame_free(&frame)
        avcodec_free_context(&context)
    }

    /// A JPEG file of the picture; valid until the next call.
    package func code(picture: UnsafeRawPointer, layout: PictureLayout) throws -> UnsafeRawBufferPointer {
        guard let frame, let packet else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let small = try scaler.scale(picture, layout)
        try FFmpegCall.check(av_frame_make_writable(frame), "picture buffer")
        mapping.convert(small, into: frame)
        frame.pointee.pts = count
        count += 1
        av_packet_unref(packet)
        try FFmpegCall.check(avcodec_send_frame(context, frame), "encoding a JPEG")
        try FFmpegCall.check(avcodec_receive_packet(context, packet), "encoding a JPEG")
        return UnsafeRawBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size))
    }
}
