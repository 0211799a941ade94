import ChannelSchedule
import Foundation
import Testing
import Timecode
import Timeline
import Trust
import TrustCrypto
import TrustFormats

@testable import ControlService

/// Recalls on a channel: who may, how soon, what stays.
@Suite("Recalls on air")
struct RecallTests {
    static let second = SigningKey(), third = SigningKey()

    static let configuration = Rig.configuration.replacing(
        "desks: [ { name: bench, country: KZ, key: keys/bench.pub } ]",
        with: """
            desks:
                - { name: bench, country: KZ, key: keys/bench.pub }
                - { name: second, country: UZ, key: keys/second.pub }
                - { name: third, country: KG, key: keys/third.pub }
            """)

    private func rig(_ list: String = day(), media: [String: Int64]? = nil, second at: Int64 = 0) throws -> Rig {
        let bench = Bench()
        bench.write(Self.second.verifyingKey.pem, to: "keys/second.pub")
        bench.write(Self.third.verifyingKey.pem, to: "keys/third.pub")
        return try Rig(
            playlists: ["sunday.yaml": list],
            media: media ?? ["a.mov": 2500, "b.mov": 2500, "c.mov": 2500], bench: bench, at: at,
            configuration: Self.configuration)
    }

    /// A recall of a file's seal.
    private func recall(
        _ rig: Rig, _ keys: [SigningKey], of name: String = "a.mov", reason: String = "wrong footage"
    ) throws -> SignedRecall {
        let seal = try #require(try SignedSeal.load(rig.bench["media/\(name).seal.json"]))
        var recall = SignedRecall(
            RecallStatement(
                of: seal.statement, reason: reason,
                at: LeapSeconds.builtIn.tai(unixNanoseconds: Rig.start * 1_000_000_000)))
        for key in keys { try recall.envelope.sign(with: key) }
        return recall
    }

    private func send(_ rig: Rig, _ recall: SignedRecall) async -> OperatorAnswer {
        await rig.ask(OperatorRequest(.recall, text: String(decoding: recall.envelope.json, as: UTF8.self)))
    }

    private func drop(_ rig: Rig, _ recall: SignedRecall, _ name: String = "x.recall.json") {
        rig.bench.write(String(decoding: recall.envelope.json, as: UTF8.self), to: "data/recalls/\(name)")
    }

    private func alarm(_ rig: Rig) -> Alarm? { rig.control.composer.document().alarms.first { $0.code == .recall } }

