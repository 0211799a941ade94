import Trust

/// What was found beside one media file.
package struct SealInspection: Sendable {
    package let paths: SealPaths
    package var verdict: Verdict
    /// What the seal says; `nil` when there is none that can be read. Not to be believed unless the verdict accepts it.
    package var seal: SealStatement?
    /// Valid signatures by trusted desks, those that count.
    package var approvals: [Approval]
    /// SHA-256 of the signed statement, hexadecimal: the same seal with more signatures is the same seal.
    package var digest: String?
    /// Valid signatures by trusted desks that do not count, and why.
    package var uncounted: [Uncounted] = []
    /// What has been said to withdraw the seal; `nil` when nothing has.
    package var recall: RecallStanding?
    /// The recall that took effect on this channel, and when.
    package var recallEffect: RecallEffect?
    /// Key identifiers of all signatures, as claimed.
    package var signatures: [String]

    /// A valid signature that does not count.
    package struct Uncounted: Hashable, Sendable {
        package let approval: Approval
        package let refusal: KeyRefusal
    }

    init(paths: SealPaths) {
        self.paths = paths
        verdict = .withheld(.unsealed)
        approvals = []
        signatures = []
    }

    func withheld(_ reason: Withheld) -> SealInspection {
        var copy = self
        copy.verdict = .withheld(reason)
        return copy
    }
}
