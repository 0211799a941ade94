import Foundation
import Testing
import Timeline
import Trust
import TrustCrypto
import TrustFormats
import TrustRepository

@testable import ControlService

/// A channel with a trust repository: brought in, gone stale, held, over, and back.
@Suite("Trust from a repository")
struct TrustFreshnessTests {
    static let day: Int64 = 86_400

    /// The owners of a region and their folder, in a channel's bench.
    struct Region {
        let bench: Bench
        let root = SigningKey()
        let desk = SigningKey()
        let online = SigningKey()

        init(_ bench: Bench) throws {
            self.bench = bench
            let owners: [MetadataRole: RepositoryAuthor.RoleOwners] = [
                .root: .init(keys: [root.verifyingKey], threshold: 1),
                .targets: .init(keys: [desk.verifyingKey], threshold: 1),
                .snapshot: .init(keys: [online.verifyingKey], threshold: 1),
                .timestamp: .init(keys: [online.verifyingKey], threshold: 1),
            ]
            let made = try RepositoryAuthor.create(
                path: bench["region"], owners: owners, lifetime: 3650 * day, signers: [root], at: Rig.start)
            try #require(made.isPublished)
            try FileManager.default.copyItem(atPath: bench["region/1.root.json"], toPath: bench["root.json"])
        }

        /// Publishes desks, and a timestamp of a day.
        func publish(
            _ desks: [(String, VerifyingKey)]?, policy: String? = nil, from: String? = nil, until: String? = nil,
            at second: Int64
        ) throws {
            var change = RepositoryAuthor.Change()
            if let desks {
                let list = desks.map { name, key in
                    var desk = ["name": name, "country": "KZ", "key": key.pem]
                    desk["notBefore"] = from
                    desk["notAfter"] = until
                    return desk
                }
                change.files["desks.json"] = [UInt8](try JSONSerialization.data(withJSONObject: ["desks": list]))
            }
            if let policy { change.files["policy.json"] = Array(policy.utf8) }
            change.lifetimes.snapshot = 3650 * day
            change.lifetimes.targets = 3650 * day
            var author = try RepositoryAuthor(path: bench["region"])
            _ = try author.publish(change, signers: [desk, online], at: second)
        }
    }

    static let configuration = Rig.configuration.replacing(
        """
        trust:
          desks: [ { name: bench, country: KZ, key: keys/bench.pub } ]
          policy: { default: { approvals: 1 } }
        """,
        with: """
            trust:
              root: root.json
              repository: { addresses: [region], refresh: 24h }
              offlineHold: 72h
              evergreen: { pools: [idents], categories: [evergreen] }
            fillers: [ { id: idents, items: [ { id: ident, media: c.mov } ] } ]
            """)

    static let list = """
        qalqan: 1
        day: 2026-11-22
        events:
          - { id: first, media: a.mov, duration: 60s, start: { at: "09:00:00:00" } }
          - { id: second, media: b.mov, duration: 60s }
        """

    /// A list for one of the next days: an item known since the first day, an evergreen one, and one that is new.
    static func later(_ date: Int) -> String {
        """
        qalqan: 1
        day: 2026-11-\(date)
        events:
          - { id: known, media: a.mov, duration: 60s, start: { at: "10:00:00:00" } }
          - { id: ident, media: c.mov, duration: 60s }
          - { id: new, media: n.mov, duration: 60s }
        """
    }

    private func rig(_ second: Int64 = 0) throws -> (Rig, Region) {
        let bench = Bench()
        let region = try Region(bench)
        let rig = try Rig(
            playlists: ["sunday.yaml": Self.list], bench: bench, at: second, configuration: Self.configuration)
        try region.publish([("bench", Rig.key.verifyingKey)], at: Rig.start)
        return (rig, region)
    }

    private func settle(_ rig: Rig) async {
        rig.control.refresher.lookNow()
        // A file counts when two looks have seen it alike.
        for _ in 0..<2 { await rig.control.lookAtTrust() }
        await rig.control.noteRefresh()
    }

    private func alarm(_ rig: Rig, _ code: AlarmCode) -> Alarm? {
        rig.control.composer.document().alarms.first { $0.code == code }
    }

    private func view(_ rig: Rig, _ id: String) -> EventView? {
        rig.control.composer.schedule.events.first { $0.id == id }
    }

