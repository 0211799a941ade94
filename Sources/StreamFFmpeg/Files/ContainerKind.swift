import CFFmpeg
import Realtime
import Timecode

/// What a file's ending asks for: a container and the codecs in it, as FFmpeg names them.
struct ContainerKind {
    let format: String
    let video: String?
    let audio: String?
    var videoOptions: [(String, String)] = []
    var formatOptions: [(String, String)] = []
    /// Whether its pictures follow each other at the rate in a header: they carry no time stamps, or readers do not heed them.
    var isPaced: Bool { ["mxf", "yuv4mpegpipe", "vob"].contains(format) }
    /// Bits a second of codecs that have no constant quality.
    var videoBitsPerPixel: Int64 = 0

    static let quality = [("preset", "veryfast"), ("crf", "20")]

    /// The endings with a choice of our own; FFmpeg knows more.
    static let known = [
        "nut", "mkv", "mp4", "m4v", "mov", "ts", "m2t", "m2ts", "mts", "mpg", "mpeg", "vob", "mxf", "webm", "avi",
        "y4m", "wav", "flac", "mp3", "m4a", "ogg",
    ]

    init(format: String, video: String?, audio: String?, videoOptions: [(String, String)] = []) {
        self.format = format
        self.video = video
        self.audio = audio
        self.videoOptions = videoOptions
    }

    /// The kind for a path; `-` is NUT on standard output.
    init(path: String) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased()
        switch path == "-" ? "nut" : ending ?? "" {
        case "nut":
            self.init(format: "nut", video: "rawvideo", audio: "pcm_f32le")
        case "mkv":
            self.init(
                format: "matroska", video: "libx264", audio: "pcm_f32le",
                videoOptions: [("preset", "ultrafast"), ("crf", "18")])
        case "mp4", "m4v":
            self.init(format: "mp4", video: "libx264", audio: "aac", videoOptions: Self.quality)
        case "mov":
            self.init(format: "mov", video: "libx264", audio: "aac", videoOptions: Self.quality)
        case "ts", "m2t", "m2ts", "mts":
            self.init(format: "mpegts", video: "libx264", audio: "aac", videoOptions: Self.quality)
            formatOptions = [("mpegts_m2ts_mode", ending == "m2ts" || ending == "mts" ? "1" : "0")]
        case "mpg", "mpeg", "vob":
            self.init(format: "vob", video: "mpeg2video", audio: "mp2")
            videoBitsPerPixel = 15
        case "mxf":
            self.init(format: "mxf", video: "mpeg2video", audio: "pcm_s16le")
            videoBitsPerPixel = 60
        case "webm":
            self.init(
                format: "webm", video: "libvpx-vp9", audio: "libopus",
                videoOptions: [("deadline", "realtime"), ("cpu-used", "8"), ("row-mt", "1"), ("crf", "30")])
        case "avi":
            // AVI has no place for a codec's priming: PCM keeps sound and picture in step.
            self.init(format: "avi", video: "mpeg4", audio: "pcm_s16le")
            videoBitsPerPixel = 20
        case "y4m":
            self.init(format: "yuv4mpegpipe", video: "rawvideo", audio: nil)
        default:
            try self.init(guessing: name)
        }
    }

    private init(guessing name: String) throws {
        guard let guessed = av_guess_format(nil, name, nil), name.contains("."),
            guessed.pointee.video_codec != AV_CODEC_ID_NONE || guessed.pointee.audio_codec != AV_CODEC_ID_NONE,
            guessed.pointee.flags & AVFMT_NOFILE == 0
        else {
            throw SinkError(
                "\(name): no container is known by this ending; known are .\(Self.known.joined(separator: ", .")), "
                    + "and - for NUT on standard output", code: QALQAN_EINVAL)
        }
        func encoder(_ codec: AVCodecID) throws -> String? {
            if codec == AV_CODEC_ID_NONE { return nil }
            guard let found = avcodec_find_encoder(codec) else {
                throw SinkError(
                    "\(name): this machine's FFmpeg cannot encode \(String(cString: avcodec_get_name(codec)))",
                    code: QALQAN_EINVAL)
            }
            return String(cString: found.pointee.name)
        }
        // A cover picture is not what the programme of a sound file is.
        let isSound = ["flac", "mp3", "m4a", "ogg", "oga", "opus", "wav", "aac", "ac3", "mp2", "aif", "aiff"]
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        self.init(
            format: String(cString: guessed.pointee.name),
            video: isSound.contains(ending) ? nil : try encoder(guessed.pointee.video_codec),
            audio: try encoder(guessed.pointee.audio_codec))
        if video == "libx264" { videoOptions = Self.quality } else { videoBitsPerPixel = 15 }
    }
}
