import Foundation
import Testing
import Trust

@testable import TrustFormats

/// `qalqan recall` as desks use it, and what the other commands make of it.
@Suite struct RecallCommandTests {
    let bench: Workbench
    let serial: String

    init() throws {
        bench = try Workbench()
        try #require(FileManager.default.isExecutableFile(atPath: DeskCommandTests.program), "build the product first")
        let made = try bench.run(
            "sh", "-c",
            "mkdir media && ffmpeg -v error -nostdin -f lavfi -i testsrc2=s=64x64:d=1 -c:v mpeg2video media/a.ts && cp media/a.ts media/b.ts"
        )
        try #require(made.status == 0, "\(made.output)")
        for name in ["news", "second", "third"] { _ = try Self.qalqan(bench, "key new \(name)") }
        try #require(try Self.qalqan(bench, "seal media/a.ts media/b.ts --key news.key").status == 0)
        serial = try #require(try SignedSeal.load(bench.path("media/a.ts.seal.json"))).statement.serial
        try bench.write(
            Array(
                """
                channel: { id: one, region: KZ, languages: [en], timeZone: UTC }
                trust:
                  desks:
                    - { name: news, country: KZ, key: news.pub }
                    - { name: second, country: UZ, key: second.pub, roles: [recall] }
                    - { name: third, country: KG, key: third.pub, notAfter: 2100-01-01 }
                  policy: { default: { approvals: 1 } }

                """.utf8), to: "channel.yaml")
        try bench.write(
            Array(
                "qalqan: 1\nday: 2026-11-22\nevents:\n  - { id: e1, media: a.ts, start: { at: \"06:00:00:00\" } }\n"
                    .utf8),
            to: "day.yaml")
    }

    static func qalqan(_ bench: Workbench, _ line: String) throws -> (status: Int32, output: String) {
        try bench.run("sh", "-c", "exec '\(DeskCommandTests.program)' \(line)")
    }

    func qalqan(_ line: String) throws -> (status: Int32, output: String) { try Self.qalqan(bench, line) }

    private func verify() throws -> (status: Int32, output: String) {
        try qalqan("verify media/a.ts --config channel.yaml")
    }

