import Foundation
import Testing

/// `qalqan check` as a night shift meets it: everything that is wrong, at once, by line, and exit statuses that scripts can use.
struct CheckTests {
    struct Said: Decodable, Hashable {
        var code: String
        var severity: String
        var file: String
        var line: Int?
        var event: String?
        var message: String
    }

    private struct Report: Decodable {
        var errors: Int
        var warnings: Int
        var diagnostics: [Said]
    }

    /// Runs `check --json` on files written into a folder of their own.
    private static func check(
        _ files: [String: String], _ arguments: [String]
    ) throws -> (status: Int32, said: [Said]) {
        let folder = try Workshop.scratch("check")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        let outcome = try Command.run(Workshop.qalqan, ["check"] + arguments + ["--json"], in: folder)
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.errors == report.diagnostics.filter { $0.severity == "error" }.count)
        #expect(report.warnings == report.diagnostics.count - report.errors)
        return (outcome.status, report.diagnostics)
    }

    private static func has(_ said: [Said], _ code: String, _ line: Int, _ hint: String) -> Bool {
        said.contains { $0.code == code && $0.line == line && $0.message.contains(hint) }
    }

    static let configuration = """
        channel:
          region: KZ
          regions: [UZ]
          timeZone: Asia/Almati
          dayStart: "06:00:00:10"
        format: { rate: 25, audio: { channels: 9 } }
        media:
          folders: [nowhere]
        trust:
          desks:
            - { name: bench, country: KZ, key: keys/none.pub }
          policy: { default: { approvals: 0 } }
        playlists:
          nextDay: repaet
          nextDayLead: 5s
        outputs:
          - kind: stream
            url: "http://x"
            videoBitrate: 6M
            muxRate: 1M
            pids: { pmt: 256, video: 256, audio: 257 }
          - { kind: hls, folder: hls, audioCodec: mp2 }
          - { kind: file, path: a.ts, muxRate: 300k }
        """

    /// What the document says and what only the machine knows, in one pass.
    @Test func everyMistakeOfAConfigurationAtOnce() throws {
        let list = "qalqan: 1\nevents:\n  - { id: a, media: a.mov, duration: 10s }\n"
        let (status, said) = try Self.check(
            ["channel.yaml": Self.configuration, "p.yaml": list], ["p.yaml", "--config", "channel.yaml"])
        #expect(status == 1)
        for (code, line, hint) in [
            ("conflict", 3, "own region KZ"), ("time-zone", 4, "Asia/Almati"), ("label", 5, "whole second"),
            ("media-folder", 8, "nowhere"), ("desk-key", 11, "none.pub"), ("approvals", 12, "rehearsal"),
            ("wrong-value", 14, "repaet"), ("wrong-value", 15, "10m"), ("wrong-value", 18, "http://x"),
            ("conflict", 20, "muxRate"), ("conflict", 21, "256"), ("conflict", 22, "mp2 carries at most 2"),
            ("conflict", 23, "aac carries 1 to 6"),
        ] { #expect(Self.has(said, code, line, hint), "\(code) line \(line) \(hint): \(said.map(\.message))") }
    }

    /// A list that reads well and would not air well.
    static let list = """
        qalqan: 1
        day: 2026-03-28
        timeZone: Europe/Berlin
        languages: { UZ: [uz], KG: [ky] }
        events:
          - { id: first, title: { ru: Новости }, media: a.mov, duration: "00:30:00:00", start: { at: "06:00:00:00" } }
          - { id: long, media: a.mov, duration: "02:00:00:00" }
          - { id: cut, media: a.mov, duration: "00:10:00:00", start: { at: "07:00:00:00" } }
          - { id: early, media: a.mov, duration: 10s, start: { at: "06:30:00:00" } }
          - { id: skipped-hour, media: a.mov, duration: 10s, start: { at: "02:30:00:00" } }
          - { id: frames, media: a.mov, duration: "00:00:10:25" }
          - { id: drop, media: a.mov, duration: 10s, start: { at: "03:00:00;00" } }
          - { id: in, media: a.mov, in: "00:00:01;00", duration: 10s }
          - { id: elsewhere, media: a.mov, duration: 10s, regions: { QA: { skip: true }, QB: { skip: true } } }
          - id: window
            media: a.mov
            duration: "00:01:00:00"
            start: { at: "04:00:00:00" }
            optOut:
              id: w
              regions:
                UZ: [ { id: uz, media: u.mov, duration: "00:00:59:24" } ]
                KG: [ { id: kg, media: k.mov, duration: "00:01:00:00" } ]
                TJ: [ { id: tj, media: t.mov, duration: "00:01:00:02" } ]
        """

    @Test func everyMistakeOfAScheduleAtOnce() throws {
        let (status, said) = try Self.check(["p.yaml": Self.list], ["p.yaml"])
        #expect(status == 1)
        for (code, line, hint) in [
            ("language", 6, "KG, UZ"), ("never-airs", 7, "early starts"), ("preempted", 8, "early starts"),
            ("start-order", 9, "06:30:00:00"), ("label", 10, "skip it"), ("amount", 11, "frames count from 00 to 24"),
            ("label", 12, "drop-frame"), ("amount", 13, "drop-frame"), ("region", 14, "QB"),
            ("opt-out", 20, "UZ leaves 1 frames"), ("opt-out", 20, "TJ is 2 frames"),
        ] { #expect(Self.has(said, code, line, hint), "\(code) line \(line) \(hint): \(said)") }
        // Every region was looked at, and the one that fills its window has nothing said of it.
        #expect(!said.contains { $0.code == "opt-out" && $0.message.contains("KG") })
    }

    /// Where every length is known, a list by itself tells what it leaves open and what it cuts.
    @Test func overlapsAndGaps() throws {
        let list = """
            qalqan: 1
            day: 2026-11-22
            events:
              - { id: long, media: a.mov, duration: "02:00:00:00" }
              - { id: cut-in, media: a.mov, duration: "00:10:00:00", start: { at: "07:00:00:00" } }
              - { id: later, media: a.mov, duration: "22:00:00:00", start: { at: "08:00:00:00" } }
            """
        let (status, said) = try Self.check(["p.yaml": list], ["p.yaml"])
        #expect(status == 0)
        #expect(Self.has(said, "overlap", 4, "its last 01:00:00:00 do not air: cut-in starts at 07:00:00:00"))
        #expect(Self.has(said, "gap", 5, "from 07:10:00:00 for 00:50:00:00"))
        #expect(said.count == 2, "\(said)")
    }

    @Test func regionsOfTheChannel() throws {
        let list = """
            qalqan: 1
            events:
              - { id: a, media: a.mov, duration: 60s, regions: { UZ: { skip: true }, TJ: { skip: true } } }
            """
        let channel = "channel: { region: KZ, regions: [KZ, UZ] }\nmedia: { folders: [.] }\n"
        let (_, said) = try Self.check(
            ["p.yaml": list, "channel.yaml": channel], ["p.yaml", "--config", "channel.yaml"])
        #expect(said.filter { $0.code == "region" }.map(\.message).contains { $0.contains("TJ") })
        #expect(!said.contains { $0.code == "region" && $0.message.contains("UZ is") })
    }

    @Test(arguments: ["XYZ", "kz", "ZA-ABCD", "YY"])
    func aRegionThatIsNoneIsWrongUsage(region: String) throws {
        for command in ["check", "rehearse"] {
            let times = command == "check" ? [] : ["--from", "now", "--for", "1h"]
            let outcome = try Command.run(Workshop.qalqan, [command, "p.yaml", "--region", region] + times)
            #expect(outcome.status == 2 && outcome.errors.contains("ISO 3166"), "\(outcome)")
        }
    }

    /// The version of the tz database is part of what a schedule was resolved with.
    @Test func rehearseSaysWhatItWasResolvedWith() throws {
        let folder = try Workshop.scratch("rehearse")
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = "qalqan: 1\nday: 2026-11-22\nevents:\n  - { id: a, media: a.mov, duration: 10s }\n"
        try Data(list.utf8).write(to: folder.appendingPathComponent("p.yaml"))
        let outcome = try Command.qalqan(
            ["rehearse", "p.yaml", "--from", "2026-11-22T06:00:00:00@Asia/Almaty", "--for", "1h"], in: folder)
        let last = try #require(outcome.output.split(separator: "\n").last)
        let fields = try #require(
            try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: String])
        #expect(fields["digest"]?.count == 64 && fields["timeZone"] == "Asia/Almaty")
        let database = try String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)
        #expect(database.hasPrefix("# version \(fields["timeZoneVersion"] ?? "?")\n"))
    }
}
