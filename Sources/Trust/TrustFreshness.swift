import Timecode

/// How far what a channel trusts can be relied on to be the latest word.
///
/// Desks that the configuration names do not age. Metadata of a trust repository does: past its end nobody can know whether
/// a key has been revoked since, so nothing new is admitted; what was admitted before airs on for a while (the hold).
public enum TrustFreshness: Hashable, Sendable {
    /// From the configuration alone: in force until somebody changes it.
    case lasting
    /// From a repository whose metadata is good up to, not including, this instant.
    case fresh(until: TAIInstant)
    /// The metadata ended at `since` and could not be renewed; what was admitted before then may air up to `holdEnds`.
    case expired(since: TAIInstant, holdEnds: TAIInstant)
    /// The hold ended at `ended`: only what is approved beforehand for this case may air.
    case over(since: TAIInstant, ended: TAIInstant)
    /// A repository is configured, and no metadata of it has ever been accepted here.
    case absent

    /// Whether an item that has not been accepted before may be accepted now.
    public var admits: Bool {
        switch self {
        case .lasting, .fresh: true
        case .expired, .over, .absent: false
        }
    }
}
