import Timecode

/// Why metadata or a target of a trust repository was not taken. What was trusted before stays trusted.
package enum RepositoryProblem: Error, Hashable, Sendable {
    /// It cannot be had: no such host, no answer in time, a disk that does not read. Tried again later.
    case unreachable(String, why: String)
    /// The repository does not have it.
    case notFound(String)
    /// More bytes than the role may have (endless data).
    case tooLarge(String, limit: Int)
    /// Not metadata of the kind expected.
    case malformed(String, why: String)
    /// Fewer valid signatures of the role's keys than its threshold.
    case notEnoughSignatures(String, have: Int, need: Int)
    /// Its end has passed (freeze): Unix seconds.
    case expired(String, at: Int64)
    /// An older version than what is trusted already (rollback).
    case rolledBack(String, trusted: Int64, offered: Int64)
    /// Not the version that the delegating metadata names (mix and match).
    case wrongVersion(String, expected: Int64, found: Int64)
    /// Other bytes than the delegating metadata names.
    case altered(String, why: String)
    /// The metadata that should name it does not.
    case notListed(String, in: String)
    /// What was verified cannot be kept on this machine's disk.
    case notKept(String, why: String)

    /// Whether the repository gave something that an honest one does not give: worth more of an alarm than a line that is down.
    package var isSuspicious: Bool {
        switch self {
        case .unreachable, .notFound, .notKept, .expired: false
        default: true
        }
    }
}

extension RepositoryProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let what, let why): "\(what) cannot be reached: \(why)"
        case .notFound(let what): "\(what) is not in the repository"
        case .tooLarge(let what, let limit): "\(what) has more than the \(limit) bytes it may have"
        case .malformed(let what, let why): "\(what) is not what it should be: \(why)"
        case .notEnoughSignatures(let what, let have, let need):
            "\(what) has \(have) valid signatures of different keys, and needs \(need)"
        case .expired(let what, let at): "\(what) expired at \(MetadataTime.text(at))"
        case .rolledBack(let what, let trusted, let offered):
            "\(what) is rolled back: version \(offered) is offered, version \(trusted) is trusted already"
        case .wrongVersion(let what, let expected, let found):
            "\(what) has version \(found) where \(expected) is expected"
        case .altered(let what, let why): "\(what) is not what is listed: \(why)"
        case .notListed(let what, let place): "\(what) is not listed in \(place)"
        case .notKept(let what, let why): "\(what) cannot be kept: \(why)"
        }
    }
}
