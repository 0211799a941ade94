import Foundation
import Testing
import Timecode
import Trust
import TrustCrypto
import TrustFormats

/// Seals of playlists, as desks make them and as others' tools read them.
@Suite struct DocumentSealTests {
    let bench: Workbench
    private static let list =
        "qalqan: 1\nchannel: one\nday: 2026-11-22\nevents:\n  - { id: a, media: a.ts, start: { at: \"06:00:00:00\" } }\n"

    init() throws {
        bench = try Workbench()
        try bench.write(Array(Self.list.utf8), to: "day.yaml")
        #expect(try qalqan("key new planning").status == 0)
        #expect(try qalqan("key new abroad").status == 0)
    }

    private func qalqan(_ line: String) throws -> (status: Int32, output: String) {
        try bench.run("sh", "-c", "exec '\(DeskCommandTests.program)' \(line)")
    }

    private func configuration(_ playlists: String, rehearsal: Bool = false) throws {
        try bench.write(
            Array(
                """
                channel: { id: one, region: KZ, languages: [en], timeZone: Asia/Almaty }
                trust:
                  desks:
                    - { name: planning, country: KZ, key: planning.pub }
                    - { name: abroad, country: UZ, key: abroad.pub }
                  policy: { default: { approvals: 1 }, playlists: \(playlists) }
                \(rehearsal ? "rehearsal: true" : "")

                """.utf8), to: "channel.yaml")
    }

