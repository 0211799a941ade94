import Testing

/// A kind of media that must be shown and heard exactly.
struct Clip: Sendable, CustomTestStringConvertible {
    let name: String
    var rate = "25"
    var numerator = 25
    var denominator = 1
    var frames = 120
    var soundRate = 48_000
    var channels = 2
    let options: [String]
    /// Samples of sound that may lie beside their place.
    var tolerance = 0
    /// Least correlation that counts as the same sound: 1 for sound without loss.
    var correlation: Float = 0.9

    var testDescription: String { name }

    static let x264 = ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]
    /// A megabyte a second from the first picture to the last, however plain they are.
    static let steady = [
        "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-b:v", "8M", "-minrate", "8M",
        "-maxrate", "8M", "-bufsize", "2M", "-x264-params", "nal-hrd=cbr",
    ]
    static let mpeg2 = ["-pix_fmt", "yuv420p", "-c:v", "mpeg2video", "-b:v", "3M", "-bf", "2", "-g", "12"]
    static let openGOP = x264 + ["-x264-params", "open-gop=1:keyint=40:bframes=3"]

    static let all: [Clip] = [
        Clip(name: "long.mp4", options: x264 + ["-g", "250", "-bf", "3", "-c:a", "aac"], tolerance: 17),
        Clip(name: "open.mp4", options: openGOP + ["-c:a", "aac"], tolerance: 17),
        Clip(name: "open.ts", options: openGOP + ["-c:a", "ac3"], tolerance: 17),
        Clip(name: "mpeg2.ts", options: mpeg2 + ["-c:a", "mp2"], tolerance: 17),
        Clip(name: "h264.ts", options: x264 + ["-g", "50", "-c:a", "aac"], tolerance: 17),
        Clip(name: "mpeg2.mpg", options: mpeg2 + ["-c:a", "mp2"], tolerance: 17),
        Clip(name: "mpeg2.mxf", options: mpeg2 + ["-c:a", "pcm_s16le"], correlation: 0.999),
        Clip(
            name: "prores.mov", options: ["-pix_fmt", "yuv422p10le", "-c:v", "prores_ks", "-c:a", "pcm_s24le"],
            correlation: 0.999),
        Clip(name: "flac.mkv", options: x264 + ["-c:a", "flac"], correlation: 0.999),
        Clip(name: "ac3.mkv", options: x264 + ["-c:a", "ac3"], tolerance: 17),
        Clip(name: "mp3.mkv", options: x264 + ["-c:a", "libmp3lame"], tolerance: 17),
        Clip(name: "aac.mkv", options: x264 + ["-c:a", "aac"], tolerance: 17),
        Clip(name: "pcm.mkv", options: x264 + ["-c:a", "pcm_s16le"], correlation: 0.999),
        Clip(
            name: "mpeg4.avi", options: ["-c:v", "mpeg4", "-bf", "2", "-b:v", "2M", "-c:a", "pcm_s16le"],
            correlation: 0.999),
        Clip(
            name: "mjpeg.avi", options: ["-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "3", "-c:a", "pcm_s16le"],
            correlation: 0.999),
        Clip(
            name: "hevc.mp4",
            options: [
                "-pix_fmt", "yuv420p", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
                "log-level=none:open-gop=1:keyint=40:bframes=3", "-c:a", "aac",
            ], tolerance: 17),
        Clip(
            name: "film.mp4", rate: "24000/1001", numerator: 24_000, denominator: 1001,
            options: x264 + ["-c:a", "aac"], tolerance: 17),
        Clip(
            name: "film.ts", rate: "24000/1001", numerator: 24_000, denominator: 1001,
            options: x264 + ["-c:a", "mp2"], tolerance: 17),
        Clip(
            name: "ntsc.mp4", rate: "30000/1001", numerator: 30_000, denominator: 1001,
            options: x264 + ["-c:a", "aac"], tolerance: 17),
        Clip(
            name: "ntsc.mkv", rate: "30000/1001", numerator: 30_000, denominator: 1001,
            options: x264 + ["-c:a", "pcm_s16le"], correlation: 0.999),
        Clip(name: "fast.ts", rate: "50", numerator: 50, frames: 240, options: x264 + ["-c:a", "mp2"], tolerance: 17),
        Clip(
            name: "fast.mp4", rate: "60000/1001", numerator: 60_000, denominator: 1001, frames: 290,
            options: x264 + ["-c:a", "aac"], tolerance: 17),
        Clip(name: "441.mp4", soundRate: 44_100, options: x264 + ["-c:a", "aac"], tolerance: 17),
        Clip(
            name: "441.mov", soundRate: 44_100, options: x264 + ["-c:a", "pcm_s16le"], tolerance: 1, correlation: 0.97),
        Clip(name: "441.ts", soundRate: 44_100, options: x264 + ["-c:a", "mp2"], tolerance: 17),
        Clip(name: "mono.mov", channels: 1, options: x264 + ["-c:a", "pcm_s16le"], correlation: 0.999),
        // A 33-bit clock that wraps two seconds in.
        Clip(
            name: "wrap.ts",
            options: x264 + ["-g", "50", "-c:a", "aac", "-output_ts_offset", "95440", "-muxdelay", "0"], tolerance: 17),
    ]

    func make() throws -> (path: String, sound: TestSound) {
        let seconds = Double(frames * denominator) / Double(numerator)
        let sound = TestSound(seconds: seconds, rate: soundRate, channels: channels)
        return (try Workshop.clip(name, rate: rate, frames: frames, sound: sound, options: options), sound)
    }

    /// The source frame that channel frame `index` shows at 25 frames a second; `nil` beyond the clip's end.
    func frame(at index: Int) -> Int? {
        let frame = index * numerator / (denominator * 25)
        return frame < frames ? frame : nil
    }
}
