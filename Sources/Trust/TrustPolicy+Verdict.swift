import Timecode

extension TrustPolicy {
    /// The verdict on a sealed item, as a pure function of what was signed, who signed and the circumstances.
    ///
    /// - Parameters:
    ///   - approvals: signatures that are valid and count only. The same key twice counts once, under whatever desk's name,
    ///     and so does a desk with several keys.
    ///   - trustedDesks: how many desks the channel knows; with none, nothing airs.
    ///   - category: the event's category in its playlist.
    ///   - region: where it would air, ISO 3166 (`KZ`, `KZ-75`); `nil` skips the territory rights.
    ///   - instant: when it would start; `nil` skips the rights window.
    public func verdict(
        on seal: SealStatement, approvals: [Approval], trustedDesks: Int, category: String?, region: String?,
        at instant: TAIInstant?
    ) -> Verdict {
        let rule = rule(event: category, seal: seal.category)
        if rule.approvals > 0 && trustedDesks == 0 { return .withheld(.noTrust) }
        let distinct = approvals.distinct
        guard distinct.count >= rule.approvals else {
            return .withheld(.notEnoughApprovals(have: distinct.count, need: rule.approvals))
        }
        let countries = Set(distinct.map(\.country)).count
        guard rule.approvals == 0 || countries >= rule.countries else {
            return .withheld(.notEnoughCountries(have: countries, need: rule.countries))
        }
        if rule.needsDisclosure, seal.disclosure == nil { return .withheld(.undeclared) }
        if let region, !seal.allows(region: region) {
            return .withheld(.wrongTerritory(region: region, allowed: seal.territories))
        }
        if let instant {
            if let from = seal.notBefore, instant < from { return .withheld(.notYetValid(from: from)) }
            if let end = seal.notAfter, instant >= end { return .withheld(.expired(end)) }
        }
        return .accepted(distinct)
    }
}
