import CFFmpeg
import Realtime
import Timecode

/// Packs coded pictures and sound into fragmented MP4 (CMAF): one initialization segment, then media segments.
///
/// Decode times are house time in each track's own scale, so that segments of two runs lie in one timeline.
final class FragmentWriter {
    /// Bytes as libavformat writes them.
    private final class Store { var bytes: [UInt8] = [] }

    private var container: UnsafeMutablePointer<AVFormatContext>?
    private let store = Store()
    private let video: UnsafeMutablePointer<AVCodecContext>
    private let audio: UnsafeMutablePointer<AVCodecContext>
    private let videoStream: UnsafeMutablePointer<AVStream>
    private let audioStream: UnsafeMutablePointer<AVStream>
    /// `ftyp` and `moov`.
    let initialization: [UInt8]

    init(video: VideoCoder, audio: AudioCoder, format: ChannelFormat, sequence: Int64) throws {
        self.video = video.context
        self.audio = audio.context
        var made: UnsafeMutablePointer<AVFormatContext>?
        try FFmpegCall.check(avformat_alloc_output_context2(&made, nil, "mp4", nil), "fragments")
        container = made
        guard let made, let first = avformat_new_stream(made, nil), let second = avformat_new_stream(made, nil),
            let buffer = av_malloc(65_536)
        else { throw SinkError("fragments: out of memory", code: QALQAN_ENOMEM) }
        videoStream = first
        audioStream = second
        made.pointee.pb = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), 65_536, 1, Unmanaged.passUnretained(store).toOpaque(), nil,
            { opaque, bytes, count in
                Unmanaged<Store>.fromOpaque(opaque!).takeUnretainedValue().bytes.append(
                    contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
                return count
            }, nil)
        made.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        made.pointee.avoid_negative_ts = 0
        for (stream, context) in [(first, self.video), (second, self.audio)] {
            try FFmpegCall.check(avcodec_parameters_from_context(stream.pointee.codecpar, context), "fragments")
            stream.pointee.time_base = context.pointee.time_base
        }
        // Priming lies before the first sample on the timeline itself: no edit list, which a live timeline cannot have.
        audioStream.pointee.codecpar.pointee.initial_padding = 0
        videoStream.pointee.avg_frame_rate = format.frameRateRational
        let options = [
            ("movflags", "frag_custom+empty_moov+default_base_moof+frag_discont+cmaf"), ("use_editlist", "0"),
            ("fragment_index", String(max(1, sequence % 2_000_000_000))),
        ]
        let (code, unknown) = FFmpegCall.withOptions(options) { avformat_write_header(made, &$0) }
        try FFmpegCall.check(code, "fragments")
        precondition(unknown.isEmpty, "FFmpeg knows no option \(unknown)")
        avio_flush(made.pointee.pb)
        initialization = store.bytes
        store.bytes.removeAll(keepingCapacity: true)
    }

    deinit {
        if let context = container?.pointee.pb {
            av_freep(&container!.pointee.pb.pointee.buffer)
            var context: UnsafeMutablePointer<AVIOContext>? = context
            avio_context_free(&context)
            container!.pointee.pb = nil
        }
        avformat_free_context(container)
    }

    func addPicture(_ packet: UnsafeMutablePointer<AVPacket>) throws { try add(packet, videoStream, video) }
    func addSound(_ packet: UnsafeMutablePointer<AVPacket>) throws { try add(packet, audioStream, audio) }

    private func add(
        _ packet: UnsafeMutablePointer<AVPacket>, _ stream: UnsafeMutablePointer<AVStream>,
        _ context: UnsafeMutablePointer<AVCodecContext>
    ) throws {
        packet.pointee.stream_index = stream.pointee.index
        av_packet_rescale_ts(packet, context.pointee.time_base, stream.pointee.time_base)
        try FFmpegCall.check(av_write_frame(container, packet), "fragments")
    }

    /// The media segment of all that was added since the last call.
    func cut() throws -> [UInt8] {
        try FFmpegCall.check(av_write_frame(container, nil), "fragments")
        avio_flush(container?.pointee.pb)
        defer { store.bytes.removeAll(keepingCapacity: true) }
        return store.bytes
    }
}
