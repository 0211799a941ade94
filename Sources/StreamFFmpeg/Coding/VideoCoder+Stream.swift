import CFFmpeg
import Timecode

extension VideoCoder {
    /// An encoder for streams: closed groups on the house frame grid, a bounded decoder buffer, little memory.
    convenience init(_ settings: VideoSettings, format: ChannelFormat) throws {
        let buffer = settings.bitRate * settings.bufferMilliseconds / 1000
        var options: [(String, String)] = []
        switch settings.codec {
        case .h264:
            // Without force-cfr x264 waits for the next picture to learn how long this one lasts.
            let rate = settings.isConstantRate ? "nal-hrd=cbr:force-cfr=1:" : "force-cfr=1:"
            let delimiter = settings.hasGlobalHeader ? "" : "aud=1:"
            options = [
                ("preset", settings.preset), ("forced-idr", "1"),
                (
                    "x264-params",
                    "\(rate)\(delimiter)scenecut=0:open-gop=0:bframes=\(settings.bidirectionalFrames):"
                        + "rc-lookahead=0:sync-lookahead=0:sliced-threads=0:stitchable=1"
                ),
            ]
        case .mpeg2:
            options = [("sc_threshold", "1000000000"), ("bf", "\(settings.bidirectionalFrames)")]
        }
        try self.init(
            name: settings.codec == .h264 ? "libx264" : "mpeg2video", format: format, width: settings.width,
            height: settings.height, globalHeader: settings.hasGlobalHeader, options: options
        ) { context in
            context.pointee.bit_rate = settings.bitRate
            context.pointee.rc_max_rate = settings.bitRate
            if settings.isConstantRate { context.pointee.rc_min_rate = settings.bitRate }
            context.pointee.rc_buffer_size = Int32(clamping: buffer)
            context.pointee.rc_initial_buffer_occupancy = Int32(clamping: buffer * 9 / 10)
            context.pointee.gop_size = Int32(settings.group)
            context.pointee.thread_count = settings.threads
            context.pointee.flags |= Int32(bitPattern: AV_CODEC_FLAG_CLOSED_GOP)
        }
    }
}
