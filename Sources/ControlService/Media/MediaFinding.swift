import Timecode
import Trust
import TrustFormats

/// All that control knows of the media one event names.
package struct MediaFinding: Hashable, Sendable {
    /// As the playlist names it.
    package var name: String
    /// Absolute path, links resolved; where it was expected when it is missing; empty when the name is refused.
    package var path: String
    package var verdict: Verdict
    /// What the seal says; believed only when the verdict accepts it.
    package var seal: SealStatement?
    /// First instant it may not air any more because the trust metadata are past their end; `nil` when nothing ends.
    package var airsUntil: TAIInstant?
    /// The last full reading that still counts for this file and this seal.
    package var proof: MediaProof?
    /// What was said to withdraw its seal, and the recall that took effect on this channel.
    package var recall: RecallStanding?
    package var recallEffect: RecallEffect?

    package init(name: String, path: String, verdict: Verdict, seal: SealStatement?, proof: MediaProof? = nil) {
        self.name = name
        self.path = path
        self.verdict = verdict
        self.seal = seal
        self.proof = proof
    }

    package var badge: Badge {
        switch verdict {
        case .accepted: proof == nil ? .sealed : .proven
        case .withheld(let reason):
            switch reason {
            case .missing: .missing
            case .unreadable: .unfit
            case .unsealed, .damagedSeal, .noTrust, .notEnoughApprovals, .notEnoughCountries, .undeclared:
                .unsealed
            case .altered: .altered
            case .notYetValid, .expired, .wrongTerritory, .trustAbsent, .trustExpired, .holdOver: .refused
            case .recalled: .recalled
            }
        }
    }
}
