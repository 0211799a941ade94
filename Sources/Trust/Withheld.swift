import Timecode

/// Why an item may not air.
public enum Withheld: Hashable, Sendable {
    /// The media file is not there.
    case missing
    /// It cannot be opened or is not a file; the text says how.
    case unreadable(String)
    /// There is no seal beside it.
    case unsealed
    /// The seal cannot be used: not a seal, damaged, or without its hash tree; the text says how.
    case damagedSeal(String)
    /// The channel trusts no desk at all.
    case noTrust
    /// Too few different trusted keys have signed.
    case notEnoughApprovals(have: Int, need: Int)
    /// The keys that have signed belong to desks of too few countries.
    case notEnoughCountries(have: Int, need: Int)
    /// The bytes are not those that were sealed; the text says where.
    case altered(String)
    /// Its rights begin at this instant.
    case notYetValid(from: TAIInstant)
    /// Its rights ended at this instant.
    case expired(TAIInstant)
    /// Its rights do not cover the region.
    case wrongTerritory(region: String, allowed: [String])
    /// A trust repository is configured and nothing of it has ever been accepted here.
    case trustAbsent
    /// The trust metadata ended at this instant, and this item, or the approvals it needs, had not been accepted before.
    case trustExpired(since: TAIInstant)
    /// The trust metadata have been past their end for so long that what was accepted before may not air any more either.
    case holdOver(ended: TAIInstant)
    /// The policy asks how it came to be, and its seal does not say.
    case undeclared
    /// Its seal was withdrawn; the desk's reason.
    case recalled(String)
}

extension Withheld: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing: "the media file is not there"
        case .unreadable(let how): how
        case .unsealed: "not sealed: no .seal.json beside it"
        case .damagedSeal(let how): "its seal cannot be used: \(how)"
        case .noTrust: "no desk is trusted: the configuration has no trust.desks"
        case .notEnoughApprovals(let have, let need):
            "\(have) of \(need) approvals by trusted desks"
        case .notEnoughCountries(let have, let need):
            "approved from \(have) of \(need) countries"
        case .altered(let how): how
        case .notYetValid: "its rights have not begun"
        case .expired: "its rights have ended"
        case .wrongTerritory(let region, let allowed):
            "its rights do not cover \(region) (only \(allowed.joined(separator: ", ")))"
        case .trustAbsent: "nothing of the trust repository has been accepted yet: qalqan trust update"
        case .trustExpired: "the trust metadata have expired, and it had not been accepted before"
        case .holdOver: "the trust metadata have expired, and the time for what was accepted before is over"
        case .undeclared: "its seal does not say how it was made (digitalSourceType), and the policy asks for that"
        case .recalled(let reason): "recalled: \(reason)"
        }
    }
}