    @Test func whoApprovedTakesItOffWithinASecond() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        let asked = rig.frame
        let before = try #require(rig.onAir(at: asked + 100))
        #expect(before.event == "e108" && before.withheld == nil)
        let answer = await send(rig, try recall(rig, [Rig.key]))
        let first = try #require(answer.effective?.frame)
        #expect(answer.ok && answer.message == "clip is recalled: wrong footage")
        #expect(first - asked <= 25, "\(first - asked) frames")
        #expect(rig.onAir(at: first - 1)?.source == before.source)
        let cut = try #require(rig.onAir(at: first))
        #expect(cut.source == .slate(.recalled) && cut.event == "e108" && cut.endFrame == before.endFrame)
        // It is the same file all day: nothing of it airs any more.
        let revision = try #require(rig.last)
        for segment in revision.segments where segment.endFrame > first && !segment.event.isEmpty {
            #expect(segment.source == .slate(.recalled))
        }
        let event = try #require(rig.control.composer.rundown().events.first { $0.id == "e108" })
        #expect(event.badge == .recalled && event.withheld?.contains("recalled: wrong footage") == true, "\(event)")
        #expect(try #require(rig.control.composer.rundown().events.first { $0.id == "e110" }).badge == .recalled)
        await rig.control.tick(1)
        #expect(alarm(rig)?.text.contains("recalled: wrong footage") == true)
        // It is in the journal, with who gave it and who signed.
        let journal = String(decoding: rig.bench.read("data/journal.jsonl"), as: UTF8.self)
        #expect(journal.contains("\"recall\":") && journal.contains("\"desks\":[\"bench\"]"))
    }

    @Test func aSingleOtherDeskDoesNothingAndTwoDo() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        let revisions = rig.publications
        let one = await send(rig, try recall(rig, [Self.second]))
        #expect(one.ok && one.code == "pending" && one.message?.contains("it takes 2 desks") == true)
        #expect(await send(rig, try recall(rig, [Self.second])).code == "pending", "the same desk counts once")
        #expect(rig.publications == revisions)
        await rig.control.tick(1)
        #expect(rig.onAir(at: rig.frame + 100)?.withheld == nil)
        #expect(alarm(rig)?.text.contains("signed by second") == true && alarm(rig)?.severity == .warning)
        let asked = rig.frame
        let two = await send(rig, try recall(rig, [Self.third], reason: "court order"))
        let first = try #require(two.effective?.frame)
        #expect(first - asked <= 25 && rig.onAir(at: first)?.source == .slate(.recalled))
    }

    @Test func strangersAndDamagedRecallsAreRefused() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        let stranger = await send(rig, try recall(rig, [SigningKey()]))
        #expect(!stranger.ok && stranger.code == "unknown-signer")
        var forged = try recall(rig, [Rig.key])
        forged.envelope = DSSEEnvelope(
            payloadType: forged.envelope.payloadType,
            payload: RecallStatement(
                of: try #require(try SignedSeal.load(rig.bench["media/b.mov.seal.json"])).statement, reason: "x",
                at: TAIInstant(nanoseconds: 0)
            ).json, signatures: forged.envelope.signatures)
        #expect(await send(rig, forged).code == "unknown-signer")
        #expect(await rig.ask(OperatorRequest(.recall, text: "{}")).code == "not-a-recall")
        #expect(await rig.ask(OperatorRequest(.recall)).code == "bad-request")
        #expect(rig.bench.read("data/revocations.json").isEmpty, "nothing of it is kept")
        #expect(rig.onAir(at: rig.frame + 50)?.withheld == nil)
    }

    @Test func aFileInTheFolderActsAtTheNextRound() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        let whole = String(decoding: try recall(rig, [Rig.key]).envelope.json, as: UTF8.self)
        // Half of it has been written: not a recall, and no alarm either until it stays so.
        rig.bench.write(String(whole.prefix(200)), to: "data/recalls/x.recall.json")
        await rig.control.tick(1)
        #expect(alarm(rig) == nil && rig.onAir(at: rig.frame + 50)?.withheld == nil)
        await rig.control.tick(2)
        #expect(alarm(rig)?.text.contains("x.recall.json is not a recall") == true)
        rig.bench.write(whole, to: "data/recalls/x.recall.json")
        let asked = rig.frame
        await rig.control.tick(3)
        #expect(rig.onAir(at: asked + 25)?.source == .slate(.recalled))
        // The file may go: the recall does not.
        try FileManager.default.removeItem(atPath: rig.bench["data/recalls/x.recall.json"])
        let revisions = rig.publications
        for round in 4...30 { await rig.control.tick(UInt64(round)) }
        #expect(rig.publications == revisions)
        #expect(rig.onAir(at: rig.frame + 100)?.source == .slate(.recalled))
    }

    @Test func aRecallOutlivesControlAndItsSignersKey() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        #expect(await send(rig, try recall(rig, [Rig.key])).ok)
        rig.advance(seconds: 20)
        let next = try rig.successor(configuration: Self.configuration)
        await next.control.open()
        #expect(next.onAir(at: next.frame + 100)?.source == .slate(.recalled))
        #expect(next.control.composer.rundown().events.first { $0.id == "e110" }?.badge == .recalled)
        // The key that recalled it is revoked: the item has lost its approval anyway, and stays recalled by another's.
        let revoked = Self.configuration.replacing(
            "  policy:",
            with: "  revokedKeys: [ { keyid: \(Rig.key.keyID), since: 2026-01-01, reason: stolen } ]\n  policy:")
        let third = try next.successor(configuration: revoked)
        await third.control.open()
        #expect(third.onAir(at: third.frame + 100)?.withheld == .recalled)
    }

    @Test func aRevokedKeyRecallsNothingAndApprovesNothing() async throws {
        let revoked = Self.configuration.replacing(
            "  policy:",
            with: "  revokedKeys: [ { keyid: \(Rig.key.keyID), since: 2026-01-01, reason: stolen } ]\n  policy:")
        let bench = Bench()
        bench.write(Self.second.verifyingKey.pem, to: "keys/second.pub")
        bench.write(Self.third.verifyingKey.pem, to: "keys/third.pub")
        let rig = try Rig(playlists: ["sunday.yaml": day()], bench: bench, configuration: revoked)
        await rig.control.open()
        #expect(rig.onAir(at: rig.frame + 100)?.withheld == .unsealed)
        let answer = await send(rig, try recall(rig, [Rig.key]))
        #expect(answer.code == "pending")
    }

    /// A take that is on its way does not hold up a recall, and happens all the same.
    @Test func anOrderUnderWayWaitsForNothingAndHoldsNothingUp() async throws {
        let rig = try rig(
            """
            qalqan: 1
            day: 2026-11-22
            events:
              - { id: first, media: a.mov, duration: 90s, start: { at: "09:00:00:00" } }
              - { id: wait, media: b.mov, duration: 60s, start: manual }
              - { id: last, media: c.mov, duration: 60s }
            """)
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong(cued: [])
        // An order that takes effect only after air has cued what it brings.
        let inserted = await rig.ask(OperatorRequest(.insert, media: ["c.mov"]))
        #expect(inserted.ok, "\(inserted)")
        rig.advance(to: rig.frame + 1)
        let asked = rig.frame
        let answer = await send(rig, try recall(rig, [Rig.key]))
        let first = try #require(answer.effective?.frame)
        #expect(first - asked <= 25, "\(first - asked)")
        for frame in first..<first + 200 { #expect(rig.onAir(at: frame)?.source == .slate(.recalled)) }
        let end = try #require(rig.onAir(at: first)).endFrame
        let after = try #require(rig.onAir(at: end))
        #expect(after.withheld == nil && after.event != "wait", "what was inserted comes behind it: \(after)")
    }

    @Test func theAlternateTakesOverInStep() async throws {
        let rig = try rig(
            """
            qalqan: 1
            day: 2026-11-22
            events:
              - { id: first, media: a.mov, duration: 60s, start: { at: "09:00:00:00" }, alternate: { media: b.mov, in: 5f } }
              - { id: last, media: c.mov, duration: 60s }
            """)
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        let begin = try #require(rig.onAir(at: rig.frame)).firstFrame
        let first = try #require(await send(rig, try recall(rig, [Rig.key])).effective?.frame)
        let on = try #require(rig.onAir(at: first))
        guard case .asset(let asset, let inFrame) = on.source else {
            Issue.record("\(on)")
            return
        }
        #expect(rig.last?.assets[asset].path.hasSuffix("b.mov") == true && on.withheld == .recalled)
        #expect(inFrame + (first - on.firstFrame) == 5 + first - begin)
        #expect(rig.onAir(at: begin + 1500)?.event == "last")
    }

    @Test func whatIsNotScheduledIsKeptForLater() async throws {
        let rig = try rig(media: ["a.mov": 2500, "b.mov": 2500, "late.mov": 2500])
        await rig.control.open()
        rig.advance(seconds: 10)
        let answer = await send(rig, try recall(rig, [Rig.key], of: "late.mov"))
        #expect(answer.ok && answer.message?.contains("nothing that is scheduled is concerned") == true)
        let insert = await rig.ask(OperatorRequest(.insert, media: ["late.mov"]))
        #expect(insert.code == "withheld" && insert.problems?.first?.contains("recalled: wrong footage") == true)
    }

    /// A disk that takes nothing does not stand in the way: the recall holds, and the alarm says that it is not kept.
    @Test func aFullDiskDoesNotStandInItsWay() async throws {
        let rig = try rig()
        await rig.control.open()
        rig.advance(seconds: 10)
        rig.playAlong()
        // A folder where the file would be: nothing can be renamed onto it, not even by root.
        try FileManager.default.createDirectory(
            atPath: rig.bench["data/revocations.json/x"], withIntermediateDirectories: true)
        let answer = await send(rig, try recall(rig, [Rig.key]))
        let first = try #require(answer.effective?.frame)
        #expect(rig.onAir(at: first)?.source == .slate(.recalled))
        await rig.control.tick(1)
        #expect(rig.control.composer.document().alarms.contains { $0.subject.hasSuffix("revocations.json") })
        try FileManager.default.removeItem(atPath: rig.bench["data/revocations.json"])
        await rig.control.tick(4)
        #expect(try RevocationList(json: rig.bench.read("data/revocations.json")).recalls.count == 1)
        #expect(!rig.control.composer.document().alarms.contains { $0.subject.hasSuffix("revocations.json") })
    }
}
