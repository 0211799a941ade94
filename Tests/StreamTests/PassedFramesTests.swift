import Foundation
import Realtime
import Testing
import Timecode

@testable import StreamFFmpeg

/// What an output looks like after its encoder fell behind and frames were left out.
@Suite("Frames that are left out")
struct PassedFramesTests {
    static let format = ProgrammeFileTests.small
    static let first: Int64 = 44_850_000_017
    /// Left out: within a group, and across the starts of two.
    static let gaps: [Range<Int64>] = [first + 20..<first + 27, first + 40..<first + 120]
    static let end = first + 240

    /// Writes the programme with its gaps; returns the frames that were written.
    private func feed(_ sink: some ProgrammeSink) throws -> [Int64] {
        let programme = CodedProgramme(Self.format, sweep: true)
        let standIn = CodedProgramme(Self.format)
        var written: [Int64] = []
        var frame = Self.first
        while frame < Self.end {
            if let gap = Self.gaps.first(where: { $0.lowerBound == frame }) {
                standIn.draw(gap.upperBound)
                try sink.pass(gap, picture: standIn.picture, layout: standIn.layout)
                frame = gap.upperBound
            }
            try programme.write(frame, to: sink)
            written.append(frame)
            frame += 1
        }
        return written
    }

    /// Presentation times of a stream's packets or frames as ffprobe sees them.
    private func times(_ path: String, _ stream: String) throws -> [Double] {
        let said = try Command.text([
            "ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", "frame=pts_time", "-of", "csv=p=0",
            path,
        ])
        return said.split(whereSeparator: { $0.isNewline || $0 == "," }).compactMap { Double($0) }
    }

    /// How far sound is from where it belongs, in samples, a second and more after the last gap.
    private func offset(_ path: String, from frame: Int64) throws -> Double {
        let all = try Command.samples(of: path)
        let audio = try Command.starts(of: path).audio
        let video = try times(path, "v:0")[1] - 0.04
        let start = Double(frame - Self.first) / 25 + video - audio
        let at = Int((start * 48_000).rounded())
        let original = (0..<9000).map { CodedProgramme.sweep(frame * 1920 + Int64($0)) }
        var best = (lag: 0, score: -Float.infinity)
        for lag in -2500...2500 {
            var score: Float = 0
            for i in stride(from: 0, to: 9000, by: 3) { score += original[i] * all[(at + i + lag) * 2] }
            if score > best.score { best = (lag, score) }
        }
        return Double(best.lag) - (start * 48_000 - Double(at))
    }

