import Playlist

/// One event, or one occurrence of a repeated one, with the frames it got.
public struct ResolvedEvent: Hashable, Sendable {
    public struct Alternate: Hashable, Sendable {
        public var media: String
        public var inFrame: Int64
    }

    /// `id`, or `id#n` for the n-th cycle of its broadcast day.
    public var id: String
    public var title: String
    /// The document it is in, as named there; empty for an event an operator put in.
    public var file: String
    public var mark: SourceMark
    /// Frames on air; while it waits for a take, the frames of the wait.
    public var frames: Range<Int64>
    /// As its playlist asked, before cuts, overruns and edits.
    public var plannedFrames: Range<Int64>
    /// Media path in the playlist of what airs: the event's own, or its alternate; while it waits, what stands by.
    public var media: String
    public var isAlternate: Bool
    /// The event's own media, whatever airs.
    public var plannedMedia: String
    /// In-point of those, in channel frames, and the category that picks the policy for them.
    public var plannedInFrame: Int64
    public var category: String?
    /// What stands by for them, with its in-point.
    @Rare public var alternate: Alternate?
    /// Why the event's own media does not air; `nil` when it does.
    public var withheld: SlateReason?
    /// The reason in words.
    public var detail: String
    /// Waits for an operator's take.
    public var isWaiting: Bool
    /// Starts on a fixed frame, whatever runs before it.
    public var isFixed: Bool
    /// Marks over what airs of it.
    public var marks: MarkSet = []
    /// What was decided otherwise than its list asks, in the order of its frames; empty when it airs as planned.
    public var decisions: [EventDecision] = []
    /// What happens beside it, in the order of the list.
    public var secondary: [ResolvedSecondary] = []
    /// A filler: of a gap, or in place of the event `standsFor`.
    public var isFiller = false
    /// The event whose frames a filler has; empty for a gap's.
    public var standsFor = ""
    /// The opt-out window whose regional list it is in; empty = the common list.
    public var window = ""
}
