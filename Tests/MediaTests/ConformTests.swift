import Realtime
import Testing
import Timecode

@testable import MediaFFmpeg

/// Shape, colour and channels of what is not yet as the channel is.
@Suite struct ConformTests {
    private static let hd = ChannelFormat(
        width: 640, height: 360, rate: .fps25, colour: .bt709, sampleRate: 48_000, channels: 2)!

    /// Y, Cb, Cr at a point of a decoded picture.
    private func pixel(_ run: DecodeRun, _ x: Int, _ y: Int) -> (Int, Int, Int) {
        let layout = PictureLayout(run.format)
        let chroma = y / 2 * layout.chromaStride + x / 2
        return (
            Int(run.picture[y * layout.lumaStride + x]), Int(run.picture[layout.blueOffset + chroma]),
            Int(run.picture[layout.redOffset + chroma])
        )
    }

    /// What a colour must be in BT.709 limited range (ITU-R BT.709-6, 3 and 4).
    private func bt709(_ r: Double, _ g: Double, _ b: Double) -> (Int, Int, Int) {
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b
        return (
            Int((16 + 219 * y).rounded()), Int((128 + 224 * (b - y) / 1.8556).rounded()),
            Int((128 + 224 * (r - y) / 1.5748).rounded())
        )
    }

    struct Coding: Sendable, CustomTestStringConvertible {
        let name: String
        let size: String
        let options: [String]
        var testDescription: String { name }
    }

    static let codings: [Coding] = [
        Coding(
            name: "601.mp4", size: "720x576",
            options: [
                "-vf", "scale=out_color_matrix=bt601:out_range=tv,format=yuv420p,setsar=64/45", "-c:v", "libx264",
                "-qp", "4", "-colorspace", "bt470bg",
            ]),
        // Not flagged: 576 lines are BT.601 by convention.
        Coding(
            name: "unflagged.ts", size: "720x576",
            options: [
                "-vf", "scale=out_color_matrix=bt601:out_range=tv,format=yuv420p,setsar=64/45", "-c:v", "mpeg2video",
                "-q:v", "2",
            ]),
        Coding(
            name: "709.mp4", size: "1280x720",
            options: [
                "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", "-qp", "4",
                "-colorspace", "bt709",
            ]),
        Coding(
            name: "full.mp4", size: "640x360",
            options: [
                "-vf", "scale=out_color_matrix=bt709:out_range=pc,format=yuv420p", "-c:v", "libx264", "-qp", "4",
                "-colorspace", "bt709", "-color_range", "pc",
            ]),
        // Not flagged by this encoder: more than 576 lines are BT.709.
        Coding(
            name: "deep.mov", size: "1280x720",
            options: [
                "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv422p10le", "-c:v", "prores_ks",
                "-colorspace", "bt709",
            ]),
        Coding(name: "rgb.mkv", size: "640x360", options: ["-pix_fmt", "bgr0", "-c:v", "ffv1"]),
        Coding(name: "still.png", size: "640x360", options: ["-pix_fmt", "rgb24", "-frames:v", "1"]),
        Coding(name: "alpha.png", size: "640x360", options: ["-pix_fmt", "rgba", "-frames:v", "1"]),
        Coding(
            name: "still.jpg", size: "640x360",
            options: [
                "-vf", "scale=out_color_matrix=bt601:out_range=pc,format=yuvj444p", "-q:v", "2", "-frames:v", "1",
            ]),
    ]