    private func check(_ path: String, _ written: [Int64], standIns: [Int64], paced: Bool = false) throws {
        let quiet = try Command.text([
            "sh", "-c",
            "ffmpeg -v error -nostdin -i '\(path)' -map 0:v -f rawvideo -y /dev/null -map 0:a -f f32le -y /dev/null 2>&1",
        ])
        #expect(quiet.isEmpty, "\(quiet.prefix(500))")
        let shown = try Command.frames(of: path, width: 320, height: 180)
        let fresh = Self.gaps[1].upperBound & 0xff_ffff
        if !paced {
            let expected = (written.map { ($0, $0 & 0xff_ffff) } + standIns.map { ($0, fresh) }).sorted { $0.0 < $1.0 }
            #expect(shown == expected.map(\.1))
            let pictures = try times(path, "v:0")
            #expect(pictures.count == expected.count)
            for (time, frame) in zip(pictures, expected) {
                // Relative to the second: players cut a little off the first picture where sound has a priming.
                let place = Double(frame.0 - Self.first - 1) / 25
                #expect(abs(time - pictures[1] - place) < 0.0015 || frame.0 == Self.first)
            }
        } else {
            #expect(
                shown.count == Int(Self.end - Self.first)
                    && Array(shown.suffix(100)) == written.suffix(100).map { $0 & 0xff_ffff })
        }
        #expect(abs(try offset(path, from: Self.first + 160)) <= 48)
        // No hole in the sound: all its samples are there.
        let sound = try Command.samples(of: path).count / 2
        #expect(abs(Double(sound) - Double(Self.end - Self.first) * 1920) < 4096)
    }

    @Test(
        "a transport stream goes on: time stamps leap, sound is silent, clock and counters run through",
        arguments: VideoSettings.Codec.allCases)
    func transport(codec: VideoSettings.Codec) throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        var video = VideoSettings(Self.format)
        video.codec = codec
        video.bitRate = 1_500_000
        var transport = TransportSettings()
        transport.muxRate = 2_200_000
        let output = try TransportOutput(
            format: Self.format, video: video, audio: AudioSettings(Self.format), transport: transport,
            destination: try TransportFile(path: path, rate: transport.muxRate, notebook: nil))
        let written = try feed(output)
        try output.finish()
        #expect(output.report.lateUnits == 0)
        let reading = try TransportTests.read(path)
        #expect(reading.faults.isEmpty)
        let clocks = try #require(reading.clocks[0x100])
        for (a, b) in zip(clocks, clocks.dropFirst()) { #expect(b.value - a.value <= 40 * 27_000) }
        let standIns = Self.gaps.joined().filter { $0 % 50 == 0 }
        #expect(!standIns.isEmpty)
        // The first picture after a gap and every group's first can be entered at.
        let keys = Set(try #require(reading.stamps[0x100]).filter(\.isKey).map(\.pts))
        for frame in Self.gaps.map(\.upperBound) + standIns { #expect(keys.contains(frame * 3600 % (1 << 33))) }
        try check(path, written, standIns: standIns)
    }

    @Test("a live playlist has every segment, its pictures last until the next one")
    func live() throws {
        let scratch = try Scratch()
        var video = VideoSettings(Self.format)
        video.bitRate = 400_000
        var settings = LivePlaylistSettings()
        settings.segments = 20
        settings.segmentSeconds = 1
        let (sink, _) = try LivePlaylistOutput.open(
            directory: scratch.url.path, format: Self.format, video: video, audio: AudioSettings(Self.format),
            settings: settings, head: Self.first, oldest: Self.first)
        let written = try feed(sink)
        try sink.finish()
        let index = try String(contentsOfFile: scratch.path("index.m3u8"), encoding: .utf8)
        #expect(!index.contains("EXT-X-GAP"))
        let lengths = index.split(separator: "\n").filter { $0.hasPrefix("#EXTINF:") }
        #expect(lengths == ["#EXTINF:0.320000,"] + Array(repeating: "#EXTINF:1.000000,", count: 9))
        // The segments as a browser appends them: one after the other behind their initialization.
        let names = index.split(separator: "\n").filter { $0.hasPrefix("segment-") }
        let map = try #require(index.split(separator: "\"").dropFirst().first)
        var bytes = try Data(contentsOf: scratch.url.appendingPathComponent(String(map)))
        for name in names { bytes += try Data(contentsOf: scratch.url.appendingPathComponent(String(name))) }
        let path = scratch.path("whole.mp4")
        try bytes.write(to: URL(fileURLWithPath: path))
        // Pictures without a hole: those of a fragment last until the next one's begin.
        let fragments = FragmentReading([UInt8](bytes)).fragments.filter { $0.track == 1 }
        #expect(fragments.count > 20)
        for (a, b) in zip(fragments, fragments.dropFirst()) { #expect(a.start + a.durations.reduce(0, +) == b.start) }
        #expect(fragments.flatMap(\.durations).filter { $0 > 512 }.count == 5)
        // The first segment is short: what was coded after the tenth segment's end is under way.
        let last = Self.first / 25 * 25 + 250
        let standIns = Self.gaps.joined().filter { $0 % 25 == 0 }
        let shown = try Command.frames(of: path, width: 320, height: 180)
        let fresh = Self.gaps[1].upperBound & 0xff_ffff
        let expected = (written.filter { $0 < last }.map { ($0, $0 & 0xff_ffff) } + standIns.map { ($0, fresh) })
            .sorted { $0.0 < $1.0 }
        #expect(shown == expected.map(\.1))
        #expect(abs(try offset(path, from: Self.first + 160)) <= 48)
    }

    @Test("recordings keep picture and sound in step", arguments: ["mkv", "mp4", "mov", "avi", "mpg", "mxf", "nut"])
    func recording(ending: String) throws {
        let scratch = try Scratch()
        let path = scratch.path("a.\(ending)")
        let sink = try RecordingOutput(path: path, format: Self.format, first: Self.first)
        let written = try feed(sink)
        try sink.finish()
        try check(path, written, standIns: [], paced: ["mxf", "mpg"].contains(ending))
    }
}
