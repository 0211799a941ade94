import CFFmpeg
import Realtime
import Timecode

/// Draws decoded pictures of any kind as pictures of the channel: size, shape, 8-bit 4:2:0, limited range, colour matrix.
final class PictureScaler {
    private let format: ChannelFormat
    private let layout: PictureLayout
    private let matrix: ColourMatrix
    private var scaler: OpaquePointer?
    private var made: Source?
    private var fit = PictureFit(width: 16, height: 9, aspect: (1, 1), into: .standard)
    private var change: ColourMatrix.Change?
    private var isPlainCopy = false

    /// What of a picture decides how it is drawn.
    private struct Source: Equatable {
        let width: Int32, height: Int32, format: Int32
        let isFull: Bool
        let matrix: ColourMatrix
        let aspectNumerator: Int32, aspectDenominator: Int32
    }

    init(_ format: ChannelFormat) {
        self.format = format
        layout = PictureLayout(format)
        matrix = format.colour == .bt709 ? .bt709 : .bt601
    }

    deinit { sws_freeContext(scaler) }

    /// Whether a picture is one of the channel's already: drawing it would only copy it.
    func isPlain(_ frame: Frame) -> Bool {
        guard (try? adopt(frame)) != nil else { return false }
        return isPlainCopy && change == nil && fit.width == layout.width && fit.height == layout.height
    }

    func draw(_ frame: Frame, into picture: UnsafeMutableRawPointer) throws(ItemFailure) {
        let raw = frame.raw.pointee
        try adopt(frame)
        paintBorders(picture)
        let luma = (picture + fit.y * layout.lumaStride + fit.x).assumingMemoryBound(to: UInt8.self)
        let chromaStart = fit.y / 2 * layout.chromaStride + fit.x / 2
        let blue = (picture + layout.blueOffset + chromaStart).assumingMemoryBound(to: UInt8.self)
        let red = (picture + layout.redOffset + chromaStart).assumingMemoryBound(to: UInt8.self)
        let strides = (Int32(layout.lumaStride), Int32(layout.chromaStride), Int32(layout.chromaStride))
        if isPlainCopy {
            av_image_copy_plane(luma, strides.0, raw.data.0, raw.linesize.0, raw.width, raw.height)
            av_image_copy_plane(blue, strides.1, raw.data.1, raw.linesize.1, raw.width / 2, raw.height / 2)
            av_image_copy_plane(red, strides.2, raw.data.2, raw.linesize.2, raw.width / 2, raw.height / 2)
        } else {
            scale(frame, [luma, blue, red, nil], [strides.0, strides.1, strides.2, 0])
        }
        change?.apply(
            luma: luma, lumaStride: layout.lumaStride, blue: blue, red: red, chromaStride: layout.chromaStride,
            width: fit.width, height: fit.height)
    }

    /// Prepares for pictures like this one.
    private func adopt(_ frame: Frame) throws(ItemFailure) {
        let raw = frame.raw.pointee
        let source = Source(
            width: raw.width, height: raw.height, format: raw.format,
            isFull: Self.isFullRange(raw),
            matrix: ColourMatrix(raw.colorspace, height: raw.height),
            aspectNumerator: raw.sample_aspect_ratio.num, aspectDenominator: raw.sample_aspect_ratio.den)
        if source != made { try prepare(source) }
    }

    private func scale(_ frame: Frame, _ planes: [UnsafeMutablePointer<UInt8>?], _ strides: [Int32]) {
        withUnsafePointer(to: frame.raw.pointee.data) { data in
            withUnsafePointer(to: frame.raw.pointee.linesize) { linesize in
                let sources = UnsafeRawPointer(data).assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
                let sourceStrides = UnsafeRawPointer(linesize).assumingMemoryBound(to: Int32.self)
                _ = sws_scale(scaler, sources, sourceStrides, 0, frame.raw.pointee.height, planes, strides)
            }
        }
    }

    /// Whether a picture uses all code values. Grey pictures come from stills and do, unless they say otherwise.
    private static func isFullRange(_ picture: AVFrame) -> Bool {
        let format = AVPixelFormat(picture.format)
        let jpeg = [
            AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ411P,
        ]
        if picture.color_range == AVCOL_RANGE_JPEG || jpeg.contains(format) { return true }
        guard picture.color_range == AVCOL_RANGE_UNSPECIFIED, let description = av_pix_fmt_desc_get(format) else {
            return false
        }
        return description.pointee.nb_components <= 2
    }

