import CFFmpeg
import Realtime
import Timecode

/// Writes a programme into one file, frame by frame and sample by sample: what `qalqan render` makes.
///
/// The ending chooses container and codecs (`docs/notes/encode.md` has the table); `-` is NUT on standard output.
/// Frame 0's picture and first sample start together at time 0 in every container.
package final class ProgrammeFileSink {
    private let path: String
    private let format: ChannelFormat
    private let layout: PictureLayout
    private var container: UnsafeMutablePointer<AVFormatContext>?
    private var video: VideoCoder?
    private var audio: AudioCoder?
    private var videoStream: UnsafeMutablePointer<AVStream>?
    private var audioStream: UnsafeMutablePointer<AVStream>?
    /// A picture without padding on its way into a raw container.
    private var plain: UnsafeMutablePointer<AVBufferRef>?
    private var plainPacket: UnsafeMutablePointer<AVPacket>?
    private let isRaw: Bool
    private let isPaced: Bool
    /// YUV4MPEG takes a picture where it lies, as an AVFrame in place of coded bytes.
    private var wrapped: UnsafeMutablePointer<AVFrame>?
    private var isFinished = false
    /// Samples per channel so far: at 1001 rates frames of the same number own different counts in different places.
    private var samplesWritten: Int64 = 0

    /// Creates the file and writes its header.
    ///
    /// - Throws: `SinkError` when the ending is unknown, the file cannot be created, or an encoder refuses the format.
    package convenience init(path: String, format: ChannelFormat) throws {
        try self.init(path: path, format: format, kind: ContainerKind(path: path))
    }

    init(path: String, format: ChannelFormat, kind: ContainerKind) throws {
        self.path = path == "-" ? "standard output" : path
        self.format = format
        layout = PictureLayout(format)
        isRaw = kind.video == "rawvideo"
        isPaced = kind.isPaced
        do {
            try FFmpegCall.check(
                avformat_alloc_output_context2(&container, nil, kind.format, path), "creating \(self.path)")
            try makeStreams(kind)
            let url = path == "-" ? "pipe:1" : "file:\(path)"
            // Direct: a raw picture goes from our buffer into a pipe without a second copy.
            let flags = AVIO_FLAG_WRITE | (isRaw ? AVIO_FLAG_DIRECT : 0)
            try FFmpegCall.check(avio_open(&container!.pointee.pb, url, flags), "cannot create \(self.path)")
            // A plain file takes at most 256 KiB at once from FFmpeg, and refuses a larger picture that comes directly.
            if container!.pointee.pb.pointee.seekable != 0 { container!.pointee.pb.pointee.direct = 0 }
            container!.pointee.max_delay = 700_000
            let (code, unknown) = FFmpegCall.withOptions(kind.formatOptions) { avformat_write_header(container, &$0) }
            try FFmpegCall.check(code, "writing the header of \(self.path)")
            precondition(unknown.isEmpty, "FFmpeg knows no option \(unknown)")
        } catch {
            release()
            throw error
        }
    }

    deinit { release() }

    private func release() {
        if container != nil {
            avio_closep(&container!.pointee.pb)
            avformat_free_context(container)
            container = nil
        }
        av_buffer_unref(&plain)
        av_packet_free(&plainPacket)
        av_frame_free(&wrapped)
    }

    private func makeStreams(_ kind: ContainerKind) throws {
        let header = container!.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0
        if let name = kind.video {
            let coder = try VideoCoder(
                name: name, format: format, width: layout.width, height: layout.height, globalHeader: header,
                options: kind.videoOptions
            ) { context in
                if kind.videoBitsPerPixel > 0 {
                    let perSecond = Int64(self.layout.width * self.layout.height) * self.format.rate.numerator
                    context.pointee.bit_rate = perSecond / self.format.rate.denominator * kind.videoBitsPerPixel / 100
                    context.pointee.rc_max_rate = context.pointee.bit_rate * 3 / 2
                    context.pointee.rc_buffer_size = Int32(clamping: context.pointee.bit_rate)
                }
                context.pointee.gop_size = Int32(self.format.frames(inSeconds: 1) / 2)
                context.pointee.thread_count = 0
            }
            videoStream = try stream(coder.context, rate: format.frameRateRational)
            video = coder
            if isRaw {
                plain = av_buffer_alloc(PlanarPicture.byteCount(layout))
                if kind.format == "yuv4mpegpipe" {
                    videoStream?.pointee.codecpar.pointee.codec_id = AV_CODEC_ID_WRAPPED_AVFRAME
                    wrapped = av_frame_alloc()
                }
                plainPacket = av_packet_alloc()
                guard plain != nil, plainPacket != nil else {
                    throw SinkError("\(path): out of memory", code: QALQAN_ENOMEM)
                }
            }
        }
        if let name = kind.audio {
            let coder = try AudioCoder(
                name: name, sampleRate: format.sampleRate, channels: format.channels,
                bitRate: name.hasPrefix("pcm") || name == "flac" ? nil : 96_000 * Int64(format.channels),
                globalHeader: header)
            audioStream = try stream(coder.context, rate: nil)
            audio = coder
        }
    }

    private func stream(
        _ context: UnsafeMutablePointer<AVCodecContext>, rate: AVRational?
    ) throws -> UnsafeMutablePointer<AVStream> {
        guard let stream = avformat_new_stream(container, nil) else {
            throw SinkError("\(path): out of memory", code: QALQAN_ENOMEM)
        }
        try FFmpegCall.check(avcodec_parameters_from_context(stream.pointee.codecpar, context), "creating \(path)")
        stream.pointee.time_base = context.pointee.time_base
        if let rate {
            stream.pointee.avg_frame_rate = rate
            stream.pointee.r_frame_rate = rate
            stream.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        }
        return stream
    }

    /// Writes one frame.
    ///
    /// - Parameters:
    ///   - picture: planes as in `layout`, which must be that of the channel's format.
    ///   - samples: interleaved, `sampleCount` per channel.
    ///   - frame: counted from 0, one after the other.
    package func write(
        picture: UnsafeRawPointer, layout: PictureLayout, samples: UnsafePointer<Float>, sampleCount: Int,
        frame: Int64
    ) throws {
        precondition(layout == self.layout, "a picture of another raster")
        if let audio {
            try audio.encode(samples, count: sampleCount, first: samplesWritten) {
                try put($0, audioStream, audio.context)
            }
            samplesWritten += Int64(sampleCount)
        }
        try write(picture, frame)
    }

    private func write(_ picture: UnsafeRawPointer, _ frame: Int64) throws {
        guard let video else { return }
        if isRaw {
            try writePlain(picture, frame: frame)
        } else {
            try video.encode(picture: picture, layout: layout, index: frame, isKey: false) {
                try put($0, videoStream, video.context)
            }
        }
    }

    /// Passes over frames: the picture before them stays on, `samples` per channel are silence. A container whose pictures
    /// carry no time stamps gets `picture` for each.
    func pass(_ frames: Range<Int64>, samples: Int64, picture: UnsafeRawPointer, layout: PictureLayout) throws {
        precondition(layout == self.layout, "a picture of another raster")
        if let audio {
            samplesWritten += samples
            try audio.pass(to: samplesWritten) { try put($0, audioStream, audio.context) }
        }
        for frame in frames where isPaced { try write(picture, frame) }
    }

    private func writePlain(_ picture: UnsafeRawPointer, frame: Int64) throws {
        guard let plain, let packet = plainPacket, let stream = videoStream, let video else { return }
        if let wrapped {
            VideoCoder.point(wrapped, at: picture, layout)
            packet.pointee.data = UnsafeMutableRawPointer(wrapped).assumingMemoryBound(to: UInt8.self)
            packet.pointee.size = Int32(MemoryLayout<AVFrame>.size)
        } else {
            PlanarPicture.pack(picture, layout, into: plain.pointee.data)
            packet.pointee.data = plain.pointee.data
            packet.pointee.size = Int32(plain.pointee.size)
        }
        packet.pointee.pts = frame
        packet.pointee.dts = frame
        packet.pointee.duration = 1
        packet.pointee.flags = AV_PKT_FLAG_KEY
        packet.pointee.stream_index = stream.pointee.index
        av_packet_rescale_ts(packet, video.context.pointee.time_base, stream.pointee.time_base)
        // PCM of the same frame has gone before: both are in order, nothing needs to be held back.
        try FFmpegCall.check(av_write_frame(container, packet), "writing \(path)")
    }

    private func put(
        _ packet: UnsafeMutablePointer<AVPacket>, _ stream: UnsafeMutablePointer<AVStream>?,
        _ context: UnsafeMutablePointer<AVCodecContext>
    ) throws {
        guard let stream else { return }
        packet.pointee.stream_index = stream.pointee.index
        av_packet_rescale_ts(packet, context.pointee.time_base, stream.pointee.time_base)
        let code = isRaw ? av_write_frame(container, packet) : av_interleaved_write_frame(container, packet)
        try FFmpegCall.check(code, "writing \(path)")
    }

    /// Bytes in the file so far.
    var bytesOut: UInt64 { UInt64(max(0, container?.pointee.pb.map { avio_tell($0) } ?? 0)) }

    /// Writes what the encoders hold and the container's end, and closes the file.
    package func finish() throws {
        guard !isFinished else { return }
        isFinished = true
        defer { release() }
        if let audio { try audio.flush { try put($0, audioStream, audio.context) } }
        if let video, !isRaw { try video.flush { try put($0, videoStream, video.context) } }
        try FFmpegCall.check(av_write_trailer(container), "finishing \(path)")
        avio_flush(container!.pointee.pb)
        try FFmpegCall.check(container!.pointee.pb.pointee.error, "writing \(path)")
        try FFmpegCall.check(avio_closep(&container!.pointee.pb), "closing \(path)")
    }
}
