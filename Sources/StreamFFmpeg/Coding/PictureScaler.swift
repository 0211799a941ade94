import CFFmpeg
import Realtime

/// Makes a smaller picture of the channel's, same matrix and range.
final class PictureScaler {
    private let context: OpaquePointer
    private var frame: UnsafeMutablePointer<AVFrame>?
    private let sourceHeight: Int32

    init(from layout: PictureLayout, width: Int, height: Int, flags: Int32 = SWS_FAST_BILINEAR) throws {
        guard
            let made = sws_getContext(
                Int32(layout.width), Int32(layout.height), AV_PIX_FMT_YUV420P, Int32(width), Int32(height),
                AV_PIX_FMT_YUV420P, flags, nil, nil, nil)
        else { throw SinkError("cannot scale to \(width)x\(height)", code: QALQAN_EINVAL) }
        context = made
        sourceHeight = Int32(layout.height)
        frame = av_frame_alloc()
        frame?.pointee.width = Int32(width)
        frame?.pointee.height = Int32(height)
        frame?.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        try FFmpegCall.check(av_frame_get_buffer(frame, 64), "picture buffer")
    }

    deinit {
        av_frame_free(&frame)
        sws_freeContext(context)
    }

    /// The scaled picture; valid until the next call.
    func scale(_ picture: UnsafeRawPointer, _ layout: PictureLayout) throws -> UnsafeMutablePointer<AVFrame> {
        try FFmpegCall.check(av_frame_make_writable(frame), "picture buffer")
        let bytes = picture.assumingMemoryBound(to: UInt8.self)
        let planes: [UnsafePointer<UInt8>?] = [bytes, bytes + layout.blueOffset, bytes + layout.redOffset, nil]
        let strides = [Int32(layout.lumaStride), Int32(layout.chromaStride), Int32(layout.chromaStride), 0]
        let target = frame!
        var out: [UnsafeMutablePointer<UInt8>?] = [
            target.pointee.data.0, target.pointee.data.1, target.pointee.data.2, nil,
        ]
        let outStrides = [
            target.pointee.linesize.0, target.pointee.linesize.1, target.pointee.linesize.2, 0,
        ]
        try FFmpegCall.check(
            sws_scale(context, planes, strides, 0, sourceHeight, &out, outStrides), "scaling a picture")
        return target
    }
}
