import Foundation
import Testing

@testable import TrustRepository

/// Our client against repositories that python-tuf makes: honest ones are followed, every attack has its verdict, and what was
/// trusted stays trusted.
@Suite("Repositories that attack")
struct RepositoryAttackTests {
    /// 2026-11-22T05:00:00Z, as in `Tests/Fixtures/tuf/repositories.py`.
    static let now: Int64 = 1_795_323_600

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"

    let bench: Workbench

    init() throws { bench = try Workbench() }

    private func make(_ name: String) throws {
        let made = try bench.run(
            Self.python, "-B", Self.root + "/Tests/Fixtures/tuf/repositories.py", bench.path("r"), name)
        try #require(made.status == 0, "\(made.output)")
    }

    private func updater(_ state: String) throws -> TrustUpdater {
        TrustUpdater(
            pinned: try bench.read("r/root.json"), addresses: [.folder(bench.path("r/" + state))],
            folder: TrustFolder(path: bench.path("trust")))
    }

    private func update(_ state: String, at second: Int64 = now) throws -> RepositoryProblem? {
        try updater(state).update(clock: second).outcomes[0].problem
    }

    private func versions() throws -> [MetadataRole: Int64] {
        let bundle = try #require(try TrustFolder(path: bench.path("trust")).readBundle())
        return try RegionTrust(bundle, pinned: try bench.read("r/root.json")).roles.mapValues(\.version)
    }

    /// The kind of a problem, without what it is about.
    private static func kind(_ problem: RepositoryProblem?) -> String {
        problem.map { String("\(Mirror(reflecting: $0).children.first?.label ?? "notFound")") } ?? "accepted"
    }

    @Test(arguments: [
        ("honest", "accepted", ""), ("nothing_new", "accepted", ""),
        ("rotated_timestamp_key", "accepted", ""), ("rotated_root_key", "accepted", ""),
        ("fast_forward", "accepted", ""),
        ("rollback_timestamp", "rolledBack", "timestamp"), ("rollback_snapshot", "rolledBack", "snapshot"),
        ("rollback_targets", "rolledBack", "targets"), ("removed_targets", "notListed", "targets.json"),
        ("fast_forward_kept", "rolledBack", "timestamp"),
        ("mix_and_match", "altered", "targets"), ("mixed_snapshot", "altered", "snapshot"),
        ("endless_timestamp", "tooLarge", "timestamp"), ("endless_root", "tooLarge", "root"),
        ("endless_snapshot", "tooLarge", "snapshot"), ("deep", "malformed", "timestamp"),
        ("target_altered", "altered", "desks.json"), ("target_endless", "tooLarge", "desks.json"),
        ("target_gone", "notFound", "desks.json"), ("snapshot_missing", "notFound", "snapshot"),
        ("wrong_key", "notEnoughSignatures", "timestamp"), ("old_timestamp_key", "notEnoughSignatures", "timestamp"),
        ("below_threshold", "notEnoughSignatures", "targets"), ("duplicate_signer", "notEnoughSignatures", "targets"),
        ("duplicate_signature", "malformed", "two signatures"), ("duplicate_json_key", "malformed", "twice"),
        ("foreign_root", "notEnoughSignatures", "root 2"), ("root_not_by_itself", "notEnoughSignatures", "root 2"),
        ("skipped_root", "wrongVersion", "root"), ("no_spec", "malformed", "specification"),
        ("expired_root", "expired", "root"), ("expired_timestamp", "expired", "timestamp"),
        ("expired_snapshot", "expired", "snapshot"), ("expired_targets", "expired", "targets"),
    ])
    func everyAttackHasItsVerdict(name: String, verdict: String, about: String) throws {
        try make(name)
        #expect(try update("before") == nil)
        let before = try versions()
        let kept = try bench.read("trust/in-force.json")
        let problem = try update("after")
        #expect(Self.kind(problem) == verdict, "\(problem.map { "\($0)" } ?? "accepted")")
        if verdict == "accepted" {
            let after = try versions()
            #expect(name == "nothing_new" ? after == before : after != before)
            #expect(try update("after") == nil, "once more")
        } else {
            #expect(problem?.description.contains(about) == true, "\(problem.map { "\($0)" } ?? "")")
            #expect(try bench.read("trust/in-force.json") == kept, "what is in force stays")
            // A repository that has come to itself is followed again, unless somebody else's root came in.
            #expect(try versions() == before)
        }
    }

    /// Nothing new comes, and time goes by: no lie is needed to freeze a channel, and it is found all the same.
    @Test func freeze() throws {
        try make("nothing_new")
        #expect(try update("before") == nil)
        let end = Self.now + 86_400
        #expect(try update("after", at: end - 1) == nil)
        #expect(try update("after", at: end) == .expired("timestamp", at: end))
    }

