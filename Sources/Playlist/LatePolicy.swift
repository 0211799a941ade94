/// What becomes of an event whose start lies behind: its document came while it should have been running already, or something
/// that may not be cut held it up.
public enum LatePolicy: String, Hashable, Sendable, CaseIterable {
    /// It is joined where it would be by now, and ends when it would have ended.
    case join
    /// It plays from its own first frame and in full; what follows it moves along.
    case fromStart
    /// It is left out: the next one's turn comes at once.
    case skip
}
