import Trust

/// What is said of a playlist that lacks the approvals that the policy asks for.
package enum PlaylistApprovals {
    /// One sentence: what is missing, what is asked, what to do.
    package static func problem(_ file: String, _ why: Withheld, _ rule: TrustPolicy.Rule) -> String {
        var asked = "\(rule.approvals) approval\(rule.approvals == 1 ? "" : "s")"
        if rule.countries > 1 { asked += " from \(rule.countries) countries" }
        return "\(file): \(why.description); trust.policy.playlists asks for \(asked): \(remedy(why, file))"
    }

    package static func remedy(_ why: Withheld, _ file: String) -> String {
        switch why {
        case .notEnoughApprovals, .notEnoughCountries:
            "another desk signs it: qalqan approve \(file).seal.json --key NAME.key"
        case .noTrust: "name desks and their keys under trust.desks"
        default: "a desk seals it as it is: qalqan seal \(file) --key NAME.key"
        }
    }
}
