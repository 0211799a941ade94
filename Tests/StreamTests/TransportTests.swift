import Foundation
import Realtime
import Testing
import Timecode

@testable import StreamFFmpeg

@Suite("A transport stream")
struct TransportTests {
    static let format = ProgrammeFileTests.small
    /// A house frame of November 2026; not on a group's start, and its samples not on a block's.
    static let first: Int64 = 44_850_000_017

    /// One run of an encoder into a file.
    static func run(
        _ path: String, format: ChannelFormat = Self.format, frames: Range<Int64>,
        video codec: VideoSettings.Codec = .h264, audio: AudioSettings.Codec = .aac, bidirectional: Int32 = 0,
        after mark: TransportMark? = nil, notebook: TransportNotebook? = nil,
        change: (inout TransportSettings) -> Void = { _ in }
    ) throws {
        var video = VideoSettings(format)
        video.codec = codec
        video.bitRate = format.channels > 2 ? 1_200_000 : 1_500_000
        video.bidirectionalFrames = bidirectional
        var transport = TransportSettings()
        transport.videoRate = video.bitRate
        transport.muxRate = 2_200_000
        change(&transport)
        let output = try TransportOutput(
            format: format, video: video, audio: AudioSettings(format, codec: audio), transport: transport,
            destination: try TransportFile(path: path, rate: transport.muxRate, notebook: notebook), after: mark)
        let programme = CodedProgramme(format, sweep: true)
        for frame in frames { try programme.write(frame, to: output) }
        try output.finish()
    }

    static func read(_ path: String) throws -> TransportReading {
        TransportReading(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test(
        "constant rate: every clock reference is where its byte is, at most 40 ms from the last",
        arguments: [
            (format, VideoSettings.Codec.h264, AudioSettings.Codec.aac),
            (format, .mpeg2, .mp2), (ProgrammeFileTests.american, .h264, .mp2),
            (ProgrammeFileTests.surround, .h264, .aac),
        ])
    func constantRate(format: ChannelFormat, video: VideoSettings.Codec, audio: AudioSettings.Codec) throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        try Self.run(path, format: format, frames: Self.first..<Self.first + 120, video: video, audio: audio)
        let reading = try Self.read(path)
        #expect(reading.faults.isEmpty)
        let clocks = try #require(reading.clocks[0x100])
        #expect(clocks.count > 150)
        for (a, b) in zip(clocks, clocks.dropFirst()) {
            let ticks = b.value - a.value
            #expect(ticks <= 40 * 27_000)
            // Position and clock agree to a tick: 1504 bits a packet at 2.2 Mbit/s.
            let exact = Double(b.packet - a.packet) * 1504 * 27_000_000 / 2_200_000
            #expect(abs(Double(ticks) - exact) <= 1)
        }
        for times in [reading.stamps[0x100], reading.stamps[0x101]] {
            let times = try #require(times)
            for stamp in times {
                // Nothing arrives after it is due, nor more than the buffer before.
                let place = clocks.last { $0.packet <= stamp.packet } ?? clocks[0]
                let ahead =
                    Double(stamp.dts * 300 - place.value) / 27_000
                    - Double(stamp.packet - place.packet) * 1504 / 2200
                #expect(ahead > 0 && ahead < 701)
            }
        }
    }

    @Test(
        "every frame and every sample is in its place on the house clock",
        arguments: [
            (format, 0), (format, 2), (ProgrammeFileTests.american, 0), (ProgrammeFileTests.surround, 0),
        ] as [(ChannelFormat, Int32)])
    func houseTime(format: ChannelFormat, bidirectional: Int32) throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        let frames = Self.first..<Self.first + 90
        try Self.run(path, format: format, frames: frames, bidirectional: bidirectional)
        let reading = try Self.read(path)
        let wrap: Int64 = 1 << 33
        let pictures = try #require(reading.stamps[0x100])
        #expect(pictures.map(\.pts).sorted() == frames.map { format.ticks(ofFrame: $0, hertz: 90_000) % wrap })
        #expect(zip(pictures, pictures.dropFirst()).allSatisfy { $0.dts < $1.dts })
        // Closed groups begin on the house grid of two seconds, and with the first picture.
        let keys = pictures.filter(\.isKey).map(\.pts)
        let expected = frames.filter { $0 == Self.first || $0 % (format.rate.nominal * 2) == 0 }
        #expect(keys == expected.map { format.ticks(ofFrame: $0, hertz: 90_000) % wrap })
        let numbers = try Command.frames(of: path, width: Int(format.width), height: Int(format.height))
        #expect(numbers == frames.map { $0 & 0xff_ffff })
        // Blocks of sound lie on a grid of their own, counted from the epoch.
        let blocks = try #require(reading.stamps[0x101])
        for (a, b) in zip(blocks, blocks.dropFirst()) { #expect([1920].contains(b.pts - a.pts)) }
        #expect(blocks.allSatisfy { ($0.pts - blocks[0].pts) % 1920 == 0 })
    }

    @Test("picture and sound stay in step through AAC and MP2", arguments: AudioSettings.Codec.allCases)
    func step(codec: AudioSettings.Codec) throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        try Self.run(path, frames: Self.first..<Self.first + 75, audio: codec)
        let offset = try Command.soundOffset(
            of: path, sampleRate: 48_000, first: Self.format.time.firstSample(of: Self.first))
        #expect(abs(offset) <= 2)
    }