    /// What was in force is read from the pinned root on, each time: a byte that changed on disk is found.
    @Test func whatIsKeptProvesItself() throws {
        try make("rotated_root_key")
        #expect(try update("after") == nil)
        let pinned = try bench.read("r/root.json")
        let good = try #require(try TrustFolder(path: bench.path("trust")).readBundle())
        #expect(good.roots.count == 2)
        #expect(try RegionTrust(good, pinned: pinned).roles[.root]?.version == 3)
        var broken = good
        broken.files["desks.json"] = Array(#"{"desks":[]}"#.utf8)
        #expect(throws: RepositoryProblem.self) { try RegionTrust(broken, pinned: pinned) }
        broken = good
        broken.roots.removeFirst()
        #expect(throws: RepositoryProblem.self) { try RegionTrust(broken, pinned: pinned) }
        broken = good
        broken.timestamp[broken.timestamp.count / 2] ^= 1
        #expect(throws: RepositoryProblem.self) { try RegionTrust(broken, pinned: pinned) }
        broken = good
        broken.files["more.json"] = []
        #expect(throws: RepositoryProblem.self) { try RegionTrust(broken, pinned: pinned) }
    }

    /// Bytes changed at random, in every file: refused, or of the same meaning (white space, an unused signature).
    @Test func mutations() throws {
        try make("honest")
        let folder = FolderFetcher(path: bench.path("r/before"))
        func file(_ name: String) throws -> [UInt8] { try folder.fetch([name], most: 1 << 20) }
        let (root, timestamp) = (try file("1.root.json"), try file("timestamp.json"))
        let (snapshot, targets) = (try file("3.snapshot.json"), try file("3.targets.json"))
        var good = try TrustedMetadata(pinned: root)
        try good.take(timestamp: timestamp, at: Self.now)
        try good.take(snapshot: snapshot, at: Self.now)
        try good.take(targets: targets, at: Self.now)
        let meaning = [root, timestamp, snapshot, targets].map { try? MetadataFile($0, "it").signedBytes }
        var seed = UInt64(20_261_122)
        func random(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % UInt64(below))
        }
        var accepted = 0
        for round in 0..<4000 {
            var files = [root, timestamp, snapshot, targets]
            let index = round % 4
            for _ in 0...random(3) {
                let place = random(files[index].count)
                switch random(4) {
                case 0: files[index][place] ^= UInt8(1 << random(8))
                case 1: files[index].remove(at: place)
                case 2: files[index].insert(UInt8(random(256)), at: place)
                default: files[index].removeSubrange(place..<min(place + 1 + random(40), files[index].count))
                }
            }
            guard files != [root, timestamp, snapshot, targets], var trusted = try? TrustedMetadata(pinned: files[0]),
                (try? trusted.take(timestamp: files[1], at: Self.now)) != nil,
                (try? trusted.take(snapshot: files[2], at: Self.now)) != nil,
                (try? trusted.take(targets: files[3], at: Self.now)) != nil
            else { continue }
            accepted += 1
            let own = [
                trusted.root.file, trusted.timestamp?.file, trusted.snapshot?.file, trusted.targets?.file,
            ].map { $0?.signedBytes }
            #expect(own == meaning, "round \(round)")
        }
        #expect(accepted < 400, "\(accepted) of 4000: white space is a small part of a file")
    }

    /// Of several addresses the newest metadata win, and one that is behind does no harm.
    @Test func addressesInOrder() throws {
        try make("honest")
        func update(_ states: [String]) throws -> [String] {
            let updater = TrustUpdater(
                pinned: try bench.read("r/root.json"), addresses: states.map { .folder(bench.path("r/" + $0)) },
                folder: TrustFolder(path: bench.path("trust")))
            return try updater.update(clock: Self.now).outcomes.map { Self.kind($0.problem) }
        }
        #expect(try update(["nowhere", "before"]) == ["unreachable", "accepted"])
        let first = try versions()
        #expect(try update(["before", "after"]) == ["accepted", "accepted"])
        #expect(try versions()[.timestamp] == (first[.timestamp] ?? 0) + 1)
        #expect(try update(["before", "after"]) == ["rolledBack", "accepted"])
    }

    /// A clock that is set back after a synchronised one has passed the end does not make the metadata young again.
    @Test func aClockThatIsSetBack() throws {
        try make("nothing_new")
        #expect(try update("before") == nil)
        let folder = TrustFolder(path: bench.path("trust"))
        let end = Self.now + 86_400
        var memory = TrustMemory(folder.time)
        #expect(memory.time(clock: Self.now, timestamp: 3) == Self.now)
        memory.note(clock: end + 10, isSynchronised: true, timestamp: 3, until: end + 100)
        try memory.keep(folder.time)
        #expect(try update("after", at: Self.now) == .expired("timestamp", at: end))
        #expect(TrustMemory(folder.time).time(clock: Self.now, timestamp: 3) == end + 10)
        #expect(TrustMemory(folder.time).time(clock: Self.now, timestamp: 4) == end + 10)
        // Without synchronisation it is the metadata in force alone whose time does not go back, and not beyond its hold.
        var other = TrustMemory()
        other.note(clock: end + 1_000_000, isSynchronised: false, timestamp: 3, until: end + 100)
        #expect(other.time(clock: Self.now, timestamp: 3) == end + 100)
        #expect(other.time(clock: Self.now, timestamp: 4) == Self.now)
    }
}
