import CEBUR128
import CFFmpeg
import Trust

/// Decodes a whole sound track and measures it: EBU R 128 loudness, true peak, and its length in samples.
final class SoundMeter {
    private let decoder: StreamDecoder
    private let sampleRate: Int32
    private let channels: Int32
    private var layout = AVChannelLayout()
    private var meter: UnsafeMutablePointer<ebur128_state>?
    private var converter: OpaquePointer?
    private var converterInput: (format: Int32, rate: Int32, channels: Int32) = (-1, 0, 0)
    private var converted: [Float] = []
    /// Samples per channel that came out of the decoder, priming removed.
    private(set) var samples: Int64 = 0

    init(_ stream: UnsafeMutablePointer<AVStream>) throws(MediaProblem) {
        decoder = try StreamDecoder(stream)
        let parameters = stream.pointee.codecpar.pointee
        sampleRate = parameters.sample_rate
        channels = parameters.ch_layout.nb_channels
        guard (1...64).contains(channels), (1_000...768_000).contains(sampleRate) else {
            throw MediaProblem("its sound has \(channels) channels at \(sampleRate) samples a second")
        }
        av_channel_layout_default(&layout, channels)
        meter = ebur128_init(
            UInt32(channels), UInt(sampleRate), Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue))
        guard meter != nil else { throw MediaProblem("its sound cannot be measured") }
    }

    deinit {
        if meter != nil { ebur128_destroy(&meter) }
        swr_free(&converter)
        av_channel_layout_uninit(&layout)
    }

    func take(_ packet: UnsafeMutablePointer<AVPacket>?) {
        decoder.decode(packet) { measure($0) }
    }

    private func measure(_ frame: UnsafeMutablePointer<AVFrame>) {
        let count = frame.pointee.nb_samples
        let input = (frame.pointee.format, frame.pointee.sample_rate, frame.pointee.ch_layout.nb_channels)
        if converter == nil || input != converterInput {
            swr_free(&converter)
            var source = AVChannelLayout()
            av_channel_layout_default(&source, input.2)
            let status = swr_alloc_set_opts2(
                &converter, &layout, AV_SAMPLE_FMT_FLT, sampleRate, &source, AVSampleFormat(input.0), input.1, 0, nil)
            av_channel_layout_uninit(&source)
            guard status >= 0, swr_init(converter) >= 0 else {
                swr_free(&converter)
                return
            }
            converterInput = input
        }
        let room = Int(swr_get_out_samples(converter, count))
        if converted.count < room * Int(channels) {
            converted = [Float](repeating: 0, count: room * Int(channels))
        }
        let got = converted.withUnsafeMutableBytes { output in
            var planes: UnsafeMutablePointer<UInt8>? = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let source = UnsafeMutableRawPointer(frame.pointee.extended_data)?
                .assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
            return swr_convert(converter, &planes, Int32(room), source, count)
        }
        guard got > 0 else { return }
        samples += Int64(got)
        _ = ebur128_add_frames_float(meter, converted, Int(got))
    }

    /// Length in seconds, exact.
    var duration: Ratio? { Ratio(samples, Int64(sampleRate)) }

    var loudness: Loudness {
        var integrated = -Double.infinity
        _ = ebur128_loudness_global(meter, &integrated)
        var peak = 0.0
        for channel in 0..<UInt32(channels) {
            var value = 0.0
            if ebur128_true_peak(meter, channel, &value) == 0 { peak = max(peak, value) }
        }
        return Loudness(
            integratedHundredths: Self.hundredths(integrated),
            truePeakHundredths: peak > 0 ? Self.hundredths(20 * Self.log10(peak)) : nil)
    }

    private static func hundredths(_ value: Double) -> Int? {
        value.isFinite ? Int((value * 100).rounded()) : nil
    }
}