    @Test func fromNothingToFresh() async throws {
        let (rig, _) = try self.rig()
        await rig.control.open()
        #expect(view(rig, "first")?.withheld == .notValid)
        #expect(view(rig, "first")?.withheldText?.contains("qalqan trust update") == true)
        #expect(alarm(rig, .trust)?.severity == .critical)
        await settle(rig)
        #expect(alarm(rig, .trust) == nil && alarm(rig, .trustRepository) == nil)
        #expect(view(rig, "second")?.withheld == nil && view(rig, "second")?.airs == "item")
        #expect(await rig.control.trust.basis.desks.entries.map(\.desk.name) == ["bench"])
    }

    @Test func expiredHeldOverAndBack() async throws {
        let (rig, region) = try self.rig()
        await rig.control.open()
        await settle(rig)
        rig.playAlong()

        // A second before the end all is well; at the end the alarm stands, and nothing new is admitted.
        rig.advance(seconds: Self.day - 1)
        await rig.control.lookAtTrust()
        #expect(alarm(rig, .trustExpired) == nil)
        rig.advance(seconds: 1)
        await rig.control.lookAtTrust()
        let raised = try #require(alarm(rig, .trustExpired))
        #expect(raised.severity == .critical && raised.text.contains("2026-11-26T04:00:00Z"), "\(raised.text)")
        try Rig.seal(rig.bench, "n.mov", pictures: 2500)
        for date in [23, 25, 26] { rig.bench.write(Self.later(date), to: "playlists/d\(date).yaml") }
        for _ in 0..<3 { await rig.control.lookAtFolder() }
        #expect(view(rig, "known")?.withheld == nil, "what was accepted before airs on")
        #expect(view(rig, "ident")?.withheld == nil)
        #expect(view(rig, "new")?.withheld == .notValid)
        #expect(
            view(rig, "new")?.withheldText == "the trust metadata have expired, and it had not been accepted before")
        #expect(view(rig, "new")?.badge == .refused)

        // A control that starts anew knows what was admitted, and a clock that is set back by a year makes nothing young.
        await rig.control.keepTrust()
        let next = try rig.successorOf(configuration: Self.configuration)
        await next.control.open()
        #expect(view(next, "known")?.withheld == nil)
        #expect(view(next, "new")?.withheld == .notValid)
        next.advance(seconds: -Self.day / 2)
        await next.control.lookAtTrust()
        #expect(alarm(next, .trustExpired) != nil)
        #expect(view(next, "new")?.withheld == .notValid)

        // The hold's end is known a day before: 09:00 on the 26th in Almaty, and the event is at 10:00.
        rig.advance(seconds: 2 * Self.day + 12 * 3600)
        await rig.control.lookAtTrust()
        await rig.control.republish(because: "test")
        let after = rig.control.composer.schedule.events.filter { $0.id == "known" }.last
        #expect(after?.withheld == .rights, "foreseen")
        #expect(after?.withheldText?.contains("airs until 2026-11-26") == true, "\(after?.withheldText ?? "")")
        #expect(rig.control.composer.schedule.events.filter { $0.id == "ident" }.last?.withheld == nil)

        // Over: evergreen alone.
        rig.advance(seconds: 12 * 3600)
        await rig.control.lookAtTrust()
        #expect(alarm(rig, .trustExpired)?.text.contains("only evergreen") == true)
        let over = rig.control.composer.schedule.events.filter { $0.id == "known" }.last
        #expect(over?.withheld == .notValid && over?.airs != "item")
        #expect(rig.control.composer.schedule.events.filter { $0.id == "ident" }.last?.withheld == nil)

