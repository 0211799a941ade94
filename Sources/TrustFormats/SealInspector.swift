import Glibc
import Timecode
import Trust
import TrustCrypto
import TrustDigest

/// Looks at media files the way air will: is it there, is it sealed, by enough desks, for here and now.
///
/// `inspect` reads the seal and the leaves, never the media itself: a few hundred microseconds a file. That the bytes are
/// the sealed ones is proven by `proveBytes` before air, and block by block while the item airs.
package struct SealInspector: Sendable {
    package let basis: TrustBasis

    package init(_ basis: TrustBasis) { self.basis = basis }

    package init(desks: TrustedDesks, policy: TrustPolicy) {
        self.init(TrustBasis(desks: desks, policy: policy))
    }

    /// The verdict on one file, as far as it can be had without reading the media.
    ///
    /// - Parameters:
    ///   - media: absolute path.
    ///   - category: the event's category; `nil` when it has none.
    ///   - region: where it would air; `nil` leaves territories out.
    ///   - instant: when it would start; `nil` leaves the rights window out.
    ///   - recalledIn: region for recalls, where `region` is left out; without either, a recall for any place is one.
    ///   - admitted: by whose keys a seal (its digest) was approved while the trust metadata were fresh; past their end no
    ///     other approval counts.
    package func inspect(
        media: String, category: String? = nil, region: String? = nil, at instant: TAIInstant? = nil,
        recalledIn: String? = nil, admitted: (String) -> Set<String> = { _ in [] }
    ) -> SealInspection {
        let paths = SealPaths(media: media)
        var inspection = SealInspection(paths: paths)
        let size: Int64
        do throws(VerifiedFileError) {
            let (descriptor, actual) = try VerifiedFile.openRegular(media)
            close(descriptor)
            size = actual
        } catch .missing {
            return inspection.withheld(.missing)
        } catch {
            return inspection.withheld(.unreadable(error.description))
        }
        do throws(SealProblem) {
            guard let signed = try SignedSeal.load(paths.seal) else { return inspection.withheld(.unsealed) }
            inspection.seal = signed.statement
            inspection.signatures = signed.envelope.signatures.map(\.keyID)
            inspection.digest = Hexadecimal.encode(SHA256Stream.digest(of: signed.envelope.payload))
            judge(signed, category: category, region: region ?? recalledIn, &inspection)
        } catch {
            return inspection.withheld(.damagedSeal(error.description))
        }
        guard let seal = inspection.seal else { return inspection.withheld(.unsealed) }
        if let recalled = inspection.recall?.withheld { return inspection.withheld(recalled) }
        inspection.verdict = verdict(on: seal, inspection, category: category, region: region, at: instant, admitted)
        guard inspection.verdict.isAccepted else { return inspection }
        if size != seal.size { return inspection.withheld(.altered(Self.sizes(size, seal))) }
        do throws(VerifiedFileError) {
            _ = try VerityTree.load(path: paths.tree, size: seal.size, digest: seal.verityDigest)
        } catch {
            return inspection.withheld(.damagedSeal(error.description))
        }
        return inspection
    }

    /// The policy's verdict, of which nothing new is admitted while the metadata that it rests on are past their end.
    private func verdict(
        on seal: SealStatement, _ inspection: SealInspection, category: String?, region: String?,
        at instant: TAIInstant?, _ admitted: (String) -> Set<String>
    ) -> Verdict {
        func judge(_ approvals: [Approval]) -> Verdict {
            basis.policy.verdict(
                on: seal, approvals: approvals, trustedDesks: basis.desks.entries.count, category: category,
                region: region, at: instant)
        }
        switch basis.freshness {
        case .lasting, .fresh: return judge(inspection.approvals)
        case .absent: return .withheld(.trustAbsent)
        case .expired(let since, _), .over(let since, _):
            let known = admitted(inspection.digest ?? "")
            let verdict = judge(inspection.approvals.filter { known.contains($0.keyID) })
            guard !verdict.isAccepted, judge(inspection.approvals).isAccepted else { return verdict }
            return .withheld(.trustExpired(since: since))
        }
    }

    /// Who has signed, whose signature counts, and what was said to withdraw it.
    private func judge(_ signed: SignedSeal, category: String?, region: String?, _ inspection: inout SealInspection) {
        let seal = signed.statement
        let signers = basis.desks.signers(of: signed.envelope)
        for signer in signers {
            let refusal = signer.desk.refusal(
                as: .approve, signed: seal.sealedAt, at: basis.asOf, revocation: basis.revocations.keys[signer.keyID])
            if let refusal {
                inspection.uncounted.append(.init(approval: signer.approval, refusal: refusal))
            } else {
                inspection.approvals.append(signer.approval)
            }
        }
        let approvals = signers.map(\.approval)
        let need = basis.policy.rule(event: category, seal: seal.category).approvals
        inspection.recall = basis.revocations.standing(
            of: seal, approvals: approvals, approvalsNeeded: need, region: region)
        inspection.recallEffect = basis.revocations.effect(on: seal, approvals: approvals, approvalsNeeded: need)
    }

    /// Reads the whole file and compares every block with the sealed tree; `nil` when all are the sealed ones.
    ///
    /// What air asks of an item, in `run` and in `render`: any byte that differs withholds it, whether it would be shown or
    /// not. The reading ends at the first block that differs.
    ///
    /// - Parameters:
    ///   - tree: path of the leaves.
    ///   - digest: the sealed fs-verity digest, and `size` the sealed size.
    ///   - progress: called with the bytes read so far; `false` gives up (the result is then an unreadable file).
    package static func proveBytes(
        media: String, tree: String, digest: [UInt8], size: Int64, progress: (Int64) -> Bool = { _ in true }
    ) -> Withheld? {
        do throws(VerifiedFileError) {
            try VerityTree.load(path: tree, size: size, digest: digest).prove(media, progress: progress)
            return nil
        } catch {
            switch error {
            case .missing: return .missing
            case .wrongSize, .badBlock: return .altered(error.description)
            case .treeMissing, .treeMismatch: return .damagedSeal(error.description)
            case .notRegular, .unreadable, .readFailed: return .unreadable(error.description)
            }
        }
    }

    /// Reads the whole file and compares both digests with the seal, the plain SHA-256 too; `nil` when it is the sealed one.
    ///
    /// For those who look at the seal itself: a desk that approves, `verify`, a full check.
    ///
    /// - Parameter progress: called with the bytes read so far, every 256 KiB; `false` gives up (the result is then
    ///   an unreadable file).
    package static func proveWhole(
        media: String, seal: SealStatement, progress: (Int64) -> Bool = { _ in true }
    ) -> Withheld? {
        do throws(VerifiedFileError) {
            let digests = try MediaDigests.read(media, progress: progress)
            let size = digests.tree.size
            if size != seal.size { return .altered(sizes(size, seal)) }
            guard digests.tree.digest == seal.verityDigest, digests.sha256 == seal.sha256 else {
                return .altered(place(of: digests.tree, seal: seal, media: media))
            }
            return nil
        } catch .missing {
            return .missing
        } catch {
            return .unreadable(error.description)
        }
    }

    private static func sizes(_ actual: Int64, _ seal: SealStatement) -> String {
        "altered after sealing: \(actual) bytes, sealed with \(seal.size)"
    }

    /// Where the file differs, if the leaves can tell.
    private static func place(of actual: VerityTree, seal: SealStatement, media: String) -> String {
        guard
            let sealed = try? VerityTree.load(
                path: SealPaths(media: media).tree, size: seal.size, digest: seal.verityDigest),
            let block = actual.firstBlock(differingFrom: sealed)
        else { return "altered after sealing" }
        return VerifiedFileError.badBlock(block).description
    }
}
