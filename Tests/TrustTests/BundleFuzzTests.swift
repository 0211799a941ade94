import ExchangeBundles
import Foundation
import Testing
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Bundles with bytes changed, cut out and put in at random: nothing falls over, and what is called whole is what was packed.
@Suite struct BundleFuzzTests {
    private static let key = SigningKey()

    /// Two small "media" with seals and a subtitle, packed as one file.
    private func bundle(_ bench: Workbench) throws -> [UInt8] {
        var inputs: [BundlePacker.Input] = []
        for (name, size) in [("a.ts", 3_000), ("b.ts", 70_000)] {
            let bytes = noise(size, seed: UInt64(size))
            try bench.write(bytes, to: name)
            var hasher = VerityHasher()
            bytes.withUnsafeBytes { hasher.update($0) }
            let tree = hasher.finish()
            var signed = SignedSeal(
                SealStatement(
                    name: name, size: Int64(size), sha256: SHA256Stream.digest(of: bytes), verityDigest: tree.digest,
                    serial: name, sealedAt: .init(nanoseconds: 0),
                    technical: TechnicalFacts(
                        container: "mpegts", duration: nil, isStill: true, video: nil, audio: [], startTimecode: nil)))
            try signed.envelope.sign(with: Self.key)
            try bench.write(signed.envelope.json, to: name + ".seal.json")
            try bench.write(tree.encoded, to: name + ".seal.tree")
            for (ending, role) in [("", .media), (".seal.json", .seal), (".seal.tree", .tree)]
                as [(String, BundleManifest.Role)]
            {
                inputs.append(
                    BundlePacker.Input(
                        source: bench.path(name + ending), path: "news/" + name + ending, role: role,
                        of: role == .media ? nil : "news/" + name))
            }
        }
        _ = try BundlePacker(key: Self.key, note: nil).pack(inputs, to: bench.path("b.tar"), asFolder: false)
        return try bench.read("b.tar")
    }

    @Test func mutatedBundlesNeverPassForOthers() throws {
        let bench = try Workbench()
        let whole = try bundle(bench)
        let desks = TrustedDesks(entries: [
            TrustedDesks.Entry(desk: Desk(name: "d", country: "KZ", keyPath: ""), key: Self.key.verifyingKey)
        ])
        let inspector = BundleInspector(basis: TrustBasis(desks: desks, policy: TrustPolicy()), region: nil)
        func digests(_ bundle: ExchangeBundles.Bundle) -> [String] { bundle.manifest.files.map(\.sha256) }
        let original = try ExchangeBundles.Bundle(bench.path("b.tar"))
        #expect(inspector.inspect(original).allSatisfy { $0.state == .whole })
        let sums = digests(original)
        let random = noise(12 * 2_000, seed: 11)
        var (refused, opened, passed) = (0, 0, 0)
        for round in 0..<2_000 {
            let dice = random[(round * 12)..<(round * 12 + 12)].map { Int($0) }
            var bytes = whole
            // Half of them near the beginning, where headers and the manifest are.
            let span = dice[0] < 128 ? min(bytes.count, 6_000) : bytes.count
            let place = (dice[1] << 16 | dice[2] << 8 | dice[3]) % span
            switch dice[4] % 5 {
            case 0: bytes[place] = UInt8(dice[5])
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + dice[5]))
            case 2: bytes.insert(contentsOf: whole.prefix(dice[5] * 4), at: place)
            case 3: bytes.removeSubrange(place...)
            default:
                for offset in 0..<min(dice[5], bytes.count - place) { bytes[place + offset] &+= UInt8(dice[6]) }
            }
            try bench.write(bytes, to: "m.tar")
            let found: ExchangeBundles.Bundle
            do { found = try ExchangeBundles.Bundle(bench.path("m.tar")) } catch {
                refused += 1
                continue
            }
            opened += 1
            guard !inspector.senders(of: found).isEmpty else { continue }
            for item in inspector.inspect(found) where item.state == .whole { passed += 1 }
            // A manifest that its signer vouches for is the one that was signed.
            #expect(digests(found) == sums)
        }
        #expect(refused > 500 && opened > 100 && passed > 50, "\(refused) refused, \(opened) opened, \(passed) whole")
    }
}
