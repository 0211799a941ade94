import Foundation
import Testing

/// Cut lists over every format, rendered, and checked by an independent decoder.
struct RenderTests {
    /// Every coded clip once, small, with odd in-points.
    @Test func everyFormatFrameByFrame() throws {
        let channel = try Channel("render")
        try channel.makeCuts(["--events", "37", "--shortest", "1", "--longest", "2"])
        let rendered = try channel.render()
        let verdict = try channel.check(rendered.file)
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
        #expect(rendered.report["frames"] as? Int == (try channel.expected().frames))
        #expect(rendered.report["slateFrames"] as? Int == 0)
    }

    /// 24 joins at the size and rate of the standard channel.
    @Test func fullSize() throws {
        let channel = try Channel("full", format: "1920x1080@25")
        try channel.makeCuts(["--events", "25", "--shortest", "1", "--longest", "1.6", "--seed", "3"])
        let rendered = try channel.render()
        let verdict = try channel.check(rendered.file)
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
    }

    @Test(arguments: ["640x360@30000/1001", "640x360@50", "480x270@24000/1001"])
    func otherChannelRates(format: String) throws {
        let channel = try Channel("rates", format: format)
        try channel.makeCuts([
            "--events", "10", "--shortest", "1", "--longest", "1.5", "--only", "1,3,5,13,14,15,19,24,25,36", "--seed",
            "5",
        ])
        let rendered = try channel.render()
        let verdict = try channel.check(rendered.file)
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
    }

    /// Loops, alternates, regions, opt-outs, cuts, joins, references and hold pictures, on their frames.
    @Test func scheduleFrameByFrame() throws {
        let channel = try Channel("schedule")
        try channel.makeSchedule()
        let frames = try channel.expected().frames
        let rendered = try channel.render(for: "\(frames)f")
        let verdict = try channel.check(rendered.file)
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
        #expect(rendered.report["frames"] as? Int == frames)
        #expect(rendered.report["slateFrames"] as? Int == 0)
    }

    /// The digest of the programme is the same for every sink and every run.
    @Test func sameProgrammeEverywhere() throws {
        let channel = try Channel("digest", format: "320x180@25")
        try channel.makeCuts(["--events", "6", "--shortest", "1", "--longest", "1.5", "--seed", "9"])
        let first = try channel.render()
        let second = try channel.render(to: "null:")
        let digest = first.report["digest"] as? String
        #expect(digest?.isEmpty == false)
        #expect(digest == second.report["digest"] as? String)
    }
}
