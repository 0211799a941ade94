import Foundation
import Testing

/// Marks in rendered pictures, against renders without them, by an independent decoder.
struct MarkTests {
    private struct Report: Decodable {
        struct Run: Decodable {
            var first: Int
            var last: Int
            /// Left, top, width, height of the difference.
            var box: [Int]
            var strays: Int
            var worst: Double
            var samples: Int
            var legal: Bool
        }
        var frames: Int
        var runs: [Run]
    }

    /// A channel with a clip sealed as synthetic beside the same clip sealed as nothing of the kind.
    private func channel(_ name: String, _ format: String, more: String = "") throws -> Channel {
        let channel = try Channel(name, format: format)
        let clip = "h264-aac-1080p25.mp4"
        let source = channel.media.folder.appendingPathComponent(clip)
        let files = FileManager.default
        try files.copyItem(at: source, to: channel.ownMedia.appendingPathComponent("plain.mp4"))
        try files.copyItem(at: source, to: channel.ownMedia.appendingPathComponent("synthetic.mp4"))
        let predicate = channel.folder.appendingPathComponent("predicate.yaml")
        try Data("digitalSourceType: compositeWithTrainedAlgorithmicMedia\n".utf8).write(to: predicate)
        let key = channel.media.desk.path + ".key"
        try Command.qalqan(["seal", "plain.mp4", "--key", key], in: channel.ownMedia)
        try Command.qalqan(
            ["seal", "synthetic.mp4", "--key", key, "--set", predicate.path], in: channel.ownMedia)
        if !more.isEmpty {
            let text = try String(contentsOf: channel.configuration, encoding: .utf8)
            try Data((text + more).utf8).write(to: channel.configuration)
        }
        return channel
    }

    /// Renders three events, the middle one of this clip, after which there is a slate.
    private func render(_ channel: Channel, middle: String, to name: String) throws -> URL {
        let text = """
            qalqan: 1
            events:
              - { id: before, media: plain.mp4, in: 3f, duration: 20f }
              - { id: middle, media: \(middle), in: 10f, duration: 37f }
              - { id: after, media: plain.mp4, in: 30f, duration: 18f }
              - { id: gone, media: gone.mp4, duration: 5f }

            """
        try Data(text.utf8).write(to: channel.playlist)
        return try channel.render(to: name).file
    }

    private func compare(_ marked: URL, _ clean: URL, _ width: Int, _ height: Int) throws -> Report {
        let outcome = try Command.python("check_marks.py", [marked.path, clean.path, "\(width)", "\(height)"])
        return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }

    @Test(arguments: [(1280, 720), (720, 576)])
    func theLabelIsOnFromTheItemsFirstFrameToItsLast(width: Int, height: Int) throws {
        let channel = try channel("label", "\(width)x\(height)@25")
        let marked = try render(channel, middle: "synthetic.mp4", to: "marked.nut")
        let clean = try render(channel, middle: "plain.mp4", to: "clean.nut")
        let report = try compare(marked, clean, width, height)
        #expect(report.frames == 80)
        let run = try #require(report.runs.first)
        #expect(report.runs.count == 1 && run.first == 20 && run.last == 56)
        // In its corner, inside the safe area, and nothing else differs by a byte.
        #expect(run.box[0] > width / 3 && run.box[0] + run.box[2] <= width * 19 / 20)
        #expect(run.box[1] >= height / 20 && run.box[1] + run.box[3] < height / 3)
        #expect(run.strays == 0)
    }

    /// Over what moves, every frame is the same blend: fitted to half of them, it gives the others within rounding.
    @Test func theBlendIsOneForAllFrames() throws {
        let channel = try channel(
            "blend", "640x360@25", more: "marks: { synthetic: { position: bottom-right, size: 200 } }\n")
        let marked = try render(channel, middle: "synthetic.mp4", to: "marked.nut")
        let clean = try render(channel, middle: "plain.mp4", to: "clean.nut")
        let run = try #require(try compare(marked, clean, 640, 360).runs.first)
        #expect(run.first == 20 && run.last == 56 && run.strays == 0)
        #expect(run.samples > 1000 && run.legal && run.worst <= 1.5, "\(run)")
    }

    @Test func aRehearsalIsMarkedOnEveryFrameSlatesToo() throws {
        let marked = try channel(
            "rehearsal", "640x360@25",
            more: "rehearsal: true\nmarks: { rehearsal: { position: top-left, size: 150 } }\n")
        let plain = try channel("air", "640x360@25")
        let report = try compare(
            try render(marked, middle: "plain.mp4", to: "marked.nut"),
            try render(plain, middle: "plain.mp4", to: "clean.nut"), 640, 360)
        #expect(report.runs.map { [$0.first, $0.last] } == [[0, 79]])
        #expect(report.runs.first.map { $0.box[0] < 60 && $0.box[1] < 40 && $0.strays == 0 } == true)
    }

    @Test func theProgrammesDigestHoldsWithMarks() throws {
        let channel = try channel("mark-digest", "640x360@25", more: "rehearsal: true\n")
        _ = try render(channel, middle: "synthetic.mp4", to: "one.nut")
        let digests = try ["two.nut", "null:"].map { try channel.render(to: $0).report["digest"] as? String }
        #expect(digests[0] != nil && digests[0] == digests[1])
    }

    @Test func whatWouldBeMarkedIsSaidBefore() throws {
        let channel = try channel("mark-text", "640x360@25")
        _ = try render(channel, middle: "synthetic.mp4", to: "out.nut")
        let log = try Command.qalqan([
            "rehearse", channel.playlist.path, "--config", channel.configuration.path, "--from",
            "2026-11-22T06:00:00:00@UTC", "--for", "80f",
        ]).output
        let lines = try log.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        let marks = Dictionary(
            lines.compactMap { line in (line["event"] as? String).map { ($0, line["marks"] as? [String] ?? ["?"]) } }
        ) { first, _ in first }
        #expect(marks == ["before": [], "middle": ["synthetic"], "after": [], "gone": []])
        let check = try Command.run(
            Workshop.qalqan, ["check", channel.playlist.path, "--config", channel.configuration.path])
        #expect(check.output.contains("event middle: synthetic.mp4 airs with the AI label"))
    }
}
