/// What stands by while an event waits for an operator's take.
public enum HoldPicture: Hashable, Sendable {
    /// One of the channel's resident slates.
    public enum Slate: String, Hashable, Sendable, CaseIterable {
        case hold
        case technical
        case nothingScheduled = "nothing-scheduled"
        case operatorOrder = "operator"
    }

    case slate(Slate)
    /// A still, or media that repeat until the take.
    indirect case media(MediaSource)
}