        // The line is back.
        let now = await rig.control.unixSecond
        try region.publish(nil, at: now)
        await settle(rig)
        #expect(alarm(rig, .trustExpired) == nil)
        #expect(rig.control.composer.schedule.events.filter { $0.id == "known" }.last?.withheld == nil)
        #expect(rig.control.composer.schedule.events.filter { $0.id == "new" }.last?.withheld == nil)
    }

    /// A key that is stolen while the region is cut off: its signature is valid by all that is known, and comes too late.
    @Test func aSignatureThatComesLater() async throws {
        let (rig, region) = try self.rig()
        let second = SigningKey()
        try region.publish(
            [("bench", Rig.key.verifyingKey), ("second", second.verifyingKey)],
            policy: #"{"default":{"approvals":2}}"#, at: Rig.start)
        await rig.control.open()
        await settle(rig)
        #expect(view(rig, "second")?.withheld == .unsealed)
        rig.advance(seconds: Self.day)
        await rig.control.lookAtTrust()
        for name in ["a.mov", "b.mov"] {
            let path = rig.bench["media/\(name).seal.json"]
            var seal = try SignedSeal(json: rig.bench.read("media/\(name).seal.json"))
            try seal.envelope.sign(with: second)
            try Data(seal.envelope.json).write(to: URL(fileURLWithPath: path))
        }
        let library = await rig.control.preparation.library
        guard case .trustExpired? = library.find("b.mov", category: nil).verdict.withheld else {
            Issue.record("\(library.find("b.mov", category: nil).verdict)")
            return
        }
        try region.publish(nil, at: await rig.control.unixSecond)
        await settle(rig)
        #expect(library.find("b.mov", category: nil).verdict.isAccepted)
    }

    /// A key's time begins: on its second, without anybody doing anything.
    @Test func aKeyThatBegins() async throws {
        let (rig, region) = try self.rig()
        try region.publish([("bench", Rig.key.verifyingKey)], from: "2026-11-22T04:00:30Z", at: Rig.start)
        await rig.control.open()
        await settle(rig)
        #expect(view(rig, "second")?.withheld == .unsealed)
        rig.advance(seconds: 29)
        await rig.control.lookAtTrust()
        #expect(view(rig, "second")?.withheld == .unsealed)
        rig.advance(seconds: 1)
        await rig.control.lookAtTrust()
        #expect(view(rig, "second")?.withheld == nil)
    }

    /// A key's time is over: what it has signed by then goes on counting.
    @Test func aKeyThatEnds() async throws {
        let (rig, region) = try self.rig()
        try region.publish([("bench", Rig.key.verifyingKey)], until: "2026-11-22T04:00:30Z", at: Rig.start)
        await rig.control.open()
        await settle(rig)
        rig.advance(seconds: 40)
        await rig.control.lookAtTrust()
        #expect(view(rig, "second")?.withheld == nil)
    }

    /// A broken or hostile repository changes nothing but alarms.
    @Test func aRepositoryThatBreaks() async throws {
        let (rig, _) = try self.rig()
        await rig.control.open()
        await settle(rig)
        let kept = rig.bench.read("data/trust/in-force.json")
        let publications = rig.publications
        rig.bench.write("{}", to: "region/timestamp.json")
        await settle(rig)
        let raised = try #require(alarm(rig, .trustRepository))
        #expect(raised.severity == .warning && raised.text.contains("timestamp is not what it should be"))
        try FileManager.default.removeItem(atPath: rig.bench["region"])
        await settle(rig)
        #expect(alarm(rig, .trustRepository)?.severity == .notice)
        #expect(rig.bench.read("data/trust/in-force.json") == kept && rig.publications == publications)
        // What is kept does not count when it is not what it was.
        rig.bench.write(String(decoding: kept, as: UTF8.self).replacing("A", with: "B"), to: "data/trust/in-force.json")
        for _ in 0..<2 { await rig.control.lookAtTrust() }
        #expect(alarm(rig, .trust)?.text.contains("cannot be read any more") == true)
        #expect(rig.publications == publications, "the channel goes on with what it has read before")
        // After a restart there is nothing to go on with.
        let next = try rig.successorOf(configuration: Self.configuration)
        await next.control.open()
        #expect(alarm(next, .trust)?.severity == .critical)
        #expect(view(next, "second")?.withheld == .notValid)
    }

    /// Policy that this version does not understand is not put in force, and what was stays.
    @Test func aPolicyThatIsNotUnderstood() async throws {
        let (rig, region) = try self.rig()
        await rig.control.open()
        await settle(rig)
        try region.publish(nil, policy: #"{"default":{"approvals":1,"moons":2}}"#, at: Rig.start)
        await settle(rig)
        #expect(alarm(rig, .trustRepository)?.text.contains("moons") == true)
        #expect(await rig.control.trust.basis.policy.standard.approvals == 1)
        try region.publish(nil, policy: #"{"default":{"approvals":2}}"#, at: Rig.start)
        await settle(rig)
        #expect(await rig.control.trust.basis.policy.standard.approvals == 2)
        #expect(alarm(rig, .trustRepository) == nil)
    }
}