    private func prepare(_ source: Source) throws(ItemFailure) {
        fit = PictureFit(
            width: Int(source.width), height: Int(source.height),
            aspect: (Int64(source.aspectNumerator), Int64(source.aspectDenominator)), into: format)
        let description = av_pix_fmt_desc_get(AVPixelFormat(source.format))
        guard let description else { throw .media("pictures of an unknown pixel format") }
        let isRGB = description.pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL) != 0
        let hasSameSize = Int(source.width) == fit.width && Int(source.height) == fit.height
        change = !isRGB && source.matrix != matrix ? source.matrix.change(to: matrix) : nil
        isPlainCopy = hasSameSize && source.format == AV_PIX_FMT_YUV420P.rawValue && !source.isFull
        sws_freeContext(scaler)
        scaler = nil
        made = nil
        if !isPlainCopy {
            scaler = try makeScaler(source, isRGB: isRGB)
        }
        made = source
    }

    private func makeScaler(_ source: Source, isRGB: Bool) throws(ItemFailure) -> OpaquePointer {
        guard let scaler = sws_alloc_context() else { throw .media("not enough memory") }
        let object = UnsafeMutableRawPointer(scaler)
        // Exact rounding where it costs little: stills and RGB; bicubic like FFmpeg's own default elsewhere.
        let flags = isRGB ? SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP : SWS_BICUBIC
        let options: [(String, Int64)] = [
            ("srcw", Int64(source.width)), ("srch", Int64(source.height)), ("src_format", Int64(source.format)),
            ("dstw", Int64(fit.width)), ("dsth", Int64(fit.height)),
            ("dst_format", Int64(AV_PIX_FMT_YUV420P.rawValue)), ("sws_flags", Int64(flags)),
            ("src_range", source.isFull ? 1 : 0), ("dst_range", 0), ("alphablend", 1), ("threads", 1),
        ]
        for (name, value) in options { av_opt_set_int(object, name, value, 0) }
        // The same matrix on both sides keeps swscale from going through RGB; `change` converts afterwards.
        let inner = sws_getCoefficients(source.matrix.scalerCode)
        let outer = sws_getCoefficients(isRGB ? matrix.scalerCode : source.matrix.scalerCode)
        let unity: Int32 = 1 << 16
        let isFull: Int32 = source.isFull || isRGB ? 1 : 0
        sws_setColorspaceDetails(scaler, inner, isFull, outer, 0, 0, unity, unity)
        guard sws_init_context(scaler, nil, nil) >= 0 else {
            sws_freeContext(scaler)
            throw .media("pictures of a kind that cannot be scaled")
        }
        // Pictures with transparency are scaled in two steps; the second one learns the matrix only now.
        if isRGB { sws_setColorspaceDetails(scaler, inner, isFull, outer, 0, 0, unity, unity) }
        return scaler
    }

    /// Paints the channel's picture black outside the fitted part.
    private func paintBorders(_ picture: UnsafeMutableRawPointer) {
        paint(picture, layout.lumaStride, layout.width, layout.height, 1, 16)
        paint(picture + layout.blueOffset, layout.chromaStride, layout.width / 2, layout.height / 2, 2, 128)
        paint(picture + layout.redOffset, layout.chromaStride, layout.width / 2, layout.height / 2, 2, 128)
    }

    private func paint(
        _ plane: UnsafeMutableRawPointer, _ stride: Int, _ width: Int, _ height: Int, _ unit: Int, _ value: UInt8
    ) {
        let (top, bottom) = (fit.y / unit, (fit.y + fit.height) / unit)
        let (left, right) = (fit.x / unit, (fit.x + fit.width) / unit)
        for y in 0..<height {
            let row = plane + y * stride
            if y < top || y >= bottom {
                row.initializeMemory(as: UInt8.self, repeating: value, count: width)
            } else if left > 0 || right < width {
                row.initializeMemory(as: UInt8.self, repeating: value, count: left)
                (row + right).initializeMemory(as: UInt8.self, repeating: value, count: width - right)
            }
        }
    }
}
