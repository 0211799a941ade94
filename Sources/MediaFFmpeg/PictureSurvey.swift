import CFFmpeg
import Realtime
import Timecode

/// What has to be known of a picture stream before its first channel frame: zero, rate, fields.
struct PictureSurvey {
    let clock: PictureClock
    let isInterlaced: Bool
    /// Field order for codecs that do not flag it per picture: whether the top field comes first.
    let forcedFieldOrder: Bool?
    /// The first presented picture, when decoding has begun at the file's start.
    let firstPicture: Frame?

    init(_ source: PictureSource, channel: FrameRate, isFromStart: Bool) throws(ItemFailure) {
        let stream = source.stream
        let indexed = Self.indexed(stream, source.demuxer)
        let peeked = indexed == nil ? try source.peek(count: 40, bytes: 2 << 20) : []
        let parameters = stream.pointee.codecpar.pointee
        let order = parameters.field_order
        let isFlagged = [AV_FIELD_TT, AV_FIELD_BB, AV_FIELD_TB, AV_FIELD_BT].contains(order)
        let flagsPictures = [
            AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG4,
            AV_CODEC_ID_VC1, AV_CODEC_ID_WMV3, AV_CODEC_ID_PRORES, AV_CODEC_ID_DNXHD, AV_CODEC_ID_DVVIDEO,
            AV_CODEC_ID_MJPEG,
        ].contains(parameters.codec_id)
        forcedFieldOrder = isFlagged && !flagsPictures ? order == AV_FIELD_TT || order == AV_FIELD_BT : nil

        let alone = isFromStart ? nil : try source.firstKeyAlone()
        let decoded = alone == nil ? try source.next() : nil
        guard let first = alone ?? decoded else { throw .media("no picture could be decoded") }
        firstPicture = decoded
        isInterlaced = isFlagged || first.raw.pointee.interlaced_frame != 0

        let timeBase = stream.pointee.time_base
        let timestamps = source.isTimeless ? [] : indexed ?? peeked
        let cadence = Cadence(
            tickNumerator: Int64(timeBase.num), tickDenominator: Int64(timeBase.den), timestamps: timestamps,
            isInterlaced: isInterlaced)
        let rate = cadence.rate(claims: Self.claims(stream, source))
        guard !source.isTimeless else {
            let known = rate ?? channel
            clock = PictureClock(
                tickNumerator: known.denominator, tickDenominator: known.numerator, first: 0, rate: known)
            return
        }
        var fields: Int64 = 1
        if let rate, isInterlaced {
            // Every field is shown in turn where the channel is fast enough.
            let isFast = 2 * rate.numerator * channel.denominator <= channel.numerator * rate.denominator
            fields = isFast ? 2 : 1
        }
        clock = PictureClock(
            tickNumerator: Int64(timeBase.num), tickDenominator: Int64(timeBase.den), first: first.raw.pointee.pts,
            rate: rate,
            fields: fields)
    }

    /// What the container and the codec say about the rate, likeliest first.
    private static func claims(
        _ stream: UnsafeMutablePointer<AVStream>, _ source: PictureSource
    ) -> [(numerator: Int64, denominator: Int64)] {
        let codec = source.codec.context!.pointee.framerate
        let rates = [
            av_guess_frame_rate(source.demuxer.context, stream, nil), stream.pointee.avg_frame_rate,
            stream.pointee.r_frame_rate, codec,
        ]
        return rates.map { (Int64($0.num), Int64($0.den)) }
    }

    /// Decoding times of all pictures, where the container's index names every one (MP4, MOV).
    private static func indexed(_ stream: UnsafeMutablePointer<AVStream>, _ container: Container) -> [Int64]? {
        guard container.formatName.hasPrefix("mov") else { return nil }
        let count = avformat_index_get_entries_count(stream)
        guard count > 1 else { return nil }
        return (0..<min(count, 100_000)).compactMap { avformat_index_get_entry(stream, $0)?.pointee.timestamp }.sorted()
    }
}
