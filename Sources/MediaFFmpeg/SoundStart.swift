import CFFmpeg
import Realtime

/// What the first packets of a sound stream say: rate, priming, time stamps, codec frame size.
struct SoundStart {
    private(set) var sampleRate: Int64 = 0
    /// Samples of priming.
    private(set) var audible: Int64 = 0
    /// Time stamps of the first codec frames and the samples before each.
    private(set) var frames: [(timestamp: Int64, position: Int64)] = []
    /// Samples of a codec frame if the first ones agree and the codec keeps to it, else 0.
    private(set) var frameSamples: Int64 = 0
    private(set) var preroll: Int64 = 0
    /// Whether time stamps take the priming for sound proper.
    private(set) var isUncounted = false
    /// How much priming there may be where time stamps are too coarse to tell: what the file says, then what is usual.
    private(set) var leads: [Int64] = []

    /// Decodes the first few codec frames.
    init(
        _ container: Container, _ index: Int, _ codec: Codec, _ parameters: UnsafeMutablePointer<AVCodecParameters>
    ) throws(ItemFailure) {
        let frame = Frame()
        var position: Int64 = 0
        var sizes: Set<Int32> = []
        var isAudible = false
        reading: for _ in 0..<400 {
            switch codec.receive(into: frame) {
            case .frame:
                let raw = frame.raw.pointee
                if sampleRate == 0 { sampleRate = Int64(raw.sample_rate) }
                if raw.pts != QALQAN_NOPTS { frames.append((raw.pts, position)) }
                // Priming: whole discarded codec frames, then what the first good one says to skip.
                if !isAudible {
                    if raw.flags & AV_FRAME_FLAG_DISCARD != 0 {
                        audible = position + Int64(raw.nb_samples)
                    } else {
                        audible = max(audible, position + Self.skip(of: frame).atStart)
                        isAudible = audible < position + Int64(raw.nb_samples)
                    }
                }
                sizes.insert(raw.nb_samples)
                position += Int64(raw.nb_samples)
                // Fine time stamps need one codec frame, coarse ones are averaged over several.
                if frames.count >= (Self.isFine(codec, sampleRate) ? 2 : 12), isAudible { break reading }
            case .needsInput:
                guard let packet = try container.nextPacket(of: index) else {
                    if !codec.send(nil) { break reading }
                    continue
                }
                _ = codec.send(packet)
            case .damaged: continue
            case .end: break reading
            }
        }
        guard sampleRate > 0 else { throw .media("its sound could not be decoded") }
        let id = parameters.pointee.codec_id
        let name = String(cString: avcodec_get_name(id))
        let isPCM = name.hasPrefix("pcm_")
        // Lossless packets may be cut anywhere: only where time stamps are too coarse is their size all there is to go by.
        let isVariable = [AV_CODEC_ID_VORBIS, AV_CODEC_ID_OPUS].contains(id)
        let isFine = Self.isFine(codec, sampleRate)
        let hasGrid = sizes.count == 1 && !isVariable && !(isFine && (isPCM || id == AV_CODEC_ID_FLAC))
        frameSamples = hasGrid ? Int64(sizes.first!) : 0
        let usual = Self.usualPriming(id)
        leads = [audible, usual]
        // Formats that cannot say how much priming there is: bare streams, and AVI.
        isUncounted = audible == 0 && container.formatName == "avi"
        if audible == 0, ["aac", "mp3", "ac3", "eac3", "avi"].contains(container.formatName) { audible = usual }
        let longest = Int64(sizes.max() ?? 0)
        switch id {
        case AV_CODEC_ID_MP3: preroll = 11 * longest
        case AV_CODEC_ID_FLAC: preroll = 0
        case AV_CODEC_ID_OPUS: preroll = sampleRate / 10
        case _ where isPCM: preroll = 0
        default: preroll = 4 * longest
        }
    }

    /// Samples that the usual encoders of a codec put before the sound proper.
    private static func usualPriming(_ id: AVCodecID) -> Int64 {
        switch id {
        case AV_CODEC_ID_AC3, AV_CODEC_ID_EAC3: 256
        case AV_CODEC_ID_MP3: 1105
        case AV_CODEC_ID_AAC: 1024
        case AV_CODEC_ID_MP2: 481
        default: 0
        }
    }

    /// Whether time stamps tell samples apart.
    private static func isFine(_ codec: Codec, _ sampleRate: Int64) -> Bool {
        let tick = codec.context!.pointee.pkt_timebase
        return sampleRate * Int64(tick.num) <= Int64(tick.den)
    }

    /// Samples that a decoded block's packet says to drop at its start and at its end.
    static func skip(of frame: Frame) -> (atStart: Int64, atEnd: Int64) {
        guard let data = av_frame_get_side_data(frame.raw, AV_FRAME_DATA_SKIP_SAMPLES), data.pointee.size >= 10 else {
            return (0, 0)
        }
        let bytes = UnsafeRawPointer(data.pointee.data!)
        let start = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
        let end = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        return (Int64(start), Int64(end))
    }
}
