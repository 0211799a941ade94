import Foundation
import Testing
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

@Suite struct SealInspectorTests {
    let bench: Workbench
    let key = SigningKey()
    let bytes = noise(200_000, seed: 9)
    let inspector: SealInspector
    /// A whole second: seals know no finer.
    static let end: Int64 = 1_800_000_000_000_000_000

    init() throws {
        bench = try Workbench()
        try bench.write(Array(key.verifyingKey.pem.utf8), to: "desk.pub")
        let desks = TrustedDesks(reading: [Desk(name: "desk", country: "KZ", keyPath: bench.path("desk.pub"))])
        #expect(desks.problems.isEmpty)
        inspector = SealInspector(desks: desks, policy: TrustPolicy())
        try bench.write(bytes, to: "media")
        try seal()
    }

    func seal(signer: SigningKey? = nil) throws {
        let digests = try MediaDigests.read(bench.path("media"))
        var statement = PolicyTests.seal(territories: ["KZ"], notAfter: Self.end)
        statement.size = digests.tree.size
        statement.sha256 = digests.sha256
        statement.verityDigest = digests.tree.digest
        var signed = SignedSeal(statement)
        try signed.envelope.sign(with: signer ?? key)
        try SmallFile.replace(SealPaths(media: bench.path("media")).seal, with: signed.envelope.json)
        try SmallFile.replace(SealPaths(media: bench.path("media")).tree, with: digests.tree.encoded)
    }

    func look(region: String? = nil, at nanoseconds: Int64? = nil) -> SealInspection {
        inspector.inspect(
            media: bench.path("media"), region: region, at: nanoseconds.map { TAIInstant(nanoseconds: $0) })
    }

    @Test func aSealedFileIsAcceptedAndProven() throws {
        let inspection = look(region: "KZ", at: Self.end - 1)
        #expect(inspection.verdict.isAccepted)
        #expect(inspection.approvals.map(\.desk) == ["desk"])
        let seal = try #require(inspection.seal)
        var read: [Int64] = []
        let verdict = SealInspector.proveWhole(media: bench.path("media"), seal: seal) {
            read.append($0)
            return true
        }
        #expect(verdict == nil)
        #expect(read.last == 200_000)
    }

    @Test func circumstancesAreLookedAt() {
        #expect(look(region: "UZ").verdict.withheld == .wrongTerritory(region: "UZ", allowed: ["KZ"]))
        #expect(look(at: Self.end).verdict.withheld == .expired(TAIInstant(nanoseconds: Self.end)))
    }

    @Test func oneChangedByteIsFoundByReadingAll() throws {
        let seal = try #require(look().seal)
        var spoilt = bytes
        spoilt[140_000] ^= 1
        try bench.write(spoilt, to: "media")
        #expect(look().verdict.isAccepted, "inspecting does not read the media")
        let verdict = SealInspector.proveWhole(media: bench.path("media"), seal: seal)
        #expect(
            verdict == .altered("altered after sealing: block 2, from byte 131072, is not the sealed one"))
    }

    @Test func anotherSizeIsFoundWithoutReading() throws {
        try bench.write(bytes + [0], to: "media")
        #expect(look().verdict.withheld == .altered("altered after sealing: 200001 bytes, sealed with 200000"))
    }

    @Test func strangersDoNotCount() throws {
        try seal(signer: SigningKey())
        #expect(look().verdict.withheld == .notEnoughApprovals(have: 0, need: 1))
        #expect(look().signatures.count == 1)
    }

    @Test func everythingThatCanBeMissingIsNamed() throws {
        let paths = SealPaths(media: bench.path("media"))
        #expect(inspector.inspect(media: bench.path("nowhere")).verdict.withheld == .missing)
        #expect(
            inspector.inspect(media: bench.folder.path).verdict.withheld == .unreadable("not a regular file"))
        try FileManager.default.removeItem(atPath: paths.tree)
        guard case .damagedSeal = look().verdict.withheld else {
            Issue.record("accepted without its leaves")
            return
        }
        try bench.write(Array("{}".utf8), to: "media.seal.json")
        #expect(look().verdict.withheld == .damagedSeal("not a DSSE envelope"))
        try bench.write([UInt8](repeating: 0x20, count: 2 << 20), to: "media.seal.json")
        #expect(look().verdict.withheld == .damagedSeal("cannot be read: too large to be one"))
        try FileManager.default.removeItem(atPath: paths.seal)
        #expect(look().verdict.withheld == .unsealed)
    }

    @Test func aChangedStatementIsNotSigned() throws {
        let path = SealPaths(media: bench.path("media")).seal
        let signed = try #require(try SignedSeal.load(path))
        var statement = signed.statement
        statement.territories = []
        let forged = DSSEEnvelope(
            payloadType: signed.envelope.payloadType, payload: statement.json, signatures: signed.envelope.signatures)
        try SmallFile.replace(path, with: forged.json)
        #expect(look().verdict.withheld == .notEnoughApprovals(have: 0, need: 1))
    }

    @Test func desksThatCannotBeTrustedAreNamed() throws {
        try bench.write(Array("no key".utf8), to: "bad.pub")
        let desks = TrustedDesks(reading: [
            Desk(name: "a", country: "KZ", keyPath: bench.path("desk.pub")),
            Desk(name: "b", country: "UZ", keyPath: bench.path("desk.pub")),
            Desk(name: "c", country: "KG", keyPath: bench.path("bad.pub")),
            Desk(name: "d", country: "KG", keyPath: bench.path("nowhere.pub")),
        ])
        #expect(desks.entries.map(\.desk.name) == ["a"])
        #expect(desks.problems.count == 3)
        #expect(desks.problems[0].description == "desk b: its key is also the key of desk a")
    }

    @Test func filesAreReplacedWholeAndKeysAreNeverReplaced() throws {
        try SmallFile.replace(bench.path("f"), with: [1, 2, 3])
        try SmallFile.replace(bench.path("f"), with: [4])
        #expect(try bench.read("f") == [4])
        #expect(throws: SmallFile.Failure.self) { try SmallFile.create(bench.path("f"), with: [5], mode: 0o600) }
        #expect(try bench.read("f") == [4])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).allSatisfy { !$0.hasSuffix("tmp") })
        try SmallFile.create(bench.path("secret"), with: [1], mode: 0o600)
        let mode = try FileManager.default.attributesOfItem(atPath: bench.path("secret"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
