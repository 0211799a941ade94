import CFFmpeg
import Realtime

/// One audio encoder of libavcodec, fed with interleaved floats counted in house samples.
final class AudioCoder {
    typealias Context = UnsafeMutablePointer<AVCodecContext>
    typealias Packet = UnsafeMutablePointer<AVPacket>

    let context: Context
    let channels: Int
    private var frame: UnsafeMutablePointer<AVFrame>?
    private var packet: Packet?
    private let isAligned: Bool
    private var held: [Float] = []
    /// House sample of the first one held.
    private var next: Int64?
    private var base: Int64 = 0

    /// - Parameter isAligned: start on a multiple of the codec's block, so that restarts fall on the same grid.
    init(
        name: String, sampleRate: Int32, channels: Int32, bitRate: Int64?, globalHeader: Bool, isAligned: Bool = false
    ) throws {
        FFmpegCall.quiet
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw SinkError("this machine's FFmpeg has no encoder \(name)", code: QALQAN_EINVAL)
        }
        guard let made = avcodec_alloc_context3(codec) else {
            throw SinkError("encoder \(name): out of memory", code: QALQAN_ENOMEM)
        }
        context = made
        self.channels = Int(channels)
        self.isAligned = isAligned
        made.pointee.sample_rate = sampleRate
        made.pointee.time_base = AVRational(num: 1, den: sampleRate)
        av_channel_layout_default(&made.pointee.ch_layout, channels)
        made.pointee.sample_fmt = Self.choose(codec)
        if let bitRate { made.pointee.bit_rate = bitRate }
        if globalHeader { made.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
        frame = av_frame_alloc()
        packet = av_packet_alloc()
        try FFmpegCall.check(
            avcodec_open2(made, codec, nil), "opening encoder \(name) for \(channels) channels at \(sampleRate) Hz")
    }

    deinit {
        av_frame_free(&frame)
        av_packet_free(&packet)
        av_channel_layout_uninit(&context.pointee.ch_layout)
        var context: Context? = context
        avcodec_free_context(&context)
    }

    /// The encoder's sample format nearest to ours.
    private static func choose(_ codec: UnsafePointer<AVCodec>) -> AVSampleFormat {
        guard var list = codec.pointee.sample_fmts else { return AV_SAMPLE_FMT_FLT }
        let ours = [
            AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP, AV_SAMPLE_FMT_S32, AV_SAMPLE_FMT_S32P, AV_SAMPLE_FMT_S16,
            AV_SAMPLE_FMT_S16P,
        ]
        var offered: [AVSampleFormat] = []
        while list.pointee != AV_SAMPLE_FMT_NONE {
            offered.append(list.pointee)
            list += 1
        }
        return ours.first { offered.contains($0) } ?? offered[0]
    }

    /// Samples of a block, or 0 where any number goes.
    var block: Int { Int(context.pointee.frame_size) }

    /// Codes the samples that follow those of the last call; `body` gets every packet, its times as house samples.
    ///
    /// - Parameter first: house sample of the first one. A gap is filled with silence, an overlap is dropped.
    func encode(
        _ samples: UnsafePointer<Float>, count: Int, first: Int64, _ body: (Packet) throws -> Void
    ) throws {
        var start = 0
        if next == nil {
            var from = first
            if isAligned, block > 0 {
                from = first + (Int64(block) - first.modulo(Int64(block))).modulo(Int64(block))
            }
            next = from
            base = from
        }
        try pass(to: first, body)
        if first < expected { start = Int(min(expected - first, Int64(count))) }
        if count > start {
            held.append(
                contentsOf: UnsafeBufferPointer(start: samples + start * channels, count: (count - start) * channels))
        }
        try drain(all: false, body)
    }

    /// House sample of the next one to be put in.
    private var expected: Int64 { next! + Int64(held.count / channels) }

    /// Codes silence up to house sample `end`, a minute at most; nothing before the first samples have come.
    func pass(to end: Int64, _ body: (Packet) throws -> Void) throws {
        guard next != nil else { return }
        let second = Int64(context.pointee.sample_rate)
        for _ in 0..<60 {
            let gap = min(end - expected, second)
            guard gap > 0 else { return }
            held.append(contentsOf: repeatElement(0, count: Int(gap) * channels))
            try drain(all: false, body)
        }
    }

    /// Codes what is held, the last block shorter or padded as the codec wants it.
    func flush(_ body: (Packet) throws -> Void) throws {
        guard next != nil else { return }
        try drain(all: true, body)
        let code = avcodec_send_frame(context, nil)
        if code != QALQAN_EOF { try FFmpegCall.check(code, "finishing the sound") }
        try receive(body)
    }

    private func drain(all: Bool, _ body: (Packet) throws -> Void) throws {
        guard let frame else { return }
        var used = 0
        defer {
            held.removeFirst(used * channels)
            next! += Int64(used)
        }
        while true {
            let left = held.count / channels - used
            let count = block == 0 ? left : min(left, block)
            guard count > 0, all || block == 0 || count == block else { return }
            av_frame_unref(frame)
            frame.pointee.nb_samples = Int32(count)
            frame.pointee.format = context.pointee.sample_fmt.rawValue
            frame.pointee.sample_rate = context.pointee.sample_rate
            try FFmpegCall.check(
                av_channel_layout_copy(&frame.pointee.ch_layout, &context.pointee.ch_layout), "sound layout")
            try FFmpegCall.check(av_frame_get_buffer(frame, 0), "sound buffer")
            held.withUnsafeBufferPointer { source in
                SampleConversion.fill(
                    frame, from: source.baseAddress! + used * channels, count: count, channels: channels)
            }
            frame.pointee.pts = next! + Int64(used) - base
            used += count
            try FFmpegCall.check(avcodec_send_frame(context, frame), "encoding sound")
            try receive(body)
        }
    }

    private func receive(_ body: (Packet) throws -> Void) throws {
        guard let packet else { return }
        while true {
            let code = avcodec_receive_packet(context, packet)
            if code == QALQAN_EAGAIN || code == QALQAN_EOF { return }
            try FFmpegCall.check(code, "encoding sound")
            defer { av_packet_unref(packet) }
            packet.pointee.pts += base
            packet.pointee.dts += base
            try body(packet)
        }
    }
}
