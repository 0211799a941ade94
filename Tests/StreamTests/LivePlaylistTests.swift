import Foundation
import Realtime
import Testing
import Timecode

@testable import StreamFFmpeg

@Suite("A live playlist")
struct LivePlaylistTests {
    static let format = ProgrammeFileTests.small
    static let first: Int64 = 44_850_000_017

    private func open(
        _ path: String, head: Int64, oldest: Int64? = nil, width: Int? = nil, height: Int? = nil,
        format: ChannelFormat = Self.format, seconds: Int64 = 1
    ) throws -> (sink: LivePlaylistOutput, first: Int64) {
        var video = VideoSettings(format, width: width, height: height)
        video.bitRate = 400_000
        var settings = LivePlaylistSettings()
        settings.segments = 6
        settings.segmentSeconds = seconds
        let (sink, first) = try LivePlaylistOutput.open(
            directory: path, format: format, video: video, audio: AudioSettings(format), settings: settings,
            head: head, oldest: oldest ?? head)
        return (sink as! LivePlaylistOutput, first)
    }

    private func feed(_ sink: LivePlaylistOutput, _ frames: Range<Int64>, format: ChannelFormat = Self.format) throws {
        let programme = CodedProgramme(format, sweep: true)
        for frame in frames { try programme.write(frame, to: sink) }
        try sink.settle()
    }