    @Test(arguments: codings)
    func coloursKeepTheirMeaning(_ coding: Coding) throws {
        for (name, colour) in [
            ("red", (0.75, 0.1, 0.1)), ("green", (0.1, 0.75, 0.1)), ("blue", (0.1, 0.1, 0.75)),
            ("grey", (0.5, 0.5, 0.5)),
        ] {
            let hex = [colour.0, colour.1, colour.2].map { value in
                let level = Int((value * 255).rounded())
                return "\(String(level / 16, radix: 16))\(String(level % 16, radix: 16))"
            }.joined()
            let path = "\(Workshop.folder)/\(name)-\(coding.name)"
            let command = [
                "/usr/bin/ffmpeg", "-y", "-v", "error", "-nostdin", "-f", "lavfi", "-i",
                "color=c=0x\(hex):s=\(coding.size):r=25:d=0.2,format=rgb24",
            ]
            try #require(Workshop.run(command + coding.options + [path]) == 0)
            let isStill = coding.name.hasSuffix("g")
            let run = try DecodeRun.decode(path, frames: isStill ? 12 : 4, format: Self.hd, still: isStill)
            let seen = pixel(run, 320, 180)
            let expected = bt709(
                (colour.0 * 255).rounded() / 255, (colour.1 * 255).rounded() / 255, (colour.2 * 255).rounded() / 255)
            let tolerance = isStill && coding.name.hasSuffix("jpg") ? 4 : 3
            #expect(
                abs(seen.0 - expected.0) <= tolerance && abs(seen.1 - expected.1) <= tolerance
                    && abs(seen.2 - expected.2) <= tolerance, "\(name): \(seen), expected \(expected)")
            if isStill { #expect(Set(run.slots).count == 1 && run.slots.count == 12) }
        }
    }

    @Test(arguments: [
        // Source, sample aspect, channel, where it lies.
        ((720, 576), (Int64(16), Int64(15)), (1920, 1080), (240, 0, 1440, 1080)),
        ((720, 576), (64, 45), (1920, 1080), (0, 0, 1920, 1080)),
        ((720, 576), (12, 11), (1920, 1080), (240, 0, 1440, 1080)),
        ((720, 576), (16, 11), (1920, 1080), (0, 0, 1920, 1080)),
        ((720, 480), (8, 9), (1920, 1080), (240, 0, 1440, 1080)),
        ((720, 576), (0, 1), (1920, 1080), (240, 0, 1440, 1080)),
        ((1440, 1080), (4, 3), (1920, 1080), (0, 0, 1920, 1080)),
        ((1280, 720), (1, 1), (1920, 1080), (0, 0, 1920, 1080)),
        ((1920, 800), (1, 1), (1920, 1080), (0, 140, 1920, 800)),
        ((1080, 1920), (1, 1), (1920, 1080), (656, 0, 608, 1080)),
        ((1920, 1080), (1, 1), (720, 576), (0, 0, 720, 576)),
        ((720, 576), (16, 15), (720, 576), (90, 0, 540, 576)),
        ((1920, 1080), (1, 1), (1024, 768), (0, 96, 1024, 576)),
    ])
    func shapesAreKept(
        _ source: (Int, Int), _ aspect: (Int64, Int64), _ raster: (Int, Int), _ expected: (Int, Int, Int, Int)
    ) {
        let format = ChannelFormat(
            width: Int32(raster.0), height: Int32(raster.1), rate: .fps25, colour: .bt709, sampleRate: 48_000,
            channels: 2)!
        let fit = PictureFit(width: source.0, height: source.1, aspect: aspect, into: format)
        #expect((fit.x, fit.y, fit.width, fit.height) == expected)
    }

