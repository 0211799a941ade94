/// What the recalls of one seal amount to.
public enum RecallStanding: Hashable, Sendable {
    /// The seal is withdrawn, by these desks: by one that approved the item, or by k of n.
    case inEffect(reason: String, by: [Approval], isQuorum: Bool)
    /// Asked for by these desks, none of which has approved the item, and by too few of them to withdraw what others have.
    case pending(reason: String, by: [Approval], need: Int)

    /// Why the item may not air; `nil` while it may.
    public var withheld: Withheld? {
        if case .inEffect(let reason, _, _) = self { .recalled(reason) } else { nil }
    }
}