    private func lines(_ scratch: Scratch) throws -> [String] {
        try String(contentsOfFile: scratch.path("index.m3u8"), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// The list as it would be if the channel had ended there: ffmpeg waits for ever for what a live list will bring.
    private func ended(_ scratch: Scratch, _ name: String = "index.m3u8") throws -> String {
        let index = try String(contentsOfFile: scratch.path("index.m3u8"), encoding: .utf8) + "#EXT-X-ENDLIST\n"
        try index.write(toFile: scratch.path("ended.m3u8"), atomically: true, encoding: .utf8)
        if name == "index.m3u8" { return scratch.path("ended.m3u8") }
        let master = try String(contentsOfFile: scratch.path(name), encoding: .utf8)
        try master.replacingOccurrences(of: "index.m3u8", with: "ended.m3u8").write(
            toFile: scratch.path("ended-master.m3u8"), atomically: true, encoding: .utf8)
        return scratch.path("ended-master.m3u8")
    }

    private func value(_ lines: [String], _ tag: String) -> String? {
        lines.first { $0.hasPrefix(tag) }.map { String($0.dropFirst(tag.count)) }
    }

    @Test("segments lie on the house grid and decode without a gap")
    func grid() throws {
        let scratch = try Scratch()
        let (sink, start) = try open(scratch.url.path, head: Self.first)
        #expect(start == Self.first)
        try feed(sink, start..<start + 140)
        let lines = try lines(scratch)
        // 17 is 8 frames before the next whole second; five whole segments follow, the sixth is under way.
        #expect(value(lines, "#EXT-X-MEDIA-SEQUENCE:") == "\(Self.first / 25)")
        #expect(value(lines, "#EXT-X-TARGETDURATION:") == "1")
        let lengths = lines.filter { $0.hasPrefix("#EXTINF:") }
        #expect(lengths == ["#EXTINF:0.320000,"] + Array(repeating: "#EXTINF:1.000000,", count: 5))
        let dates = lines.filter { $0.hasPrefix("#EXT-X-PROGRAM-DATE-TIME:") }
        // 44850000017 x 40 ms = 1794000000.68 s TAI, 37 s ahead of UTC.
        #expect(dates[0].hasSuffix("2026-11-06T21:19:23.680Z"))
        #expect(dates[1].hasSuffix("2026-11-06T21:19:24.000Z"))
        let frames = try Command.frames(
            of: ended(scratch), width: 320, height: 180, options: ["-live_start_index", "0"])
        #expect(Array(frames.prefix(133)) == (Self.first..<Self.first + 133).map { $0 & 0xff_ffff })
    }

    @Test("the list is one that ffprobe takes for H.264 and AAC-LC a browser plays")
    func codecs() throws {
        let scratch = try Scratch()
        let (sink, start) = try open(scratch.url.path, head: Self.first, width: 160, height: 90)
        try feed(sink, start..<start + 80)
        try sink.finish()
        let probed = try Command.text([
            "ffprobe", "-v", "error", "-live_start_index", "0", "-show_entries",
            "stream=codec_name,profile,width,height,pix_fmt,sample_rate,channels", "-of", "flat",
            ended(scratch, "master.m3u8"),
        ])
        for expected in [
            "\"h264\"", "\"aac\"", "\"LC\"", "width=160", "height=90", "\"yuv420p\"", "sample_rate=\"48000\"",
        ] { #expect(probed.contains(expected), "\(expected) in \(probed)") }
        let master = try String(contentsOfFile: scratch.path("master.m3u8"), encoding: .utf8)
        #expect(master.contains("RESOLUTION=160x90,FRAME-RATE=25.000,CODECS=\"avc1."))
    }

    @Test("sound and picture are in step across segments")
    func step() throws {
        let scratch = try Scratch()
        let start: Int64 = 44_850_000_025
        let (sink, _) = try open(scratch.url.path, head: start)
        try feed(sink, start..<start + 101)
        // One file of all segments, as a player would see them.
        let lines = try lines(scratch)
        let map = try #require(value(lines, "#EXT-X-MAP:URI=\"")).dropLast()
        var whole = try Data(contentsOf: scratch.url.appendingPathComponent(String(map)))
        for name in lines where name.hasPrefix("segment-") {
            whole += try Data(contentsOf: scratch.url.appendingPathComponent(name))
        }
        let path = scratch.path("whole.mp4")
        try whole.write(to: URL(fileURLWithPath: path))
        let offset = try Command.soundOffset(
            of: path, sampleRate: 48_000, first: Self.format.time.firstSample(of: start))
        #expect(abs(offset) <= 2)
        // Decode times are those of the house clock.
        let said = try Command.text([
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0",
            path,
        ])
        let times = said.split(separator: "\n").compactMap { Double($0.split(separator: ",")[0]) }
        #expect(times.count == 100 && times[0] == 1_794_000_001.0)
    }

    @Test("a killed encoder's successor goes on within the same segment")
    func restart() throws {
        let scratch = try Scratch()
        let start: Int64 = 44_850_000_025
        do {
            let (sink, _) = try open(scratch.url.path, head: start)
            // Killed in the middle of the third segment: chunks of 5 frames are on disk, 2 frames are not.
            try feed(sink, start..<start + 63)
        }
        let (sink, next) = try open(scratch.url.path, head: start + 70, oldest: start + 58)
        #expect(next == start + 60)
        try feed(sink, next..<start + 130)
        let lines = try lines(scratch)
        #expect(lines.filter { $0.hasPrefix("segment-") }.count == 5)
        #expect(!lines.contains("#EXT-X-GAP") && !lines.contains("#EXT-X-DISCONTINUITY"))
        let frames = try Command.frames(
            of: ended(scratch), width: 320, height: 180, options: ["-live_start_index", "0"])
        #expect(Array(frames.prefix(125)) == (start..<start + 125).map { $0 & 0xff_ffff })
    }

    @Test("segments that were never made are gaps, and the media sequence goes on")
    func gap() throws {
        let scratch = try Scratch()
        let start: Int64 = 44_850_000_025
        do {
            let (before, _) = try open(scratch.url.path, head: start)
            try feed(before, start..<start + 60)
            try before.finish()
        }
        let (sink, next) = try open(scratch.url.path, head: start + 110)
        #expect(next == start + 110)
        try feed(sink, next..<start + 160)
        let lines = try lines(scratch)
        let first = start / 25
        #expect(lines.filter { $0.hasPrefix("segment-") } == (first..<first + 6).map { "segment-\($0).m4s" })
        #expect(lines.filter { $0 == "#EXT-X-GAP" }.count == 1)
        let at = try #require(lines.firstIndex(of: "#EXT-X-GAP"))
        #expect(lines[at...].first { $0.hasPrefix("segment-") } == "segment-\(first + 3).m4s")
    }

    @Test("a list left long ago starts now, a recent one where the ring begins", arguments: [10, 29, 31, 3600])
    func takenUp(_ seconds: Int64) throws {
        let scratch = try Scratch()
        let start: Int64 = 44_850_000_025
        do {
            let (before, _) = try open(scratch.url.path, head: start)
            try feed(before, start..<start + 60)
            try before.finish()
        }
        let head = start + 60 + seconds * 25
        let (_, next) = try open(scratch.url.path, head: head, oldest: head - 17)
        #expect(next == (seconds < 30 ? head - 17 : head))
    }

    @Test("another raster is announced as a discontinuity")
    func changed() throws {
        let scratch = try Scratch()
        let start: Int64 = 44_850_000_025
        do {
            let (before, _) = try open(scratch.url.path, head: start)
            try feed(before, start..<start + 51)
        }
        let (sink, next) = try open(scratch.url.path, head: start + 53, width: 160, height: 90)
        try feed(sink, next..<start + 110)
        let lines = try lines(scratch)
        #expect(lines.filter { $0 == "#EXT-X-DISCONTINUITY" }.count == 1)
        #expect(lines.filter { $0.hasPrefix("#EXT-X-MAP:") }.count == 2)
        #expect(
            lines.firstIndex(of: "#EXT-X-DISCONTINUITY")! < lines.lastIndex { $0.hasPrefix("#EXT-X-MAP:") }!)
    }

    @Test("old segments go, those a player may still fetch stay")
    func cleaning() throws {
        let scratch = try Scratch()
        let start: Int64 = 44_850_000_025
        let (sink, _) = try open(scratch.url.path, head: start)
        try feed(sink, start..<start + 25 * 14 + 1)
        let onDisk = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).filter {
            $0.hasPrefix("segment-")
        }
        #expect(onDisk.count == 11)
        #expect(try lines(scratch).filter { $0.hasPrefix("segment-") }.count == 6)
    }

    @Test("at 29.97 a segment of two seconds is 2.002 s long and rounds to 2")
    func fractional() throws {
        let scratch = try Scratch()
        let format = ProgrammeFileTests.american
        let start: Int64 = 53_766_000_000
        let (sink, _) = try open(scratch.url.path, head: start, format: format, seconds: 2)
        try feed(sink, start..<start + 61, format: format)
        let lines = try lines(scratch)
        #expect(value(lines, "#EXT-X-TARGETDURATION:") == "2")
        #expect(lines.contains("#EXTINF:2.002000,"))
    }
}
