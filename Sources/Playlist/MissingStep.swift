/// One way to go on where an event's own media may not air. An event lists them in the order in which they are tried; the
/// slate is the last resort, listed or not.
public enum MissingStep: String, Hashable, Sendable, CaseIterable {
    /// The event's alternate, in the event's own frames.
    case alternate
    /// Fillers from the pools, in the event's own frames.
    case filler
    /// The event is left out; the one after it starts early, and takes over its fixed start if it had one.
    case next
    /// The slate that names the reason, in the event's own frames.
    case slate

    /// What is tried where neither the event, nor its category, nor its list says.
    public static let standard: [MissingStep] = [.alternate, .filler]
}
