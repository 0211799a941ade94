import Foundation
import Testing
import Trust
import TrustFormats
import TrustRepository

/// `qalqan trust` as a region's owners use it, and python-tuf's client on what comes of it.
@Suite("A region's repository")
struct OwnerCommandTests {
    let bench: Workbench

    init() throws {
        bench = try Workbench()
        try #require(FileManager.default.isExecutableFile(atPath: DeskCommandTests.program), "build the product first")
        for name in ["a", "b", "c", "desk", "online", "news"] { try qalqan("key new \(name)") }
        let key = String(decoding: try bench.read("news.pub"), as: UTF8.self)
        let desks = [["name": "news", "country": "KZ", "roles": ["approve"], "key": key] as [String: Any]]
        try bench.write(
            [UInt8](try JSONSerialization.data(withJSONObject: ["desks": desks])), to: "desks.json")
        try bench.write(
            Array(#"{"default":{"approvals":1},"news":{"approvals":2,"countries":2}}"#.utf8), to: "policy.json")
    }

    @discardableResult
    private func qalqan(_ line: String, status: Int32 = 0) throws -> String {
        let run = try bench.run("sh", "-c", "exec '\(DeskCommandTests.program)' \(line)")
        #expect(run.status == status, "\(line): \(run.output)")
        return run.output
    }

    /// What python-tuf's client trusts.
    private func other(_ state: String = "state") throws -> NSDictionary {
        let run = try bench.run(
            RepositoryAttackTests.python, "-B", RepositoryAttackTests.root + "/Tests/Fixtures/tuf/client.py",
            bench.path("region"), bench.path("pinned.json"), bench.path(state), "desks.json", "policy.json")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? NSDictionary, "\(run.output)")
    }

    private func versions(_ state: String = "state") throws -> [Int] {
        let trusted = try other(state)
        #expect(trusted["problem"] == nil, "\(trusted["problem"] ?? "")")
        return ["root", "timestamp", "snapshot", "targets"].map { trusted[$0] as? Int ?? -1 }
    }

    @Test func fromCeremonyToRotation() throws {
        // Three root keys, two of them needed; one is at hand.
        let begun = try qalqan(
            "trust init region --root a.key --root b.pub --root c.pub --root-threshold 2 --targets desk.key "
                + "--online online.key")
        #expect(begun.contains("waits for signatures, 1 are there"))
        try qalqan("trust publish region desks.json --key desk.key --key online.key", status: 1)
        let strange = try qalqan("trust sign region --key news.key")
        #expect(strange.contains("waits for signatures, 1 are there"), "a key that is none of the root's")
        #expect(try qalqan("trust sign region --key b.key").contains("1.root.json  published, 2 signatures"))
        try FileManager.default.copyItem(atPath: bench.path("region/1.root.json"), toPath: bench.path("pinned.json"))
        let without = try qalqan("trust publish region desks.json policy.json --key online.key", status: 1)
        #expect(without.contains("targets has to be signed anew by 1 of its keys"))
        try qalqan("trust publish region desks.json policy.json --key desk.key --key online.key")
        #expect(try versions() == [1, 1, 1, 1])
        let contents = try #require(try other()["contents"] as? [String: Any])
        #expect(contents["desks.json"] as? String == String(decoding: try bench.read("desks.json"), as: UTF8.self))
        #expect(contents["policy.json"] as? String == String(decoding: try bench.read("policy.json"), as: UTF8.self))

        // Day by day the online key alone.
        #expect(try qalqan("trust publish region --key online.key") == "timestamp 2\n")
        #expect(try versions() == [1, 2, 1, 1])

        // The online key is replaced: until it has signed, nobody takes the new state, and nobody is misled.
        try qalqan("key new online2")
        let shown = try qalqan("trust show --repository region --json")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any])
        let roles = try #require(report["roles"] as? [[String: Any]])
        let old = try #require((roles.first { $0["role"] as? String == "timestamp" }?["keys"] as? [String])?.first)
        for role in ["timestamp", "snapshot"] {
            try qalqan(
                "trust rotate region --role \(role) --add online2.pub --remove \(old.prefix(12)) --key a.key --key c.key"
            )
        }
        #expect((try other("second")["problem"] as? String)?.contains("UnsignedMetadataError") == true)
        try qalqan("trust publish region --key online.key", status: 1)
        #expect(try qalqan("trust publish region --key online2.key") == "snapshot 2\ntimestamp 3\n")
        #expect(try versions() == [3, 3, 2, 1])

