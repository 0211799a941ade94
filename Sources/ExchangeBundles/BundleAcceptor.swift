import Foundation
import Glibc
import Timecode
import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Takes a bundle's media into a library: copies them aside, checks every byte, co-signs, judges them as air will, and only
/// then moves them to their places. Broken off at any moment it is simply repeated.
package struct BundleAcceptor {
    package enum Outcome: Hashable, Sendable {
        case accepted
        /// It was in the library already, the same bytes; new signatures were added.
        case present
        case incomplete([String])
        case refused([String])
    }

    package struct Result: Hashable, Sendable {
        package var media: String
        package var outcome: Outcome
        /// Desks whose approvals count, ours among them.
        package var approvals: [String] = []
    }

    /// Folder in a library where bundles are copied to before they are taken in: below it a folder for each bundle.
    package static let incoming = ".qalqan-incoming"

    package let library: String
    package let basis: TrustBasis
    package let region: String?
    /// Signs what is taken in; `nil` leaves seals as they came.
    package let key: (any Signer)?
    /// Whether media of the same name with other bytes make room.
    package let replace: Bool

    package init(library: String, basis: TrustBasis, region: String?, key: (any Signer)?, replace: Bool) {
        self.library = library
        self.basis = basis
        self.region = region
        self.key = key
        self.replace = replace
    }

    /// Takes in what is whole. Throws when the bundle as a whole cannot be taken.
    package func accept(_ bundle: Bundle, progress: (Int64) -> Void = { _ in }) throws(BundleProblem) -> [Result] {
        let made = TAIInstant(utc: bundle.manifest.createdAt) ?? TAIInstant(nanoseconds: .max)
        guard !basis.approvals(of: bundle.signed.envelope, as: .approve, signed: made).isEmpty else {
            throw BundleProblem("\(bundle.path): its manifest is not signed by a desk that this channel trusts")
        }
        let stage = try BundleStage(library: library, serial: bundle.manifest.serial)
        try stage.makeRoom(for: bundle)
        var results: [Result] = []
        for media in bundle.manifest.media { results.append(take(media, of: bundle, stage, progress)) }
        if results.allSatisfy({ $0.outcome == .accepted || $0.outcome == .present }) { stage.remove() }
        return results
    }

    private func take(
        _ media: BundleManifest.File, of bundle: Bundle, _ stage: BundleStage, _ progress: (Int64) -> Void
    ) -> Result {
        let files = bundle.manifest.files(of: media)
        var (missing, wrong): ([String], [String]) = ([], [])
        for file in files {
            do throws(BundleProblem) {
                let there = try stage.copy(file, of: bundle, progress)
                if there < file.size { missing.append("\(file.path): \(there) of \(file.size) bytes are there") }
            } catch { wrong.append(error.description) }
        }
        guard wrong.isEmpty else { return Result(media: media.path, outcome: .refused(wrong + missing)) }
        guard missing.isEmpty else { return Result(media: media.path, outcome: .incomplete(missing)) }
        do throws(BundleProblem) {
            let approvals = try judge(media, stage)
            let moved = try stage.install(files, into: library, replace: replace)
            return Result(
                media: media.path, outcome: moved ? .accepted : .present, approvals: approvals.map(\.desk))
        } catch { return Result(media: media.path, outcome: .refused([error.description])) }
    }

    /// Co-signs the copy's seal and asks of the copy what the channel asks of its media.
    private func judge(_ media: BundleManifest.File, _ stage: BundleStage) throws(BundleProblem) -> [Approval] {
        let path = stage.path(media)
        let paths = SealPaths(media: path)
        do throws(SealProblem) {
            guard var signed = try SignedSeal.load(paths.seal) else { throw SealProblem(Withheld.unsealed.description) }
            guard Hexadecimal.encode(signed.statement.sha256) == media.sha256 else {
                throw SealProblem("its seal is another file's")
            }
            // A seal of the library over the same statement keeps its signatures.
            let known = (try? SignedSeal.load(SealPaths(media: library + "/" + media.path).seal)) ?? nil
            if let known { signed.envelope.adoptSignatures(of: known.envelope) }
            var isChanged = known != nil
            if let key, !signed.envelope.isSigned(by: key.verifyingKey) {
                do throws(KeyError) { try signed.envelope.sign(with: key) } catch {
                    throw SealProblem(error.description)
                }
                isChanged = true
            }
            if isChanged {
                do throws(SmallFile.Failure) { try SmallFile.replace(paths.seal, with: signed.envelope.json) } catch {
                    throw SealProblem("its seal cannot be written: \(error.text)")
                }
            }
            // The bytes were hashed on their way here, and their SHA-256 is the sealed one: what is left is leaves and policy.
            let inspection = SealInspector(basis).inspect(media: path, region: region)
            if let withheld = inspection.verdict.withheld { throw SealProblem(withheld.description) }
            if let problem = SealInspector.proveBytes(
                media: path, tree: paths.tree, digest: signed.statement.verityDigest, size: signed.statement.size)
            {
                throw SealProblem(problem.description)
            }
            return inspection.approvals
        } catch { throw BundleProblem("\(media.path): \(error.description)") }
    }
}