    @Test("PIDs, service and language are as asked for, and ffprobe agrees")
    func identifiers() throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        try Self.run(path, frames: Self.first..<Self.first + 50) {
            $0.pmtPID = 0x50
            $0.videoPID = 0x51
            $0.audioPID = 0x52
            $0.serviceID = 77
            $0.transportStreamID = 9
            $0.serviceName = "Qazaq телеарнасы"
            $0.provider = "Ө"
            $0.language = "kaz"
        }
        let reading = try Self.read(path)
        #expect(reading.faults.isEmpty)
        #expect(Set(reading.count.keys) == [0, 0x11, 0x50, 0x51, 0x52, 0x1fff])
        #expect(try #require(reading.tables[0]).count >= 19)
        let probed = try Command.text([
            "ffprobe", "-v", "error", "-show_programs", "-show_entries",
            "program=program_id,pmt_pid,pcr_pid:program_tags:stream=id,codec_name:stream_tags=language", "-of", "flat",
            path,
        ])
        for expected in [
            "program_id=77", "pmt_pid=80", "pcr_pid=81", "service_name=\"Qazaq телеарнасы\"",
            "service_provider=\"Ө\"", "language=\"kaz\"", "id=\"0x51\"", "id=\"0x52\"",
        ] { #expect(probed.contains(expected), "\(expected)") }
    }

    @Test("the clock wraps after 26 hours without a fault")
    func wrap() throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        // 2^33 ticks of 90 kHz, a whole number of times since the epoch: the frame in which the stamps wrap.
        let turn = ((Int64(1) << 33) * 18_800) / 3600
        try Self.run(path, frames: turn - 40..<turn + 40)
        let reading = try Self.read(path)
        #expect(reading.faults.isEmpty)
        let stamps = try #require(reading.stamps[0x100]).map(\.pts)
        #expect(stamps.contains { $0 > (1 << 33) - 3600 } && stamps.contains { $0 < 3600 })
        let numbers = try Command.frames(of: path, width: 320, height: 180)
        #expect(numbers == (turn - 40..<turn + 40).map { $0 & 0xff_ffff })
    }

    @Test("a restarted encoder goes on in the same timeline, counters and clock without a jump")
    func restart() throws {
        let scratch = try Scratch()
        let path = scratch.path("a.ts")
        let board = try Board<OutputStatus>(
            in: SharedMemory.create(name: "board", count: Board<OutputStatus>.byteCount))
        let notebook = try #require(TransportNotebook(board: board))
        let last = Self.first + 60
        try Self.run(path, frames: Self.first..<last, notebook: notebook)
        let mark = try #require(notebook.read(rate: 2_200_000))
        #expect(mark.frame == last - 1)
        #expect(notebook.read(rate: 2_300_000) == nil)
        // Half a packet that a full disk left behind, and 13 frames that nobody coded.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(repeating: 0x47, count: 100))
        try handle.close()
        try Self.run(path, frames: last + 13..<last + 80, after: mark, notebook: notebook)
        let reading = try Self.read(path)
        #expect(reading.faults.isEmpty)
        let clocks = try #require(reading.clocks[0x100])
        for (a, b) in zip(clocks, clocks.dropFirst()) {
            let exact = Double(b.packet - a.packet) * 1504 * 27_000_000 / 2_200_000
            #expect(b.value - a.value <= 40 * 27_000 && abs(Double(b.value - a.value) - exact) <= 1)
        }
        let expected = Array(Self.first..<last) + Array(last + 13..<last + 80)
        #expect(reading.stamps[0x100]?.map(\.pts) == expected.map { $0 * 3600 % (1 << 33) })
        #expect(
            try Command.frames(of: path, width: 320, height: 180) == expected.map { $0 & 0xff_ffff })
    }

    @Test("settings that cannot work are refused in words")
    func refused() throws {
        let scratch = try Scratch()
        func complaint(_ change: (inout TransportSettings) -> Void) -> String {
            let error = #expect(throws: SinkError.self) {
                try Self.run(scratch.path("a.ts"), frames: 0..<1, change: change)
            }
            return error?.description ?? ""
        }
        #expect(complaint { $0.audioPID = 0x100 }.contains("must differ"))
        #expect(complaint { $0.muxRate = 1_400_000 }.contains("too little"))
        #expect(complaint { $0.clockMilliseconds = 50 }.contains("--pcr-ms 50"))
        #expect(complaint { $0.language = "kazakh" }.contains("--language"))
    }
}
