import Timecode

/// Short items that fill what the list leaves open, and the rules they are picked by.
public struct FillerPool: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        /// Unique among all fillers of a document or configuration.
        public var id: String
        public var titles: [LocalisedText]
        public var source: MediaSource
        /// Output frames; `nil` = to the end of the media.
        public var duration: FrameAmount?
        /// It may be cut at its end, so that what no combination fits is filled all the same.
        public var mayTrim: Bool
        public var mark: SourceMark

        public init(
            id: String, titles: [LocalisedText] = [], source: MediaSource, duration: FrameAmount? = nil,
            mayTrim: Bool = false, mark: SourceMark = .none
        ) {
            self.id = id
            self.titles = titles
            self.source = source
            self.duration = duration
            self.mayTrim = mayTrim
            self.mark = mark
        }
    }

    public var id: String
    /// Picks the trust policy of its items.
    public var category: String?
    /// An item starts again so long after its last start, at the earliest; at most 12 hours. `nil` = no such rule.
    public var notWithin: FrameAmount?
    /// ISO 3166 codes; empty = everywhere.
    public var regions: [String]
    /// Empty = at any time.
    public var dayParts: [DayPart]
    public var items: [Item]

    public init(
        id: String, category: String? = nil, notWithin: FrameAmount? = nil, regions: [String] = [],
        dayParts: [DayPart] = [], items: [Item]
    ) {
        self.id = id
        self.category = category
        self.notWithin = notWithin
        self.regions = regions
        self.dayParts = dayParts
        self.items = items
    }

    /// Whether it serves a region; a country's pool serves its parts.
    public func serves(region: String) -> Bool {
        regions.isEmpty || regions.contains { RegionName.covers($0, region) }
    }
}
