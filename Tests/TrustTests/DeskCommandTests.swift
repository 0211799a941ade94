import Foundation
import Testing

/// `qalqan key`, `seal`, `approve` and `verify` as a desk uses them.
@Suite struct DeskCommandTests {
    let bench: Workbench

    static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: ".build/release/qalqan").path

    init() throws {
        bench = try Workbench()
        try #require(FileManager.default.isExecutableFile(atPath: Self.program), "build the product first")
        try bench.write(Array("secret\n".utf8), to: "pass")
        let made = try bench.run(
            "sh", "-c", "ffmpeg -v error -nostdin -f lavfi -i testsrc2=s=64x64:d=1 -c:v mpeg2video a.ts && cp a.ts b.ts"
        )
        try #require(made.status == 0, "\(made.output)")
    }

    /// Runs a command line of `qalqan`.
    func qalqan(_ line: String) throws -> (status: Int32, output: String) {
        try bench.run("sh", "-c", "exec '\(Self.program)' \(line)")
    }

    @Test func fromKeyToVerdict() throws {
        #expect(try qalqan("key new news").status == 0)
        #expect(try qalqan("key new standards --passphrase-file pass").status == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("news.key"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let listed = try qalqan("key list --json")
        let keys = try #require(
            try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
        #expect(keys.map { $0["name"] as? String } == ["news", "standards"])
        #expect(keys.map { $0["encrypted"] as? Bool } == [false, true])

        #expect(try qalqan("seal a.ts b.ts --key news.key").status == 0)
        let first = try bench.read("a.ts.seal.json")
        let again = try qalqan("seal a.ts b.ts --key news.key")
        #expect(
            again.output == "current  a.ts  1 s, \(try bench.read("a.ts").count) bytes\n"
                + "current  b.ts  1 s, \(try bench.read("b.ts").count) bytes\n")
        #expect(try bench.read("a.ts.seal.json") == first)

        try bench.write(
            Array(
                """
                channel: { id: one, region: KZ, languages: [en], timeZone: Asia/Almaty }
                trust:
                  desks:
                    - { name: news, country: KZ, key: news.pub }
                    - { name: standards, country: UZ, key: standards.pub }
                  policy: { default: { approvals: 2, countries: 2 } }

                """.utf8), to: "channel.yaml")
        let one = try qalqan("verify a.ts --config channel.yaml")
        #expect(one.status == 1)
        #expect(one.output == "a.ts: 1 of 2 approvals by trusted desks\n")
        let approved = try qalqan("approve a.ts.seal.json --key standards.key --passphrase-file pass")
        #expect(approved.output == "approved  a.ts.seal.json  2 signatures\n")
        let two = try qalqan("verify a.ts --config channel.yaml")
        #expect(two.status == 0)
        #expect(two.output == "verified  a.ts  approved by news, standards\n")

        // A seal that others have signed is not made anew behind their backs.
        #expect(try qalqan("seal a.ts --key standards.key --passphrase-file pass --set /dev/null").status == 1)
    }

    @Test func alteredMediaIsNeitherApprovedNorVerified() throws {
        #expect(try qalqan("key new news").status == 0)
        #expect(try qalqan("seal a.ts --key news.key").status == 0)
        var bytes = try bench.read("a.ts")
        bytes[bytes.count / 2] ^= 1
        try bench.write(bytes, to: "a.ts")
        let verified = try qalqan("verify a.ts --trust news.pub")
        #expect(verified.status == 1)
        #expect(verified.output.hasPrefix("a.ts: altered after sealing: block "))
        #expect(try qalqan("key new second").status == 0)
        let approved = try qalqan("approve a.ts.seal.json --key second.key")
        #expect(approved.status == 1)
        #expect(approved.output.contains("not approved, a.ts: altered after sealing"))
        // Sealed again, it is what it now is.
        #expect(try qalqan("seal a.ts --key news.key").output.hasPrefix("sealed  a.ts"))
        #expect(try qalqan("verify a.ts --trust news.pub").status == 0)
    }

    @Test func whatIsNotMediaIsRefusedAndTheRestIsSealed() throws {
        #expect(try qalqan("key new news").status == 0)
        try bench.write(Array("notes\n".utf8), to: "notes.txt")
        #expect(mkfifo(bench.path("pipe.ts"), 0o600) == 0)
        let sealed = try qalqan("seal notes.txt pipe.ts nowhere.ts a.ts . --key news.key")
        #expect(sealed.status == 1)
        #expect(sealed.output.contains("notes.txt: not media"))
        #expect(sealed.output.contains("pipe.ts: not a regular file"))
        #expect(sealed.output.contains("nowhere.ts: not there"))
        #expect(sealed.output.contains("sealed  a.ts"))
        #expect(!FileManager.default.fileExists(atPath: bench.path("notes.txt.seal.json")))
    }

    @Test func statusesFollowTheContract() throws {
        #expect(try qalqan("key new news").status == 0)
        #expect(try qalqan("key new news").status == 1)
        #expect(try qalqan("key new .hidden").status == 2)
        #expect(try qalqan("seal a.ts").status == 2)
        #expect(try qalqan("seal a.ts --key nowhere.key").status == 1)
        #expect(try qalqan("verify a.ts --config nowhere.yaml").status == 1)
        let unjudged = try qalqan("verify a.ts")
        #expect(unjudged.status == 1)
        #expect(unjudged.output.contains("a.ts: not sealed: no .seal.json beside it"))
        #expect(unjudged.output.contains("signatures were not judged"))
        for command in ["key", "key new", "key list", "seal", "approve", "verify"] {
            let help = try qalqan("\(command) --help")
            #expect(help.status == 0)
            #expect(help.output.contains("Example:"), "\(command)")
        }
    }
}
