import Timecode

extension TrustPolicy {
    /// The verdict on a sealed item, as a pure function of what was signed, who signed and the circumstances.
    ///
    /// - Parameters:
    ///   - approvals: valid signatures only. The same key twice counts once, under whatever desk's name.
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
        var seen: Set<String> = []
        let distinct = approvals.filter { seen.insert($0.keyID).inserted }
        guard distinct.count >= rule.approvals else {
            return .withheld(.notEnoughApprovals(have: distinct.count, need: rule.approvals))
        }
        let countries = Set(distinct.map(\.country)).count
        guard rule.approvals == 0 || countries >= rule.countries else {
            return .withheld(.notEnoughCountries(have: countries, need: rule.countries))
        }
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