        // Another root key: the old ones and the new ones sign.
        let root = try #require((roles.first { $0["role"] as? String == "root" }?["keys"] as? [String])?.last)
        try qalqan("key new d")
        try qalqan("trust rotate region --role root --add d.pub --remove \(root) --key d.key")
        try qalqan("trust sign region --key a.key --key b.key")
        _ = try? qalqan("trust sign region --key c.key", status: 1)
        #expect(try versions()[0] == 4)
        #expect(try versions("third") == [4, 3, 2, 1], "the whole chain from the first root on")
    }

    @Test func whatNoChannelCouldUseIsNotPublished() throws {
        try qalqan("trust init region --root a.key --targets desk.key --online online.key")
        let publish = "--key desk.key --key online.key"
        for (name, text, why) in [
            ("desks.json", #"{"desks":[{"name":"x","country":"KZ","key":"no"}]}"#, "key"),
            ("desks.json", #"{"desks":[{"name":"x","country":"kz","key":"no"}]}"#, "country"),
            ("desks.json", #"{"desks":[],"more":1}"#, "unknown key `more`"),
            (
                "desks.json", #"{"desks":[{"name":"x","country":"KZ","roles":["king"],"key":"no"}]}"#,
                "`king` is not a role"
            ),
            ("policy.json", #"{"default":{"approvals":0}}"#, "rehearsal"),
            ("policy.json", #"{"default":{"approvels":1}}"#, "approvels"),
            ("other.json", "{}", "channels read"),
        ] {
            try bench.write(Array(text.utf8), to: name)
            #expect(try qalqan("trust publish region \(name) \(publish)", status: 1).contains(why), "\(text)")
        }
        #expect(
            try qalqan("trust init region --root a.key --targets desk.key --online online.key", status: 1).contains(
                "already"))
        #expect(try qalqan("trust publish nowhere \(publish)", status: 1).contains("1.root.json"))
        #expect(
            try qalqan("trust rotate region --role root --remove abcdef --key a.key", status: 1).contains("no key"))
        #expect(
            try qalqan("trust rotate region --role root --threshold 2 --key a.key", status: 1).contains("2 signatures"))
        try qalqan("trust rotate region --threshold 2", status: 2)
        try qalqan("trust init elsewhere --root a.key", status: 2)
    }

    /// A channel brings it in, shows it, and verifies by it.
    /// What was taken back stays so: a list that lacks what was published before does not take it away.
    @Test func publishedRevocationsStay() throws {
        try qalqan("trust init region --root a.key --targets desk.key --online online.key")
        let keys = "--key desk.key --key online.key"
        func publish(_ digit: String, _ options: String = "") throws -> [String] {
            let keyid = String(repeating: digit, count: 64)
            try bench.write(
                Array(#"{"revokedKeys":[{"keyid":"\#(keyid)","since":"2026-11-22T00:00:00Z"}]}"#.utf8),
                to: "revocations.json")
            try qalqan("trust publish region revocations.json \(keys) \(options)")
            let author = try RepositoryAuthor(path: bench.path("region"))
            let list = try RevocationList(json: try #require(author.published("revocations.json")))
            return list.revokedKeys.map { String($0.keyID.prefix(1)) }.sorted()
        }
        #expect(try publish("1") == ["1"])
        #expect(try publish("2") == ["1", "2"])
        #expect(try publish("3", "--remove revocations.json") == ["3"])
        try bench.write(Array(#"{"revokedKeys":[{"keyid":"12"}]}"#.utf8), to: "revocations.json")
        #expect(try qalqan("trust publish region revocations.json \(keys)", status: 1).contains("revocations"))
    }

    @Test func aChannelBringsItIn() throws {
        try qalqan("trust init region --root a.key --targets desk.key --online online.key")
        try bench.write(
            Array(
                """
                channel: { id: one, region: KZ, languages: [en], timeZone: Asia/Almaty }
                trust: { root: region/1.root.json, repository: { addresses: [region] } }

                """.utf8), to: "channel.yaml")
        #expect(try qalqan("trust show --config channel.yaml", status: 1).contains("nothing of the repository"))
        #expect(try qalqan("trust update --config channel.yaml", status: 1).contains("timestamp.json is not in"))
        try bench.write(Array(#"{"default":{"approvals":1}}"#.utf8), to: "policy.json")
        try qalqan("trust publish region desks.json policy.json --key desk.key --key online.key")
        #expect(try qalqan("trust update --config channel.yaml").contains("in force: renewed"))
        #expect(try qalqan("trust update --config channel.yaml").contains("nothing new"))
        let shown = try qalqan("trust show --config channel.yaml --json")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any])
        #expect(report["freshness"] as? String == "fresh" && report["source"] as? String == "repository")
        #expect((report["desks"] as? [[String: String]])?.map { $0["name"] } == ["news"])
        let made = try bench.run(
            "sh", "-c", "ffmpeg -v error -nostdin -f lavfi -i testsrc2=s=64x64:d=1 -c:v mpeg2video a.ts")
        try #require(made.status == 0)
        try qalqan("seal a.ts --key news.key")
        #expect(try qalqan("verify a.ts --config channel.yaml").contains("news"))
        #expect(try qalqan("trust update --config channel.yaml --from /nowhere", status: 3).contains("/nowhere"))
        try bench.write(
            Array(
                "trust: { desks: [ { name: x, country: KZ, key: a.pub } ], root: region/1.root.json, repository: { addresses: [r] } }\n"
                    .utf8), to: "both.yaml")
        #expect(try qalqan("trust show --config both.yaml", status: 1).contains("with `root` the desks come from"))
    }
}
