import ChannelConfiguration
import ChannelSchedule
import Foundation
import Testing
import Timecode
import Timeline
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

@testable import ControlService

/// Playlists that need desks' approvals: what lets one in, what keeps it out, and what stays on the channel meanwhile.
@Suite("Signed playlists")
struct SignedPlaylistTests {
    private static let planning = SigningKey()
    private static let standards = SigningKey()
    private static let abroad = SigningKey()

    private static func configuration(_ rule: String, rehearsal: Bool = false) -> String {
        Rig.configuration.replacing(
            "desks: [ { name: bench, country: KZ, key: keys/bench.pub } ]",
            with: """
                desks:
                    - { name: bench, country: KZ, key: keys/bench.pub }
                    - { name: planning, country: KZ, key: keys/planning.pub }
                    - { name: standards, country: KZ, key: keys/standards.pub }
                    - { name: abroad, country: UZ, key: keys/abroad.pub }
                """
        ).replacing("default: { approvals: 1 }", with: "default: { approvals: 1 }, playlists: \(rule)")
            + (rehearsal ? "\nrehearsal: true\n" : "\n")
    }

    private func rig(
        _ rule: String = "{ approvals: 2 }", playlists: [String: String] = [:], rehearsal: Bool = false,
        before: (Bench) throws -> Void = { _ in }
    ) throws -> Rig {
        let bench = Bench()
        for (name, key) in [("planning", Self.planning), ("standards", Self.standards), ("abroad", Self.abroad)] {
            bench.write(key.verifyingKey.pem, to: "keys/\(name).pub")
        }
        try before(bench)
        return try Rig(
            playlists: playlists, bench: bench, configuration: Self.configuration(rule, rehearsal: rehearsal))
    }

    private func seal(
        _ text: String, by keys: [SigningKey], channel: String? = "test-one", day: String? = "2026-11-22",
        until: TAIInstant? = nil
    ) throws -> String {
        var signed = SignedDocument(
            DocumentStatement(
                kind: .playlist, name: "x.yaml", size: Int64(text.utf8.count),
                sha256: SHA256Stream.digest(of: Array(text.utf8)), serial: "s", sealedAt: TAIInstant(nanoseconds: 0),
                channel: channel, day: day, notAfter: until))
        for key in keys { try signed.envelope.sign(with: key) }
        return String(decoding: signed.envelope.json, as: UTF8.self)
    }

    private func load(_ rig: Rig, _ text: String, _ seal: String?) async -> OperatorAnswer {
        await rig.ask(OperatorRequest(.playlistLoad, name: "other.yaml", text: text, seal: seal, replace: true))
    }

    @Test func onlyWhatEnoughDesksHaveSignedIsTaken() async throws {
        let rig = try rig()
        await rig.control.open()
        let text = day()
        let none = await load(rig, text, nil)
        #expect(none.code == "playlist-approvals")
        #expect(none.problems?.first?.contains("not sealed") == true)
        #expect(none.problems?.first?.contains("2 approvals: a desk seals it as it is: qalqan seal other.yaml") == true)
        let one = await load(rig, text, try seal(text, by: [Self.planning]))
        #expect(one.problems?.first?.contains("1 of 2 approvals by trusted desks") == true)
        #expect(one.problems?.first?.contains("qalqan approve") == true)
        let same = await load(rig, text, try seal(text, by: [Self.planning, Self.planning]))
        #expect(same.code == "playlist-approvals")
        let stranger = await load(rig, text, try seal(text, by: [Self.planning, SigningKey()]))
        #expect(stranger.code == "playlist-approvals")
        #expect(rig.publications == 1)
        let two = await load(rig, text, try seal(text, by: [Self.planning, Self.standards]))
        #expect(two.ok, "\(two.problems ?? [])")
        #expect(rig.publications == 2)
        // By whose word it aired stays beside its text.
        let kept = rig.bench.read("data/documents/\(DocumentStore.digest(Array(text.utf8))).seal.json")
        #expect(try SignedDocument(json: kept).envelope.signatures.count == 2)
        // A control that starts again has it by its journal.
        let successor = try rig.successor()
        await successor.control.open()
        #expect(await successor.ask(OperatorRequest(.playlistList)).documents?.map(\.name) == ["other.yaml"])
    }

