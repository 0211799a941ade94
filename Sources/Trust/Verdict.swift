/// Whether an item may air.
public enum Verdict: Hashable, Sendable {
    /// It may, as far as was looked; the desks that approved it.
    case accepted([Approval])
    case withheld(Withheld)

    public var isAccepted: Bool { withheld == nil }

    /// The reason it may not air; `nil` when it may.
    public var withheld: Withheld? {
        if case .withheld(let reason) = self { reason } else { nil }
    }
}
