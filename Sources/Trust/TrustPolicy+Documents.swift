import Timecode

extension TrustPolicy {
    /// The verdict on a signed document, whose bytes are the signed ones.
    ///
    /// - Parameters:
    ///   - rule: what is asked, as `playlists`.
    ///   - approvals: valid signatures only. The same key twice counts once, under whatever desk's name.
    ///   - trustedDesks: how many desks the channel knows.
    ///   - channel: the channel that would take it.
    ///   - instant: now; `nil` leaves the window out.
    public static func verdict(
        on document: DocumentStatement, rule: Rule, approvals: [Approval], trustedDesks: Int, channel: String,
        at instant: TAIInstant?
    ) -> Verdict {
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
        if let own = document.channel, own != channel {
            return .withheld(.damagedSeal("it is for channel \(own), this is \(channel)"))
        }
        if let instant {
            if let from = document.notBefore, instant < from { return .withheld(.notYetValid(from: from)) }
            if let end = document.notAfter, instant >= end { return .withheld(.expired(end)) }
        }
        return .accepted(distinct)
    }
}
