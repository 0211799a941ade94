import Foundation
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// A small sealed file whose bytes, seal and leaves are spoilt one at a time; what was signed is known.
final class SealedSample {
    let folder: URL
    let paths: SealPaths
    let bytes: [UInt8]
    let signed: SignedSeal
    let tree: VerityTree
    let inspector: SealInspector
    let key = SigningKey()

    init(size: Int) throws {
        folder = try Workshop.scratch("mutants")
        paths = SealPaths(media: folder.appendingPathComponent("media.mov").path)
        var random = Seeded(UInt64(size))
        var bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        // A stretch of zeros, as real files have, which a hole would equal.
        if size > 140_000 { bytes.replaceSubrange(65_536..<131_072, with: repeatElement(0, count: 65_536)) }
        self.bytes = bytes
        try Data(bytes).write(to: URL(fileURLWithPath: paths.media))
        let digests = try MediaDigests.read(paths.media)
        tree = digests.tree
        let statement = SealStatement(
            name: "media.mov", size: digests.tree.size, sha256: digests.sha256, verityDigest: digests.tree.digest,
            serial: "5f0e", sealedAt: TAIInstant(nanoseconds: 1_795_323_637_000_000_000),
            origin: SealStatement.Origin(desk: "newsroom", country: "KZ"), category: "news", languages: ["kk", "ru"],
            territories: ["KZ", "UZ-TK"], notBefore: TAIInstant(nanoseconds: 1_700_000_037_000_000_000),
            notAfter: TAIInstant(nanoseconds: 1_900_000_037_000_000_000), disclosure: .digitalCapture,
            loudness: Loudness(integratedHundredths: -2304, truePeakHundredths: 5),
            technical: TechnicalFacts(
                container: "mov", duration: Ratio(3003, 1000), isStill: false,
                video: TechnicalFacts.Video(
                    codec: "h264", width: 720, height: 576, sampleAspect: Ratio(64, 45)!, rate: .fps25,
                    scan: .progressive, pictures: 90),
                audio: [TechnicalFacts.Audio(codec: "aac", sampleRate: 48_000, channels: 2, language: "kaz")],
                startTimecode: "10:00:00:00"))
        var signed = SignedSeal(statement)
        try signed.envelope.sign(with: key)
        self.signed = signed
        inspector = SealInspector(
            desks: TrustedDesks(entries: [
                TrustedDesks.Entry(
                    desk: Desk(name: "newsroom", country: "KZ", keyPath: "newsroom.pub"), key: key.verifyingKey)
            ]), policy: TrustPolicy())
        try restore()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func restore() throws {
        try write(bytes, to: paths.media)
        try write(signed.envelope.json, to: paths.seal)
        try write(tree.encoded, to: paths.tree)
    }

    func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    /// What the channel makes of the three files: the statement it would air by, when it would air them.
    func accepted() -> SealStatement? {
        let inspection = inspector.inspect(media: paths.media)
        guard inspection.verdict.isAccepted, let seal = inspection.seal else { return nil }
        let withheld = SealInspector.proveBytes(
            media: paths.media, tree: paths.tree, digest: seal.verityDigest, size: seal.size)
        return withheld == nil ? seal : nil
    }
}
