import Foundation
import Realtime
import Testing
import Timecode

@testable import StreamFFmpeg

@Suite("A programme in a file")
struct ProgrammeFileTests {
    static let small = ChannelFormat(
        width: 320, height: 180, rate: .fps25, colour: .bt709, sampleRate: 48_000, channels: 2)!
    static let american = ChannelFormat(
        width: 240, height: 136, rate: .fps2997, colour: .bt601at525, sampleRate: 48_000, channels: 1)!
    static let surround = ChannelFormat(
        width: 320, height: 180, rate: .fps50, colour: .bt601at625, sampleRate: 48_000, channels: 6)!

    private func make(_ path: String, _ format: ChannelFormat, frames: Int64, sweep: Bool = false) throws {
        let programme = CodedProgramme(format, sweep: sweep)
        let sink = try ProgrammeFileSink(path: path, format: format)
        for frame in 0..<frames {
            programme.draw(frame)
            programme.sound(frame)
            try sink.write(
                picture: programme.picture, layout: programme.layout, samples: programme.samples,
                sampleCount: programme.sampleCount(frame), frame: frame)
        }
        try sink.finish()
    }

    @Test("raw pictures and floats come back bit for bit", arguments: [small, american, surround])
    func lossless(format: ChannelFormat) throws {
        let scratch = try Scratch()
        let path = scratch.path("out.nut")
        try make(path, format, frames: 31)
        let programme = CodedProgramme(format)
        var expected = Data()
        let plain = UnsafeMutableRawPointer.allocate(
            byteCount: PlanarPicture.byteCount(programme.layout), alignment: 64)
        defer { plain.deallocate() }
        for frame in Int64(0)..<31 {
            programme.draw(frame)
            PlanarPicture.pack(programme.picture, programme.layout, into: plain)
            expected.append(Data(bytes: plain, count: PlanarPicture.byteCount(programme.layout)))
        }
        let decoded = try Command.run([
            "ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-fps_mode", "passthrough", "-f", "rawvideo", "-",
        ])
        #expect(decoded == expected)
        #expect(try Command.samples(of: path) == Self.samples(format, frames: 31))
        let probed = try Command.text([
            "ffprobe", "-v", "error", "-show_entries",
            "stream=codec_name,r_frame_rate,sample_aspect_ratio,color_range,color_space,start_time", "-of", "flat",
            path,
        ])
        #expect(
            probed.contains("streams.stream.0.r_frame_rate=\"\(format.rate.numerator)/\(format.rate.denominator)\""))
        #expect(probed.contains("codec_name=\"pcm_f32le\""))
    }

    private static func samples(_ format: ChannelFormat, frames: Int64) -> [Float] {
        let count = format.time.firstSample(of: frames)
        return (0..<count).flatMap { sample in
            (0..<Int(format.channels)).map { CodedProgramme.value(sample, $0) }
        }
    }

    @Test(
        "every usual ending holds every frame once, sound and picture start together",
        arguments: [
            "a.mkv", "a.mp4", "a.mov", "a.ts", "a.m2t", "a.mpg", "a.mxf", "a.y4m", "a.avi",
        ])
    func endings(name: String) throws {
        let scratch = try Scratch()
        let path = scratch.path(name)
        try make(path, Self.small, frames: 60, sweep: true)
        let frames = try Command.frames(of: path, width: 320, height: 180)
        #expect(frames == Array(0..<60), "\(name)")
        if name.hasSuffix("y4m") { return }
        let offset = try Command.soundOffset(of: path, sampleRate: 48_000)
        #expect(abs(offset) <= 2, "\(name): sound is \(offset) samples off its picture")
    }

    @Test("mkv keeps float sound exactly and tags the colours")
    func matroska() throws {
        let scratch = try Scratch()
        let path = scratch.path("out.mkv")
        try make(path, Self.small, frames: 26)
        #expect(try Command.samples(of: path) == Self.samples(Self.small, frames: 26))
        let probed = try Command.text([
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries",
            "stream=color_range,color_space,color_transfer,color_primaries,sample_aspect_ratio", "-of", "csv=p=0", path,
        ])
        #expect(probed.trimmingCharacters(in: .whitespacesAndNewlines) == "1:1,tv,bt709,bt709,bt709")
    }

    @Test("sound alone, and a container of FFmpeg's own choosing", arguments: ["a.wav", "a.flac", "a.mp3"])
    func sound(name: String) throws {
        let scratch = try Scratch()
        try make(scratch.path(name), Self.small, frames: 50)
        #expect(try Command.samples(of: scratch.path(name)).count >= 50 * 1920 * 2)
    }

    @Test("an unknown ending names the known ones")
    func unknownEnding() {
        let error = #expect(throws: SinkError.self) {
            _ = try ProgrammeFileSink(path: "/tmp/programme.xyz", format: Self.small)
        }
        #expect(error?.description.contains(".nut, .mkv, .mp4") == true)
    }

    @Test("a folder that is not there is said in plain words")
    func noFolder() {
        let error = #expect(throws: SinkError.self) {
            _ = try ProgrammeFileSink(path: "/nonexistent/folder/out.nut", format: Self.small)
        }
        #expect(error?.description == "cannot create /nonexistent/folder/out.nut: No such file or directory")
        #expect(error?.code == 2)
    }
}