    @Test func itsDeskRecallsItBySerial() throws {
        #expect(try verify().status == 0)
        let recalled = try qalqan("recall \(serial) --reason 'wrong footage' --key news.key --config channel.yaml")
        #expect(recalled.status == 0, "\(recalled.output)")
        #expect(recalled.output.contains("does not run; it finds"))
        let file = try #require(try SignedRecall.load(bench.path("\(serial).recall.json")))
        #expect(
            file.statement.name == "a.ts" && file.statement.reason == "wrong footage" && !file.statement.sha256.isEmpty)
        #expect(try verify() == (1, "media/a.ts: recalled: wrong footage\n"))
        #expect(try qalqan("verify media/b.ts --config channel.yaml").status == 0)
        let check = try qalqan("check day.yaml --config channel.yaml")
        #expect(check.status == 1 && check.output.contains("a.ts: recalled: wrong footage; the slate `recalled` airs"))
        let logged = try qalqan(
            "rehearse day.yaml --config channel.yaml --from 2026-11-22T06:00:00Z --for 1s")
        #expect(logged.output.contains("\"reason\":\"recalled\""), "\(logged.output)")
        // Asked again, the same file is signed, not another one made.
        let again = try qalqan("recall media/a.ts --reason 'wrong footage' --key news.key --file-only")
        #expect(again.status == 0 && again.output.hasPrefix("current"))
        #expect(try qalqan("recall media/a.ts --reason other --key news.key --file-only").status == 1)
    }

    @Test func twoOthersRecallItAndOneDoesNot() throws {
        let files = bench.path("data/recalls")
        try FileManager.default.createDirectory(atPath: files, withIntermediateDirectories: true)
        #expect(
            try qalqan(
                "recall media/a.ts --reason complaint --key second.key --output \(files)/x.recall.json --file-only"
            ).status
                == 0)
        let pending = try verify()
        #expect(pending.status == 0 && pending.output.contains("asked for by second, not in effect without 2 desks"))
        let signed = try qalqan("recall \(files)/x.recall.json --key third.key --file-only")
        #expect(signed.status == 0 && signed.output.hasPrefix("signed"), "\(signed.output)")
        #expect(try verify() == (1, "media/a.ts: recalled: complaint\n"))
    }

    @Test func approveSignsRecallsToo() throws {
        #expect(
            try qalqan("recall media/a.ts --reason x --key second.key --output x.recall.json --file-only").status == 0)
        let approved = try qalqan("approve x.recall.json --key third.key")
        #expect(
            approved.status == 0 && approved.output == "approved  x.recall.json  2 signatures\n", "\(approved.output)")
        #expect(try qalqan("approve x.recall.json --key third.key").output.hasPrefix("current"))
    }

    @Test func aRecallForOtherPlacesLeavesThisOneAlone() throws {
        let line = "recall media/a.ts --reason rights --country UZ --country KG --key news.key --config channel.yaml"
        #expect(try qalqan(line).status == 0)
        #expect(try verify().status == 0)
        try FileManager.default.removeItem(atPath: bench.path("\(serial).recall.json"))
        #expect(try qalqan(line.replacing("--country UZ", with: "--country KZ-75")).status == 0)
        #expect(try verify().status == 1, "a channel for the whole country is seen in its part")
    }

    @Test func aRepositoryTakesIt() throws {
        try FileManager.default.createDirectory(
            atPath: bench.path("repository/targets"), withIntermediateDirectories: true)
        for (key, count) in [("news", 1), ("second", 1)] {
            let line =
                "recall \(serial) --reason x --key \(key).key --output x.recall.json --file-only --publish repository"
            #expect(try qalqan(line).status == 0)
            let list = try RevocationList(json: bench.read("repository/targets/revocations.json"))
            #expect(list.recalls.count == count)
        }
        let list = try RevocationList(json: bench.read("repository/targets/revocations.json"))
        #expect(list.recalls[0].envelope.signatures.count == 2)
    }

    @Test(arguments: [
        ("media/a.ts --key news.key", 1, "say why: --reason"),
        ("media/c.ts --reason x --key news.key", 1, "not a serial"),
        ("media/a.ts --reason x --country kz --key news.key", 2, "ISO 3166"), ("media/a.ts --reason x", 2, "--key"),
        ("day.yaml --reason x --key news.key", 1, "is not sealed"), ("none.recall.json --key news.key", 1, "not there"),
        ("media/a.ts.seal.json --reason ' ' --key news.key", 2, "--reason must be"),
    ])
    func whatIsWrongIsSaid(arguments: String, status: Int, text: String) throws {
        let said = try qalqan("recall \(arguments) --file-only")
        #expect(said.status == status && said.output.contains(text), "\(said)")
    }

    @Test func aSerialAloneIsEnough() throws {
        let unknown = "0b1c8f4e-0000-4000-8000-000000000000"
        let said = try qalqan("recall \(unknown) --reason x --key news.key --file-only")
        #expect(said.status == 0 && said.output.contains("no seal with the serial"))
        #expect(try SignedRecall.load(bench.path("\(unknown).recall.json"))?.statement.verityDigest == [])
    }

    @Test func keysOfAChannelAreListedWithTheirTime() throws {
        let text = String(decoding: try bench.read("channel.yaml"), as: UTF8.self)
        let id =
            try #require(
                try JSONSerialization.jsonObject(with: Data(try qalqan("key list --json").output.utf8))
                    as? [[String: Any]]
            ).first { $0["name"] as? String == "news" }?["keyID"] as? String ?? ""
        try bench.write(
            Array(
                text.replacing(
                    "  policy:", with: "  revokedKeys: [ { keyid: \(id), since: 2026-01-01, reason: lost } ]\n  policy:"
                ).utf8),
            to: "channel.yaml")
        let listed = try qalqan("key list --config channel.yaml")
        let lines = listed.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines[0].hasSuffix("revoked  since 2026-01-01T00:00:00Z: lost"), "\(lines)")
        #expect(lines[1].contains("UZ  recall  in force"))
        #expect(lines[2].hasSuffix("in force  up to 2100-01-01T00:00:00Z"))
        let refused = try verify()
        #expect(refused.status == 1 && refused.output.contains("0 of 1 approvals"))
        #expect(refused.output.contains("not counted: news: its key is revoked: lost"))
    }
}
