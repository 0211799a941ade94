import Playlist

/// An event, or one occurrence of it, that gets no frame of its own, and why.
public struct OmittedEvent: Hashable, Sendable {
    /// `id`, or `id#n` for the n-th cycle of its broadcast day.
    public var id: String
    public var title: String
    /// The document it is in; empty for an event an operator put in.
    public var file: String
    public var mark: SourceMark
    /// House frame on which it was decided: the one on which its turn was over.
    public var frame: Int64
    public var decision: EventDecision
    /// Its own media as its playlist names them, and why they may not air; `nil` when they may.
    public var media: String
    public var withheld: SlateReason?
    /// The reason in words.
    public var detail: String
    /// Whether its start was fixed.
    public var isFixed: Bool
}
