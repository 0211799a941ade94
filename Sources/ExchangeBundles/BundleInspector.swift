import Trust
import TrustCrypto
import TrustDigest
import TrustFormats

/// Reads a bundle through and says what is in it. Writes nothing, anywhere.
package struct BundleInspector {
    /// Whom to trust and what to ask; `nil` looks at bytes alone.
    package let basis: TrustBasis?
    /// Region whose rights are asked for; `nil` leaves them out.
    package let region: String?

    package init(basis: TrustBasis?, region: String?) {
        self.basis = basis
        self.region = region
    }

    /// The desks of the basis that have signed the manifest.
    package func senders(of bundle: Bundle) -> [Approval] { basis?.desks.approvals(of: bundle.signed.envelope) ?? [] }

    /// - Parameter progress: called with bytes as they are read.
    package func inspect(_ bundle: Bundle, progress: (Int64) -> Void = { _ in }) -> [BundleItem] {
        bundle.manifest.media.map { item($0, of: bundle, progress) }
    }

    private func item(_ media: BundleManifest.File, of bundle: Bundle, _ progress: (Int64) -> Void) -> BundleItem {
        let files = bundle.manifest.files(of: media)
        var item = BundleItem(media: media, files: files, state: .whole)
        var (missing, wrong): ([String], [String]) = ([], [])
        var tree: VerityTree?
        for file in files {
            do throws(BundleProblem) {
                var digests = FileDigests(c4: false)
                var hasher = VerityHasher()
                let there = try bundle.pass(file) { buffer throws(BundleProblem) in
                    digests.update(buffer)
                    if file.role == .media { hasher.update(buffer) }
                    progress(Int64(buffer.count))
                }
                if there < file.size {
                    missing.append("\(file.path): \(there) of \(file.size) bytes are there")
                } else if Hexadecimal.encode(digests.finish().sha256) != file.sha256 {
                    wrong.append("\(file.path): altered: not the bytes that the manifest speaks of")
                } else if file.role == .media {
                    tree = hasher.finish()
                }
            } catch { wrong.append(error.description) }
        }
        if wrong.isEmpty, missing.isEmpty, let tree { wrong = judge(&item, of: bundle, tree) }
        if !wrong.isEmpty {
            item.state = .refused(wrong + missing)
        } else if !missing.isEmpty {
            item.state = .incomplete(missing)
        }
        return item
    }

    /// What the seal says against the media, and the receiver's policy against the seal.
    private func judge(_ item: inout BundleItem, of bundle: Bundle, _ tree: VerityTree) -> [String] {
        let path = item.media.path
        do throws(BundleProblem) {
            guard let file = item.files.first(where: { $0.role == .seal }), let bytes = try bundle.bytes(of: file)
            else {
                return ["\(path): without its seal"]
            }
            let signed: SignedSeal
            do throws(SealProblem) { signed = try SignedSeal(json: bytes) } catch {
                return ["\(file.path): \(error.description)"]
            }
            item.seal = signed.statement
            item.signatures = signed.envelope.signatures.map(\.keyID)
            guard Hexadecimal.encode(signed.statement.sha256) == item.media.sha256,
                signed.statement.verityDigest == tree.digest, signed.statement.size == item.media.size
            else { return ["\(path): its seal is another file's"] }
            guard let leaves = item.files.first(where: { $0.role == .tree }),
                leaves.sha256 == Hexadecimal.encode(SHA256Stream.digest(of: tree.encoded))
            else { return ["\(path): its hash tree is another file's"] }
            guard let basis else { return [] }
            let seal = signed.statement
            let approvals = basis.approvals(of: signed.envelope, as: .approve, signed: seal.sealedAt)
            item.approvals = approvals
            let recall = basis.revocations.standing(
                of: seal, approvals: basis.desks.approvals(of: signed.envelope),
                approvalsNeeded: basis.policy.rule(event: nil, seal: seal.category).approvals, region: region)
            if let recalled = recall?.withheld { return ["\(path): \(recalled.description)"] }
            let verdict = basis.policy.verdict(
                on: seal, approvals: approvals, trustedDesks: basis.desks.entries.count, category: nil,
                region: region, at: nil)
            return verdict.withheld.map { ["\(path): \($0.description)"] } ?? []
        } catch { return [error.description] }
    }
}
