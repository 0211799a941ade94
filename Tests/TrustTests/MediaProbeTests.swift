import MediaFacts
import Testing
import Timecode
import Trust

/// Files made by the `ffmpeg` command, measured by us.
@Suite struct MediaProbeTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    func make(_ name: String, _ arguments: String) throws -> MediaMeasurement {
        let made = try bench.run(
            "sh", "-c", "exec ffmpeg -v error -nostdin -y \(arguments) \(name)")
        #expect(made.status == 0, "\(made.output)")
        return try MediaProbe.measure(path: bench.path(name))
    }

    @Test func progressiveInMP4() throws {
        let facts = try make(
            "a.mp4",
            "-f lavfi -i testsrc2=s=320x180:r=25:d=2 -f lavfi -i sine=1000:r=48000:d=1 -c:v libx264 -preset ultrafast "
                + "-bf 2 -c:a aac -metadata:s:a:0 language=kaz"
        ).technical
        let video = try #require(facts.video)
        #expect(
            video
                == TechnicalFacts.Video(
                    codec: "h264", width: 320, height: 180, sampleAspect: .one, rate: .fps25, scan: .progressive,
                    pictures: 50))
        #expect(facts.duration == Ratio(2, 1))
        #expect(facts.frames(at: .fps2997) == 60)
        #expect(
            facts.audio == [TechnicalFacts.Audio(codec: "aac", sampleRate: 48_000, channels: 1, language: "kaz")])
        #expect(!facts.isStill)
    }

    @Test(arguments: [("1", TechnicalFacts.Scan.topFieldFirst), ("0", .bottomFieldFirst)])
    func interlacedInTransportStream(top: String, scan: TechnicalFacts.Scan) throws {
        let order = top == "1" ? "tff" : "bff"
        let facts = try make(
            "b.ts",
            "-f lavfi -i testsrc2=s=720x576:r=50:d=2 -vf interlace=scan=\(order),setsar=64/45 -flags +ildct+ilme "
                + "-top \(top) -c:v mpeg2video -b:v 5M -muxdelay 3"
        ).technical
        #expect(facts.video?.scan == scan)
        #expect(facts.video?.pictures == 50)
        #expect(facts.video?.rate == .fps25)
        #expect(facts.video?.sampleAspect == Ratio(64, 45))
    }

    @Test func timecodeInMXF() throws {
        let facts = try make(
            "c.mxf", "-f lavfi -i testsrc2=s=320x180:r=30000/1001:d=1.001 -c:v mpeg2video -timecode '01:00:00;02'"
        ).technical
        #expect(facts.video?.rate == .fps2997)
        #expect(facts.video?.pictures == 30)
        #expect(facts.duration == Ratio(30030, 30000))
        #expect(facts.startTimecode == "01:00:00;02")
    }

    @Test func soundAloneIsCountedInSamples() throws {
        let flac = try make("d.flac", "-f lavfi -i sine=1000:r=44100:d=3.3").technical
        #expect(flac.duration == Ratio(33, 10))
        #expect(flac.video == nil)
        // The encoder's priming is not programme.
        let mp3 = try make("e.mp3", "-f lavfi -i sine=1000:r=44100:d=3.3 -c:a libmp3lame").technical
        #expect(mp3.duration == Ratio(33, 10))
    }

    @Test func stillsAreFlagged() throws {
        for name in ["s.png", "s.jpg"] {
            let facts = try make(name, "-f lavfi -i testsrc2=s=320x180 -frames:v 1").technical
            #expect(facts.isStill)
            #expect(facts.duration == nil)
            #expect(facts.frames(at: .fps25) == nil)
            #expect(facts.video?.width == 320)
        }
    }

    @Test func loudnessIsTheOneOfTheStandard() throws {
        // EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23.0 dBFS has -23.0 LUFS.
        let measured = try make(
            "l.wav",
            "-f lavfi -i \"aevalsrc=0.0707946*sin(2*PI*1000*t)|0.0707946*sin(2*PI*1000*t):s=48000:d=20\" -c:a pcm_f32le"
        ).loudness
        let loudness = try #require(measured?.integratedHundredths)
        #expect(abs(loudness + 2300) <= 10)
        let peak = try #require(measured?.truePeakHundredths)
        #expect(abs(peak + 2300) <= 10)
    }

    @Test func silenceHasNoLoudness() throws {
        let measured = try make("q.wav", "-f lavfi -i anullsrc=r=48000:cl=stereo -t 1")
        #expect(measured.loudness == Loudness(integratedHundredths: nil, truePeakHundredths: nil))
    }

    @Test(arguments: ["text", "noise", "empty", "playlist", "script", "headless"])
    func whatIsNotMediaIsRefused(kind: String) throws {
        let contents: [UInt8]
        switch kind {
        case "text": contents = Array(String(repeating: "Hello, this is a note.\n", count: 500).utf8)
        case "noise": contents = noise(100_000)
        case "playlist":
            _ = try make("seg.ts", "-f lavfi -i testsrc2=s=64x64:d=1 -c:v mpeg2video")
            contents = Array("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nseg.ts\n#EXT-X-ENDLIST\n".utf8)
        case "script":
            _ = try make("seg.ts", "-f lavfi -i testsrc2=s=64x64:d=1 -c:v mpeg2video")
            contents = Array("ffconcat version 1.0\nfile seg.ts\n".utf8)
        case "headless":
            _ = try make("whole.mp4", "-f lavfi -i testsrc2=s=64x64:d=1 -c:v libx264")
            contents = Array(try bench.read("whole.mp4").prefix(4_000))
        default: contents = []
        }
        try bench.write(contents, to: "file.mp4")
        #expect(throws: MediaProblem.self) { try MediaProbe.measure(path: bench.path("file.mp4")) }
    }
}
