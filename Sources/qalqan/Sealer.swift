import Foundation
import MediaFacts
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Seals media files: hashes, measures, signs, and writes `FILE.seal.tree` and `FILE.seal.json` beside each.
struct Sealer: Sendable {
    enum Outcome: Sendable {
        /// A new seal was written.
        case sealed(SealStatement)
        /// The seal that was there is by this key, says the same and fits the file.
        case current(SealStatement)
    }

    let key: any Signer
    let settings: SealSettings
    /// Replace seals that carry other desks' signatures.
    var replace = false
    /// Make a new seal, with a serial of its own, even where the present one is current.
    var renew = false

    /// Seals one file. Blocking.
    ///
    /// - Parameter progress: called with the bytes hashed so far.
    func seal(_ path: String, progress: (Int64) -> Void = { _ in }) throws(SealProblem) -> Outcome {
        guard !SealPaths.isSidecar(path) else { throw SealProblem("a seal, not media") }
        let paths = SealPaths(media: path)
        let before = try FileState(path)
        // A damaged seal is as good as none: it is made anew.
        let existing = (try? SignedSeal.load(paths.seal)) ?? nil
        let mine =
            !renew
            && existing.map { settings.matches($0.statement) && $0.envelope.isSigned(by: key.verifyingKey) } ?? false
        if mine, let existing, isUntouched(paths, existing.statement, before) {
            progress(before.size)
            return .current(existing.statement)
        }
        let digests = try hash(path, progress)
        if let existing, existing.statement.sha256 == digests.sha256,
            existing.statement.verityDigest == digests.tree.digest
        {
            if mine {
                try write(paths.tree, digests.tree.encoded)
                return .current(existing.statement)
            }
            let others = existing.envelope.signatures.filter { $0.keyID != key.keyID }.count
            guard others == 0 || replace else {
                throw SealProblem(
                    "its seal carries \(others) other signature\(others == 1 ? "" : "s"): "
                        + "qalqan approve adds yours, --replace makes a new seal without them")
            }
        }
        let statement = try measured(path, digests)
        guard try FileState(path) == before else {
            throw SealProblem("changed while it was being sealed: seal it again when it is finished")
        }
        var signed = SignedSeal(statement)
        do throws(KeyError) { try signed.envelope.sign(with: key) } catch { throw SealProblem(error.description) }
        try write(paths.tree, digests.tree.encoded)
        try write(paths.seal, signed.envelope.json)
        return .sealed(statement)
    }

    private func hash(_ path: String, _ progress: (Int64) -> Void) throws(SealProblem) -> MediaDigests {
        do throws(VerifiedFileError) {
            return try MediaDigests.read(path) {
                progress($0)
                return true
            }
        } catch { throw SealProblem(error.description) }
    }

    private func measured(_ path: String, _ digests: MediaDigests) throws(SealProblem) -> SealStatement {
        let measurement: MediaMeasurement
        do throws(MediaProblem) {
            measurement = try MediaProbe.measure(path: path)
        } catch { throw SealProblem(error.description) }
        let now = LeapSeconds.builtIn.tai(unixNanoseconds: Int64(Date().timeIntervalSince1970) * 1_000_000_000)
        var statement = SealStatement(
            name: path.split(separator: "/").last.map(String.init) ?? path, size: digests.tree.size,
            sha256: digests.sha256, verityDigest: digests.tree.digest, serial: UUID().uuidString.lowercased(),
            sealedAt: now, loudness: measurement.loudness, technical: measurement.technical)
        settings.apply(to: &statement)
        return statement
    }

    /// Whether nothing has touched the media since its leaves were written: change times cannot be set back.
    private func isUntouched(_ paths: SealPaths, _ seal: SealStatement, _ media: FileState) -> Bool {
        guard media.size == seal.size, let tree = try? FileState(paths.tree), media.changed < tree.changed else {
            return false
        }
        return (try? VerityTree.load(path: paths.tree, size: seal.size, digest: seal.verityDigest)) != nil
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws(SealProblem) {
        do throws(SmallFile.Failure) {
            try SmallFile.replace(path, with: bytes)
        } catch { throw SealProblem("\(path) cannot be written: \(error.text)") }
    }
}
