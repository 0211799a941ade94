import Timecode

/// One event of a playlist: what airs, from where in the media, for how long, and when it starts.
public struct PlaylistEvent: Hashable, Sendable {
    /// Where its parts stand in the document.
    public struct Marks: Hashable, Sendable {
        public var event = SourceMark.none
        public var start = SourceMark.none
        public var media = SourceMark.none
        public var inPoint = SourceMark.none
        public var duration = SourceMark.none

        public init() {}
    }

    /// Unique in its document.
    public var id: String
    public var titles: [LocalisedText]
    /// Picks the trust policy; `nil` = the default one.
    public var category: String?
    public var start: StartRule
    public var source: MediaSource
    /// Output frames; `nil` = to the end of the media.
    public var duration: FrameAmount?
    /// What airs when the source may not.
    @Rare public var alternate: MediaSource?
    /// What is different in a region, by ISO 3166 code.
    public var regions: [String: RegionalChange]
    /// 0...9: of two events with a fixed start, one of higher priority is not cut by the other, which starts after it.
    public var priority: Int
    /// What becomes of it when it starts late; `nil` = as its list says.
    public var late: LatePolicy?
    @Rare public var loop: LoopRule?
    /// What stands by while it waits for a take; `nil` = as its list says.
    public var hold: HoldPicture?
    /// How to go on where its media may not air; `nil` = as its list says for its category.
    public var onMissing: [MissingStep]?
    /// The window for regional lists that it opens.
    @Rare public var optOut: OptOut?
    public var secondary: [SecondaryEvent]
    public var marks: Marks

    public init(
        id: String, titles: [LocalisedText] = [], category: String? = nil, start: StartRule = .follow,
        source: MediaSource, duration: FrameAmount? = nil, alternate: MediaSource? = nil,
        regions: [String: RegionalChange] = [:], priority: Int = 0, late: LatePolicy? = nil, loop: LoopRule? = nil,
        hold: HoldPicture? = nil, onMissing: [MissingStep]? = nil, optOut: OptOut? = nil,
        secondary: [SecondaryEvent] = [], marks: Marks = Marks()
    ) {
        self.id = id
        self.titles = titles
        self.category = category
        self.start = start
        self.source = source
        self.duration = duration
        self.alternate = alternate
        self.regions = regions
        self.priority = priority
        self.late = late
        self.loop = loop
        self.hold = hold
        self.onMissing = onMissing
        self.optOut = optOut
        self.secondary = secondary
        self.marks = marks
    }
}
