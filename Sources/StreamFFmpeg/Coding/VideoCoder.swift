import CFFmpeg
import Realtime
import Timecode

/// One video encoder of libavcodec. Pictures are handed to it where they lie: no copy of our own.
final class VideoCoder {
    typealias Context = UnsafeMutablePointer<AVCodecContext>
    typealias Packet = UnsafeMutablePointer<AVPacket>

    let context: Context
    private var frame: UnsafeMutablePointer<AVFrame>?
    private var packet: Packet?
    /// Whether the encoder is done with a picture's memory when the call that hands it over returns.
    private let isSynchronous: Bool
    private var base: Int64?

    /// Opens the encoder called `name`; `configure` sets what no option reaches.
    init(
        name: String, format: ChannelFormat, width: Int, height: Int, globalHeader: Bool, options: [(String, String)],
        configure: (Context) -> Void = { _ in }
    ) throws {
        FFmpegCall.quiet
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw SinkError("this machine's FFmpeg has no encoder \(name)", code: QALQAN_EINVAL)
        }
        guard let made = avcodec_alloc_context3(codec) else {
            throw SinkError("encoder \(name): out of memory", code: QALQAN_ENOMEM)
        }
        context = made
        isSynchronous = ["libx264", "libx265", "libvpx-vp9", "libvpx", "rawvideo", "mjpeg"].contains(name)
        let (primaries, transfer, matrix) = format.colourCodes
        made.pointee.width = Int32(width)
        made.pointee.height = Int32(height)
        made.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        made.pointee.time_base = format.frameTimeBase
        made.pointee.framerate = format.frameRateRational
        made.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        made.pointee.color_primaries = primaries
        made.pointee.color_trc = transfer
        made.pointee.colorspace = matrix
        made.pointee.color_range = AVCOL_RANGE_MPEG
        made.pointee.chroma_sample_location = AVCHROMA_LOC_LEFT
        made.pointee.field_order = AV_FIELD_PROGRESSIVE
        if globalHeader { made.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
        configure(made)
        frame = av_frame_alloc()
        packet = av_packet_alloc()
        let (code, unknown) = FFmpegCall.withOptions(options) { avcodec_open2(made, codec, &$0) }
        try FFmpegCall.check(code, "opening encoder \(name)")
        guard unknown.isEmpty else {
            throw SinkError("encoder \(name) knows no \(unknown.joined(separator: ", "))", code: QALQAN_EINVAL)
        }
    }

    deinit {
        av_frame_free(&frame)
        av_packet_free(&packet)
        var context: Context? = context
        avcodec_free_context(&context)
    }

    /// Codes the picture of frame `index`; `body` gets every packet that is ready, its times as frame numbers.
    func encode(
        picture: UnsafeRawPointer, layout: PictureLayout, index: Int64, isKey: Bool, _ body: (Packet) throws -> Void
    ) throws {
        guard let frame else { return }
        defer { av_frame_unref(frame) }
        let bytes = UnsafeMutablePointer(mutating: picture.assumingMemoryBound(to: UInt8.self))
        if isSynchronous {
            // The no-op free keeps the memory with the ring; without a buffer libavcodec would copy the picture.
            frame.pointee.buf.0 = av_buffer_create(
                bytes, layout.byteCount, { _, _ in }, nil, AV_BUFFER_FLAG_READONLY)
        }
        Self.point(frame, at: picture, layout)
        try send(frame, index: index, isKey: isKey, body)
    }

    /// Makes a frame's planes those of a picture.
    static func point(_ frame: UnsafeMutablePointer<AVFrame>, at picture: UnsafeRawPointer, _ layout: PictureLayout) {
        let bytes = UnsafeMutablePointer(mutating: picture.assumingMemoryBound(to: UInt8.self))
        frame.pointee.data.0 = bytes
        frame.pointee.data.1 = bytes + layout.blueOffset
        frame.pointee.data.2 = bytes + layout.redOffset
        frame.pointee.linesize.0 = Int32(layout.lumaStride)
        frame.pointee.linesize.1 = Int32(layout.chromaStride)
        frame.pointee.linesize.2 = Int32(layout.chromaStride)
        frame.pointee.width = Int32(layout.width)
        frame.pointee.height = Int32(layout.height)
        frame.pointee.format = AV_PIX_FMT_YUV420P.rawValue
    }

    /// Codes a picture that libavutil holds.
    func encode(
        _ picture: UnsafeMutablePointer<AVFrame>, index: Int64, isKey: Bool, _ body: (Packet) throws -> Void
    ) throws { try send(picture, index: index, isKey: isKey, body) }

    private func send(
        _ frame: UnsafeMutablePointer<AVFrame>, index: Int64, isKey: Bool, _ body: (Packet) throws -> Void
    ) throws {
        // Encoders count from 0: house frame numbers exceed what some keep of a time stamp.
        let base = base ?? index
        self.base = base
        frame.pointee.width = context.pointee.width
        frame.pointee.height = context.pointee.height
        frame.pointee.format = context.pointee.pix_fmt.rawValue
        frame.pointee.color_primaries = context.pointee.color_primaries
        frame.pointee.color_trc = context.pointee.color_trc
        frame.pointee.colorspace = context.pointee.colorspace
        frame.pointee.color_range = context.pointee.color_range
        frame.pointee.chroma_location = context.pointee.chroma_sample_location
        frame.pointee.sample_aspect_ratio = context.pointee.sample_aspect_ratio
        frame.pointee.pts = index - base
        frame.pointee.pict_type = isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
        frame.pointee.quality = context.pointee.global_quality
        try FFmpegCall.check(avcodec_send_frame(context, frame), "encoding a picture")
        try receive(body)
    }

    /// Codes what the encoder still holds.
    func flush(_ body: (Packet) throws -> Void) throws {
        guard base != nil else { return }
        let code = avcodec_send_frame(context, nil)
        if code != QALQAN_EOF { try FFmpegCall.check(code, "finishing the pictures") }
        try receive(body)
    }

    private func receive(_ body: (Packet) throws -> Void) throws {
        guard let packet, let base else { return }
        while true {
            let code = avcodec_receive_packet(context, packet)
            if code == QALQAN_EAGAIN || code == QALQAN_EOF { return }
            try FFmpegCall.check(code, "encoding a picture")
            defer { av_packet_unref(packet) }
            packet.pointee.pts += base
            packet.pointee.dts += base
            packet.pointee.duration = 1
            try body(packet)
        }
    }
}
