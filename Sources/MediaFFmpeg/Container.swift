import CFFmpeg
import Realtime

/// One opened demuxer on one byte source. One thread at a time.
final class Container {
    /// Formats that carry media in one file. Playlists, text "media" and anything that names other files stay out.
    private static let formats = """
        mov,mp4,m4a,3gp,3g2,mj2,mpegts,mpeg,mpegvideo,m4v,h264,hevc,mxf,gxf,avi,matroska,webm,wav,w64,rf64,aiff,caf,au,\
        flac,mp3,aac,ac3,eac3,dts,truehd,ogg,flv,asf,dv,nut,ivf,gif,apng,yuv4mpegpipe,obu,av1,vc1,loas,\
        png_pipe,jpeg_pipe,jpegxl_pipe,tiff_pipe,webp_pipe,bmp_pipe,j2k_pipe,dpx_pipe,exr_pipe,ppm_pipe,pgm_pipe,\
        tga_pipe,sgi_pipe,psd_pipe,gif_pipe,pam_pipe,pcx_pipe
        """
    /// The least confidence of FFmpeg's format detection that counts as media (AVPROBE_SCORE_RETRY is 25).
    private static let leastScore: Int32 = 20

    private(set) var context: UnsafeMutablePointer<AVFormatContext>?
    private let bytes: ByteStream
    private let packet: UnsafeMutablePointer<AVPacket>

    /// Opens the media. With `probing`, packets are looked at until every stream's parameters are known.
    init(_ source: any ByteSource, name: String, probing: Bool) throws(ItemFailure) {
        bytes = ByteStream(source)
        guard let packet = av_packet_alloc(), let created = avformat_alloc_context(), let io = bytes.context else {
            throw .media("not enough memory")
        }
        self.packet = packet
        created.pointee.pb = io
        created.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        created.pointee.format_whitelist = av_strdup(Self.formats)
        created.pointee.protocol_whitelist = av_strdup("none")
        created.pointee.io_open = { _, _, _, _, _ in QALQAN_EINVAL }
        context = created
        let opened = avformat_open_input(&context, Self.hint(name), nil, nil)
        if let failure = bytes.failure { throw failure }
        guard opened == 0, let context else {
            throw .media("not recognised as media (\(describe(opened)))")
        }
        guard context.pointee.probe_score >= Self.leastScore else { throw .media("not recognised as media") }
        if probing { try probe() }
    }

    /// Whether the header alone says all that is needed: looking at packets costs up to 20 decoded pictures.
    var isSelfDescribing: Bool {
        guard ["mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mxf"].contains(formatName), streamCount > 0 else {
            return false
        }
        return (0..<streamCount).allSatisfy { index in
            let stream = stream(index).pointee
            let parameters = stream.codecpar.pointee
            switch parameters.codec_type {
            case AVMEDIA_TYPE_VIDEO:
                return parameters.codec_id != AV_CODEC_ID_NONE && parameters.width > 0 && stream.avg_frame_rate.num > 0
            case AVMEDIA_TYPE_AUDIO:
                return parameters.codec_id != AV_CODEC_ID_NONE && parameters.sample_rate > 0
                    && parameters.ch_layout.nb_channels > 0
            default:
                return true
            }
        }
    }

    /// Looks at packets until every stream's parameters are known.
    func probe() throws(ItemFailure) {
        let found = avformat_find_stream_info(context, nil)
        if let failure = bytes.failure { throw failure }
        guard found >= 0 else { throw .media("its streams could not be read (\(describe(found)))") }
    }

    /// Makes sure that stream `index` is known: formats without a header show their streams only as packets come.
    func require(_ index: Int) throws(ItemFailure) {
        if index >= streamCount { try probe() }
        guard index < streamCount else { throw .media("stream \(index) has gone") }
    }

    /// The name that helps FFmpeg to recognise the format.
    ///
    /// JPEG files are shown it without their name: their ending outweighs their contents there, in favour of a reader of
    /// numbered picture files that opens files by itself.
    private static func hint(_ name: String) -> String {
        let ending = name.split(separator: ".").last?.lowercased() ?? ""
        return ["jpg", "jpeg", "jpe", "jfif"].contains(ending) ? "" : name
    }

    deinit {
        avformat_close_input(&context)
        var packet: UnsafeMutablePointer<AVPacket>? = packet
        av_packet_free(&packet)
    }

    var formatName: String { String(cString: context!.pointee.iformat.pointee.name) }

    /// Whether pts jump or wrap and seeking goes by bytes (transport and programme streams).
    var seeksByBytes: Bool { context!.pointee.iformat.pointee.flags & AVFMT_TS_DISCONT != 0 }

    var streamCount: Int { Int(context!.pointee.nb_streams) }

    func stream(_ index: Int) -> UnsafeMutablePointer<AVStream> { context!.pointee.streams[index]! }

    /// Keeps every stream but one from being read, where the demuxer can skip it.
    func select(_ index: Int) {
        for other in 0..<streamCount {
            stream(other).pointee.discard = other == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL
        }
    }

    /// The next packet of stream `index`, valid until the next call; `nil` at the end of what can be read.
    ///
    /// A packet is handed on only if every byte read so far was good.
    func nextPacket(of index: Int) throws(ItemFailure) -> UnsafeMutablePointer<AVPacket>? {
        while true {
            av_packet_unref(packet)
            let result = av_read_frame(context, packet)
            if let failure = bytes.failure { throw failure }
            if result == QALQAN_EAGAIN { continue }
            guard result >= 0 else { return nil }
            if Int(packet.pointee.stream_index) == index { return packet }
            // A stream that appeared after `select`.
            stream(Int(packet.pointee.stream_index)).pointee.discard = AVDISCARD_ALL
        }
    }

    /// Seeks to a key frame of stream `index` at or before `timestamp` (its time base). `false` where that is impossible.
    func seek(_ index: Int, to timestamp: Int64) throws(ItemFailure) -> Bool {
        let result = av_seek_frame(context, Int32(index), timestamp, AVSEEK_FLAG_BACKWARD)
        if let failure = bytes.failure { throw failure }
        return result >= 0
    }
}

/// FFmpeg's text for an error code.
func describe(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
        av_strerror(code, text.baseAddress, 256)
        return String(cString: text.baseAddress!)
    }
}
