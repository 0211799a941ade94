import CFFmpeg
import Timecode
import Trust

/// Measures a media file by reading and, where it must, decoding it: what it is, how long, how loud.
package enum MediaProbe {
    /// Reads the whole file once. Blocking; about 20 s for an hour of programme.
    ///
    /// The file must hold pictures or sound that can really be decoded; its name says nothing.
    package static func measure(path: String) throws(MediaProblem) -> MediaMeasurement {
        let input = try MediaInput(path: path)
        let pictures = input.streams.first {
            $0.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO
                && $0.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
        }
        let sounds = input.streams.filter { $0.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO }
        guard pictures != nil || !sounds.isEmpty else { throw MediaProblem("it holds neither pictures nor sound") }

        var scan: PictureScan?
        if let pictures { scan = try PictureScan(pictures) }
        var meter: SoundMeter?
        if let first = sounds.first { meter = try SoundMeter(first) }
        guard let packet = av_packet_alloc() else { throw MediaProblem("out of memory") }
        defer {
            var allocated: UnsafeMutablePointer<AVPacket>? = packet
            av_packet_free(&allocated)
        }
        while input.next(into: packet) {
            if packet.pointee.stream_index == pictures?.pointee.index ?? -1 { scan?.take(packet) }
            if packet.pointee.stream_index == sounds.first?.pointee.index ?? -1 { meter?.take(packet) }
        }
        scan?.finish()
        meter?.take(nil)
        if let scan, !scan.isDecodable { throw MediaProblem("damaged: not one picture can be decoded") }
        if scan == nil, meter?.samples == 0 { throw MediaProblem("damaged: not one sample can be decoded") }

        let video = scan?.facts(in: input.context, isStill: input.isStill)
        return MediaMeasurement(
            technical: TechnicalFacts(
                container: input.container, duration: input.isStill ? nil : length(video, meter),
                isStill: input.isStill, video: video, audio: sounds.map(audio),
                startTimecode: timecode(input)),
            loudness: meter.flatMap { $0.samples > 0 ? $0.loudness : nil })
    }

    private static func length(_ video: TechnicalFacts.Video?, _ meter: SoundMeter?) -> Ratio? {
        guard let video else { return meter?.duration }
        guard let pictures = video.pictures, let rate = video.rate else { return nil }
        return Ratio(pictures * rate.denominator, rate.numerator)
    }

    private static func audio(_ stream: UnsafeMutablePointer<AVStream>) -> TechnicalFacts.Audio {
        let parameters = stream.pointee.codecpar.pointee
        let language = tag("language", in: stream.pointee.metadata)
        return TechnicalFacts.Audio(
            codec: String(cString: avcodec_get_name(parameters.codec_id)), sampleRate: Int(parameters.sample_rate),
            channels: Int(parameters.ch_layout.nb_channels), language: language == "und" ? nil : language)
    }

    private static func timecode(_ input: MediaInput) -> String? {
        for stream in input.streams {
            if let label = tag("timecode", in: stream.pointee.metadata) { return label }
        }
        return tag("timecode", in: input.context.pointee.metadata)
    }

    private static func tag(_ name: String, in tags: OpaquePointer?) -> String? {
        guard let entry = av_dict_get(tags, name, nil, 0), let value = entry.pointee.value else { return nil }
        return String(cString: value)
    }
}