    @Test func fromSealToVerdict() throws {
        try configuration("{ approvals: 2, countries: 2 }")
        #expect(
            try qalqan("seal day.yaml --key planning.key").output
                == "sealed  day.yaml  playlist for 2026-11-22, \(Self.list.utf8.count) bytes\n")
        let first = try bench.read("day.yaml.seal.json")
        #expect(try qalqan("seal day.yaml --key planning.key").output.hasPrefix("current  day.yaml"))
        #expect(try bench.read("day.yaml.seal.json") == first)
        #expect(!FileManager.default.fileExists(atPath: bench.path("day.yaml.seal.tree")))
        // What it says, by another hand.
        let payload = try bench.run(
            "sh", "-c",
            "jq -r .payload day.yaml.seal.json | base64 -d | jq -c '[._type, .predicateType, .subject[0].digest.sha256, .predicate.kind, .predicate.channel, .predicate.day, .predicate.size]'"
        )
        let sum = try bench.run("sh", "-c", "sha256sum < day.yaml | cut -c1-64").output.trimmingCharacters(
            in: .newlines)
        #expect(
            payload.output == "[\"https://in-toto.io/Statement/v1\",\"urn:qalqan:document:v1\",\"\(sum)\","
                + "\"playlist\",\"one\",\"2026-11-22\",\(Self.list.utf8.count)]\n")
        let one = try qalqan("verify day.yaml --config channel.yaml")
        #expect(one.status == 1 && one.output == "day.yaml: 1 of 2 approvals by trusted desks\n")
        let checked = try qalqan("check day.yaml --config channel.yaml")
        #expect(checked.status == 1)
        #expect(
            checked.output.contains(
                "error: the channel asks for 2 approvals from 2 countries on playlists: 1 of 2 approvals"))
        #expect(checked.output.contains("[playlist-approvals]"))
        #expect(
            try qalqan("approve day.yaml.seal.json --key abroad.key").output
                == "approved  day.yaml.seal.json  2 signatures\n")
        let two = try qalqan("verify day.yaml --config channel.yaml")
        #expect(two.output == "verified  day.yaml  approved by planning, abroad\n")
        #expect(!(try qalqan("check day.yaml --config channel.yaml")).output.contains("playlist-approvals"))
        #expect(
            try qalqan("seal day.yaml --key abroad.key").output.hasPrefix("current"), "it has signed and says the same")
        // Changed by a byte it is another document.
        try bench.write(Array((Self.list + "\n").utf8), to: "day.yaml")
        #expect(try qalqan("verify day.yaml --config channel.yaml").output.contains("not those that were sealed"))
        #expect(try qalqan("approve day.yaml.seal.json --key abroad.key").status == 1)
    }

    /// securesystemslib reads the envelope and counts the same signatures.
    @Test func dsseByAnotherHand() throws {
        #expect(try qalqan("seal day.yaml --key planning.key").status == 0)
        #expect(try qalqan("approve day.yaml.seal.json --key abroad.key").status == 0)
        let script = """
            import json, sys
            from cryptography.hazmat.primitives.serialization import load_pem_public_key
            from securesystemslib.dsse import Envelope
            from securesystemslib.signer import SSlibKey
            envelope = Envelope.from_dict(json.load(open("day.yaml.seal.json")))
            ids = [signature for signature in envelope.signatures]
            keys = [SSlibKey.from_crypto(load_pem_public_key(open(n + ".pub", "rb").read()), keyid=i)
                    for n, i in zip(("planning", "abroad"), ids)]
            print(len(envelope.verify(keys, 2)))
            """
        try bench.write(Array(script.utf8), to: "check.py")
        let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"
        let told = try bench.run(python, "-B", "check.py")
        #expect(told.output == "2\n")
    }

    @Test func whatNoChannelWouldTakeIsNotSealed() throws {
        try bench.write(Array("qalqan: 1\nevents:\n  - { id: a, medja: x }\n".utf8), to: "bad.yaml")
        let refused = try qalqan("seal bad.yaml --key planning.key")
        #expect(refused.status == 1 && refused.output.contains("bad.yaml:3:"))
        #expect(!FileManager.default.fileExists(atPath: bench.path("bad.yaml.seal.json")))
        #expect(try qalqan("seal day.yaml.seal.json --key planning.key").status == 1)
        try configuration("{ approvals: 1 }", rehearsal: true)
        let rehearsed = try qalqan("check day.yaml --config channel.yaml")
        #expect(rehearsed.output.contains("warning: the channel asks for 1 approval on playlists"))
    }

    /// Whatever a byte of the envelope is changed to, the document is not taken; nothing falls over.
    @Test func mutatedSealsAreNeverTaken() throws {
        let key = SigningKey()
        let bytes = Array(Self.list.utf8)
        var signed = SignedDocument(
            DocumentStatement(
                kind: .playlist, name: "day.yaml", size: Int64(bytes.count),
                sha256: Array(repeating: 0, count: 32), serial: "s", sealedAt: TAIInstant(nanoseconds: 0),
                channel: "one", day: "2026-11-22"))
        let desks = TrustedDesks(entries: [
            TrustedDesks.Entry(desk: Desk(name: "planning", country: "KZ", keyPath: ""), key: key.verifyingKey)
        ])
        func verdict(_ seal: [UInt8]) -> Verdict {
            SignedDocument.judge(
                bytes, seal: seal, kind: .playlist, rule: TrustPolicy.Rule(approvals: 1),
                basis: TrustBasis(desks: desks, policy: TrustPolicy()), channel: "one",
                day: "2026-11-22", at: nil)
        }
        try signed.envelope.sign(with: key)
        #expect(!verdict(signed.envelope.json).isAccepted, "another file's digest")
        var right = signed.statement
        right.sha256 = try #require(hexBytes(try bench.run("sh", "-c", "sha256sum < day.yaml").output))
        signed = SignedDocument(right)
        try signed.envelope.sign(with: key)
        let good = signed.envelope.json
        #expect(verdict(good).isAccepted)
        var random = noise(4 * 3000, seed: 7)[...]
        for _ in 0..<3000 {
            var seal = good
            let place = random.prefix(3).reduce(0) { $0 << 8 | Int($1) } % seal.count
            seal[place] = random[random.startIndex + 3]
            random = random.dropFirst(4)
            guard seal != good, let read = try? SignedDocument(json: seal) else { continue }
            // White space and what nobody looks at may change; what was signed may not.
            if verdict(seal).isAccepted { #expect(read.statement == signed.statement) }
        }
    }

    private func hexBytes(_ text: String) -> [UInt8]? { Hexadecimal.decode(String(text.prefix(64))) }
}
