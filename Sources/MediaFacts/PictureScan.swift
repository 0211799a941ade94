import CFFmpeg
import Timecode
import Trust

/// Looks at the pictures of a programme: decodes the first few, and follows the time stamps of all the others.
struct PictureScan {
    /// Pictures decoded to learn how the lines were scanned.
    private static let looks = 12

    private let decoder: StreamDecoder
    private var looked = 0
    private var topFirst = 0
    private var bottomFirst = 0
    /// Presentation times in the stream's time base: the first picture that came out of the decoder, the last packet.
    private var first: Int64?
    private var last: Int64?
    private var packets: Int64 = 0
    private var aspect: AVRational

    init(_ stream: UnsafeMutablePointer<AVStream>) throws(MediaProblem) {
        decoder = try StreamDecoder(stream)
        aspect = stream.pointee.sample_aspect_ratio
    }

    var isDecodable: Bool { looked > 0 }
    var codec: String { decoder.codec }

    mutating func take(_ packet: UnsafeMutablePointer<AVPacket>) {
        if packet.pointee.flags & AV_PKT_FLAG_DISCARD == 0 {
            packets += 1
            if packet.pointee.pts != QALQAN_NOPTS { last = max(last ?? packet.pointee.pts, packet.pointee.pts) }
        }
        if looked < Self.looks { decode(packet) }
    }

    mutating func finish() { if looked < Self.looks { decode(nil) } }

    private mutating func decode(_ packet: UnsafeMutablePointer<AVPacket>?) {
        decoder.decode(packet) { frame in
            if looked == 0 {
                let time = frame.pointee.best_effort_timestamp
                first = time == QALQAN_NOPTS ? nil : time
                if frame.pointee.sample_aspect_ratio.num > 0 { aspect = frame.pointee.sample_aspect_ratio }
            }
            looked += 1
            if frame.pointee.interlaced_frame != 0 {
                if frame.pointee.top_field_first != 0 { topFirst += 1 } else { bottomFirst += 1 }
            }
        }
    }

    /// What was seen; the length is counted from the first picture that can be decoded to the last one presented.
    func facts(in context: UnsafeMutablePointer<AVFormatContext>, isStill: Bool) -> TechnicalFacts.Video {
        let stream = decoder.stream
        let parameters = stream.pointee.codecpar.pointee
        let scan: TechnicalFacts.Scan =
            2 * (topFirst + bottomFirst) <= looked
            ? .progressive : topFirst >= bottomFirst ? .topFieldFirst : .bottomFieldFirst
        var rate: FrameRate?
        var pictures: Int64?
        if !isStill {
            let guess = av_guess_frame_rate(context, stream, nil)
            rate = FrameRate(Int64(guess.num), Int64(guess.den))
            if let rate, let first, let last, last >= first {
                let base = stream.pointee.time_base
                // Pictures between the first and the last, to the nearest, and the last itself.
                let span = av_rescale_q(
                    last - first, base, AVRational(num: Int32(rate.denominator), den: Int32(rate.numerator)))
                pictures = span + 1
            } else if last == nil {
                // An elementary stream has no time stamps: one packet, one picture.
                pictures = packets
            }
        }
        return TechnicalFacts.Video(
            codec: codec, width: Int(parameters.width), height: Int(parameters.height),
            sampleAspect: aspect.num > 0 ? Ratio(Int64(aspect.num), Int64(aspect.den)) ?? .one : .one, rate: rate,
            scan: isStill ? .progressive : scan, pictures: pictures)
    }
}
