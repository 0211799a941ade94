/// Why a slate is on instead of programme. The raw value is the stable code in shared memory, logs and status.
public enum SlateReason: UInt32, Hashable, Sendable, CaseIterable {
    /// Nothing is scheduled at this frame.
    case nothingScheduled = 1
    /// The event's media file is not there.
    case missing = 2
    /// The event's media carries no seal, or too few approvals.
    case unsealed = 3
    /// The media does not match its seal.
    case altered = 4
    /// The media cannot be read or is not media.
    case unreadable = 5
    /// The source was not ready on its frame.
    case late = 6
    /// The media ended before its event did.
    case mediaEnded = 7
    /// An operator ordered the slate.
    case operatorOrder = 8
    /// The emergency input or an emergency order.
    case emergency = 9
    /// Rights do not allow the item here or now.
    case rights = 10
    /// An event waits for an operator's take.
    case hold = 11
    /// A fault inside the playout itself.
    case technical = 12
    /// The seal is not valid yet, expired, or revoked.
    case notValid = 13
    /// The item's seal was withdrawn.
    case recalled = 14

    /// The stable name used in logs and on the status port.
    public var name: String {
        switch self {
        case .nothingScheduled: "nothing-scheduled"
        case .missing: "missing"
        case .unsealed: "unsealed"
        case .altered: "altered"
        case .unreadable: "unreadable"
        case .late: "late"
        case .mediaEnded: "media-ended"
        case .operatorOrder: "operator"
        case .emergency: "emergency"
        case .rights: "rights"
        case .hold: "hold"
        case .technical: "technical"
        case .notValid: "not-valid"
        case .recalled: "recalled"
        }
    }
}
