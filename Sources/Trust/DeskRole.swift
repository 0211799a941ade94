/// What a desk's signature is asked for. A desk without roles of its own has all of them.
public enum DeskRole: String, Hashable, Sendable, CaseIterable {
    /// Its signature on a seal counts as an approval.
    case approve
    /// Its signature on a playlist counts.
    case playlists
    /// Its signature counts among the k of n that may recall what others have approved. What a desk has approved itself, it
    /// may always recall.
    case recall
}
