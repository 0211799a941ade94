import CLinux
import Synchronization
import Timecode
import Trust
import TrustFormats

/// What is known of the channel's media: found, judged by seal and policy, and remembered until a file changes.
///
/// Thread-safe. Looking at one file costs some hundred microseconds the first time, three `stat` calls after that.
package final class MediaLibrary: Sendable {
    package let folders: MediaFolders
    private let region: String
    private let evergreen: EvergreenMedia

    private struct Key: Hashable {
        var path: String
        var category: String?
    }

    /// The identities of media, seal and tree under which an inspection was made.
    private struct Remembered {
        var media: FileIdentity?
        var seal: FileIdentity?
        var tree: FileIdentity?
        var inspection: SealInspection
    }

    private struct State {
        var basis: TrustBasis
        /// Counts the changes of `basis`: a finding made before one is not remembered after it.
        var basisVersion: UInt64 = 0
        var admissions = SealAdmissions()
        var inspections: [Key: Remembered] = [:]
        var proofs: [String: MediaProof] = [:]
        var proofVersion: UInt64 = 0
    }

    /// Inspections remembered at most; beyond it all are forgotten and made afresh as needed.
    private static let mostRemembered = 50_000

    private let state: Mutex<State>

    package init(folders: [String], basis: TrustBasis, region: String, evergreen: EvergreenMedia = EvergreenMedia()) {
        self.evergreen = evergreen
        self.folders = MediaFolders(folders)
        self.region = region
        state = Mutex(State(basis: basis))
    }

    /// What verdicts rest on. Another one makes every file be judged anew; proofs of bytes stay, they rest on the seal.
    package var basis: TrustBasis {
        get { state.withLock { $0.basis } }
        set {
            state.withLock { state in
                guard state.basis != newValue else { return }
                state.basis = newValue
                state.basisVersion += 1
                state.inspections.removeAll()
            }
        }
    }

    /// The finding on a media name of a playlist, without rights windows (these depend on when it airs).
    package func find(_ name: String, category: String?) -> MediaFinding {
        switch folders.locate(name) {
        case .refused(let why):
            return MediaFinding(name: name, path: "", verdict: .withheld(.unreadable(why)), seal: nil)
        case .absent(let expected):
            return MediaFinding(name: name, path: expected, verdict: .withheld(.missing), seal: nil)
        case .found(let path):
            let inspection = inspect(path, category: category)
            var finding = MediaFinding(name: name, path: path, verdict: inspection.verdict, seal: inspection.seal)
            if inspection.verdict.isAccepted, !evergreen.contains(name, inspection.seal) {
                switch basis.freshness {
                case .expired(_, let end): finding.airsUntil = end
                case .over(_, let end): finding.verdict = .withheld(.holdOver(ended: end))
                case .lasting, .fresh, .absent: break
                }
            }
            finding.recall = inspection.recall
            finding.recallEffect = inspection.recallEffect
            if let seal = inspection.seal, let proof = proof(of: path, matching: seal) {
                if let altered = proof.altered {
                    if inspection.verdict.isAccepted { finding.verdict = .withheld(.altered(altered)) }
                } else {
                    finding.proof = proof
                }
            }
            return finding
        }
    }

    private func inspect(_ path: String, category: String?) -> SealInspection {
        let paths = SealPaths(media: path)
        let key = Key(path: path, category: category)
        let media = FileIdentity(path: path)
        let seal = FileIdentity(path: paths.seal)
        let tree = FileIdentity(path: paths.tree)
        let (known, basis, version) = state.withLock { ($0.inspections[key], $0.basis, $0.basisVersion) }
        if let known, known.media == media, known.seal == seal, known.tree == tree { return known.inspection }
        let inspection = SealInspector(basis).inspect(media: path, category: category, region: region) { seal in
            state.withLock { $0.admissions.keyIDs(of: seal) }
        }
        admit(inspection, basis.freshness)
        let remembered = Remembered(media: media, seal: seal, tree: tree, inspection: inspection)
        state.withLock { state in
            guard state.basisVersion == version else { return }
            if state.inspections.count >= Self.mostRemembered { state.inspections.removeAll() }
            state.inspections[key] = remembered
        }
        return inspection
    }

    // MARK: Admissions

    /// Takes note of who has approved a seal, while that can be known.
    private func admit(_ inspection: SealInspection, _ freshness: TrustFreshness) {
        guard case .fresh = freshness, let digest = inspection.digest, !inspection.approvals.isEmpty else { return }
        let keyIDs = inspection.approvals.map(\.keyID)
        let day = Int64(ql_realtime_nanoseconds() / 86_400_000_000_000)
        state.withLock { $0.admissions.note(digest, approvedBy: keyIDs, day: day) }
    }

    /// Files looked at in one go at most.
    private static let mostAdmitted = 50_000

    /// Looks at every sealed file in the media folders, so that what no list has named yet counts as known when the metadata
    /// should end. Reads seals and leaves; for a thread in the background.
    package func admitAll() {
        let basis = basis
        guard case .fresh = basis.freshness else { return }
        let inspector = SealInspector(basis)
        var count = 0
        for folder in folders.folders {
            for path in MediaFolders.sealed(below: folder, most: Self.mostAdmitted - count) {
                count += 1
                admit(inspector.inspect(media: path, region: region), basis.freshness)
            }
        }
    }

    /// Which seals were approved by whom while the metadata were fresh, to be kept over a restart.
    package var admissions: SealAdmissions {
        get { state.withLock { $0.admissions } }
        set {
            state.withLock { state in
                state.admissions = newValue
                state.inspections.removeAll()
                state.basisVersion += 1
            }
        }
    }

    // MARK: Proofs

    /// The last reading of a file, if the file and its seal are still those that were compared.
    package func proof(of path: String, matching seal: SealStatement) -> MediaProof? {
        guard let proof = state.withLock({ $0.proofs[path] }), proof.digest == hexadecimal(seal.verityDigest),
            proof.identity == FileIdentity(path: path)
        else { return nil }
        return proof
    }

    package func record(_ proof: MediaProof, of path: String) {
        state.withLock { state in
            state.proofs[path] = proof
            state.proofVersion += 1
        }
    }

    /// Counts readings that ended: a changed number means that badges may have changed.
    package var proofVersion: UInt64 { state.withLock { $0.proofVersion } }

    /// All proofs by path, to be kept over a restart.
    package var proofs: [String: MediaProof] {
        get { state.withLock { $0.proofs } }
        set { state.withLock { $0.proofs = newValue } }
    }
}