    @Test func aSealIsForItsBytesItsChannelItsDayAndItsTime() async throws {
        let rig = try rig("{ approvals: 1 }")
        await rig.control.open()
        let text = day()
        func refusal(_ text: String, _ seal: String) async -> String {
            let answer = await load(rig, text, seal)
            return answer.ok ? "taken" : answer.problems?.first ?? ""
        }
        #expect(await refusal(text + "\n", try seal(text, by: [Self.planning])).contains("not those that were sealed"))
        #expect(await refusal(text, try seal(text, by: [Self.planning], channel: "two")).contains("for channel two"))
        #expect(await refusal(text, try seal(text, by: [Self.planning], day: "2026-11-21")).contains("for 2026-11-21"))
        let past = LeapSeconds.builtIn.tai(unixNanoseconds: (Rig.start - 60) * 1_000_000_000)
        #expect(await refusal(text, try seal(text, by: [Self.planning], until: past)).contains("rights have ended"))
        #expect(await refusal(text, "{}").contains("not a DSSE envelope"))
        // A media seal over the very same bytes is no playlist's.
        var media = SignedSeal(Rig.statement(of: Array(text.utf8), pictures: 1))
        try media.envelope.sign(with: Self.planning)
        #expect(
            await refusal(text, String(decoding: media.envelope.json, as: UTF8.self)).contains(
                "not the seal of a document"))
        #expect(rig.publications == 1)
        #expect(await refusal(text, try seal(text, by: [Self.planning])) == "taken")
    }

    @Test func countriesAreCounted() async throws {
        let rig = try rig("{ approvals: 2, countries: 2 }")
        await rig.control.open()
        let text = day()
        let own = await load(rig, text, try seal(text, by: [Self.planning, Self.standards]))
        #expect(own.problems?.first?.contains("approved from 1 of 2 countries") == true)
        #expect(await load(rig, text, try seal(text, by: [Self.planning, Self.abroad])).ok)
    }

    /// In the folder: unsigned it waits with an alarm, the version before it stays, and its seal lets it in when it comes.
    @Test func aSealThatComesLaterIsTakenWhenItIsThere() async throws {
        let first = day()
        let rig = try rig("{ approvals: 1 }", playlists: ["sunday.yaml": first]) { bench in
            bench.write(try seal(first, by: [Self.planning]), to: "playlists/sunday.yaml.seal.json")
        }
        await rig.control.open()
        #expect(rig.onAir(at: rig.frame + 50)?.event == "e108")
        let second = day(media: "b.mov")
        rig.bench.write(second, to: "playlists/sunday.yaml")
        for _ in 0..<3 { await rig.control.lookAtFolder() }
        #expect(rig.publications == 1)
        let alarm = try #require(rig.control.composer.document().alarms.first { $0.code == .playlist })
        #expect(alarm.text.contains("the last good version stays") && alarm.text.contains("not those that were sealed"))
        rig.bench.write(try seal(second, by: [Self.planning]), to: "playlists/sunday.yaml.seal.json")
        for _ in 0..<3 { await rig.control.lookAtFolder() }
        #expect(rig.publications == 2)
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .playlist })
        #expect(rig.last?.assets.contains { $0.path.hasSuffix("/b.mov") } == true)
    }

    /// A desk that comes to be trusted makes good what it has signed already.
    @Test func aDeskThatComesToBeTrustedLetsItIn() async throws {
        let text = day()
        let rig = try rig("{ approvals: 1 }", playlists: ["sunday.yaml": text]) { bench in
            bench.write(try seal(text, by: [Self.abroad]), to: "playlists/sunday.yaml.seal.json")
            try FileManager.default.removeItem(atPath: bench["keys/abroad.pub"])
        }
        await rig.control.open()
        #expect(rig.control.composer.document().alarms.contains { $0.code == .playlist })
        rig.bench.write(Self.abroad.verifyingKey.pem, to: "keys/abroad.pub")
        for _ in 0..<3 { await rig.control.lookAtTrust() }
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .playlist })
        #expect(rig.onAir(at: rig.frame + 50)?.event == "e108")
    }

    @Test func insertedDocumentsNeedThemToo() async throws {
        let text = day()
        let rig = try rig("{ approvals: 1 }", playlists: ["sunday.yaml": text]) { bench in
            bench.write(try seal(text, by: [Self.planning]), to: "playlists/sunday.yaml.seal.json")
        }
        await rig.control.open()
        rig.advance(seconds: 10)
        let list = "qalqan: 1\nevents:\n  - { id: extra, media: c.mov, duration: 20s }\n"
        let refused = await rig.ask(OperatorRequest(.insert, name: "extra.yaml", text: list))
        #expect(refused.code == "playlist-approvals")
        let sealed = try seal(list, by: [Self.planning], day: nil)
        #expect(await rig.ask(OperatorRequest(.insert, name: "extra.yaml", text: list, seal: sealed)).ok)
        // Media are an operator's order, not a document.
        #expect(await rig.ask(OperatorRequest(.insert, media: ["b.mov"])).ok)
    }

    @Test func aBoxThatRehearsesTakesThemAndSaysSo() async throws {
        let rig = try rig(rehearsal: true)
        await rig.control.open()
        let answer = await load(rig, day(), nil)
        #expect(answer.ok && answer.problems?.contains { $0.contains("this box rehearses") } == true)
        #expect(rig.control.composer.document().channel.rehearsal)
        // Each frame of it carries the mark, in the picture and so in the as-run.
        #expect(rig.last?.marks.names.contains("rehearsal") == true)
    }
}
