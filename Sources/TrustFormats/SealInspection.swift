import Trust

/// What was found beside one media file.
package struct SealInspection: Sendable {
    package let paths: SealPaths
    package var verdict: Verdict
    /// What the seal says; `nil` when there is none that can be read. Not to be believed unless the verdict accepts it.
    package var seal: SealStatement?
    /// Valid signatures by trusted desks.
    package var approvals: [Approval]
    /// SHA-256 of the signed statement, hexadecimal: the same seal with more signatures is the same seal.
    package var digest: String?
    /// Key identifiers of all signatures, as claimed.
    package var signatures: [String]

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
