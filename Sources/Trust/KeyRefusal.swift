import Timecode

/// Why a valid signature by a desk's key does not count.
public enum KeyRefusal: Hashable, Sendable {
    /// The key is revoked; why, or empty.
    case revoked(String)
    /// Its signatures count from this instant on.
    case notYetValid(from: TAIInstant)
    /// It was signed after the key had expired, at this instant.
    case expired(TAIInstant)
    /// The desk is not asked for this.
    case otherRole(DeskRole)
}

extension KeyRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .revoked(let reason): reason.isEmpty ? "its key is revoked" : "its key is revoked: \(reason)"
        case .notYetValid: "its key is not valid yet"
        case .expired: "signed after its key had expired"
        case .otherRole(let role): "the desk does not have the role `\(role.rawValue)`"
        }
    }
}