    @Test func pillarsAreBlack() throws {
        let path = try Workshop.clip(
            "43.mp4", frames: 10, sound: nil, size: (320, 240), options: Clip.x264 + ["-vf", "setsar=1"])
        let run = try DecodeRun.decode(path, frames: 5, format: Self.hd)
        for x in [0, 40, 79, 561, 639] { #expect(pixel(run, x, 180) == (16, 128, 128)) }
        for x in [84, 320, 556] { #expect(pixel(run, x, 40).0 > 20) }
    }

    @Test func turnedPicturesAreUpright() throws {
        let upright = try Workshop.clip("flat.mp4", frames: 20, sound: nil, options: Clip.x264)
        let turned = "\(Workshop.folder)/turned.mp4"
        let status = Workshop.run([
            "/usr/bin/ffmpeg", "-y", "-v", "error", "-nostdin", "-i", upright, "-vf", "transpose=cclock", "-c:v",
            "libx264",
            "-crf", "15", "\(Workshop.folder)/sideways.mp4",
        ])
        try #require(status == 0)
        let flag = Workshop.run([
            "/usr/bin/ffmpeg", "-y", "-v", "error", "-nostdin", "-i", "\(Workshop.folder)/sideways.mp4", "-c", "copy",
            "-metadata:s:v:0", "rotate=270", turned,
        ])
        try #require(flag == 0)
        let run = try DecodeRun.decode(turned, inFrame: 3, frames: 10)
        #expect(run.numbers == Array(3..<13))
    }

    @Test func surroundBecomesStereoByBS775() throws {
        // One tone at a time would hide a swap of channels: six different levels of direct voltage.
        let path = "\(Workshop.folder)/51.wav"
        let status = Workshop.run([
            "/usr/bin/ffmpeg", "-y", "-v", "error", "-nostdin", "-f", "lavfi", "-i",
            "aevalsrc='0.1|0.2|0.05|0.4|0.03|0.07':c=5.1:s=48000:d=2", "-c:a", "pcm_f32le", path,
        ])
        try #require(status == 0)
        let run = try DecodeRun.decode(path, frames: 20)
        let h: Float = 0.70710678
        let (left, right) = (run.channel(0)[20_000], run.channel(1)[20_000])
        #expect(abs(left - (0.1 + h * 0.05 + h * 0.03)) < 1e-5 && abs(right - (0.2 + h * 0.05 + h * 0.07)) < 1e-5)
    }

    @Test func monoGoesToBothSidesAndMonoTracksAreSides() throws {
        let mono = TestSound(seconds: 1, channels: 1)
        let both = try DecodeRun.decode(
            try Workshop.clip("m.wav", frames: 0, sound: mono, options: []), frames: 10)
        #expect(both.channel(0)[5_000] == mono.value(5_000) && both.channel(1)[5_000] == mono.value(5_000))
        let pair = TestSound(seconds: 2)
        let path = try Workshop.clip(
            "tracks.mxf", frames: 50, sound: pair,
            options: [
                "-filter_complex", "[1:a]channelsplit=channel_layout=stereo[l][r]", "-map", "0:v", "-map", "[l]",
                "-map",
                "[r]",
            ] + Clip.mpeg2 + ["-c:a", "pcm_s16le"])
        let run = try DecodeRun.decode(path, inFrame: 11, frames: 20)
        #expect(run.channel(0)[5_000] == pair.value(11 * 1920 + 5_000, 0))
        #expect(run.channel(1)[5_000] == pair.value(11 * 1920 + 5_000, 1))
    }

    @Test(arguments: [
        ("alone.wav", ["-c:a", "pcm_s16le"], 0), ("alone.flac", ["-c:a", "flac"], 0),
        ("alone.mp3", ["-c:a", "libmp3lame"], 17), ("alone.m4a", ["-c:a", "aac"], 17),
        ("alone.aac", ["-c:a", "aac"], 17), ("alone.mp2", ["-c:a", "mp2"], 17), ("alone.ac3", ["-c:a", "ac3"], 17),
    ])
    func soundAloneHasAPlateAndItsOwnEnd(_ name: String, _ options: [String], _ tolerance: Int) throws {
        let sound = TestSound(seconds: 4)
        let path = try Workshop.clip(name, frames: 0, sound: sound, options: options)
        for inFrame in [0, 37, 83] {
            let run = try DecodeRun.decode(path, inFrame: Int64(inFrame), frames: 60)
            let missing = max(0, inFrame + 60 - 100)
            // Bare streams do not say how much padding their last codec frame has.
            #expect(run.status == 0 && (60 - missing...61 - missing).contains(run.numbers.count))
            let heard = sound.lag(of: run.channel(0), at: inFrame * 1920)
            #expect(abs(heard.lag) <= tolerance && heard.correlation > 0.9, "\(heard)")
            #expect(run.picture[90 * 384 + 160] > 40)
        }
    }
}
