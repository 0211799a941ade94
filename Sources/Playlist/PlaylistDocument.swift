import Timecode

/// One playlist as its author wrote it: the events of a broadcast day, of a cycle that repeats, or of a loose list.
public struct PlaylistDocument: Hashable, Sendable {
    /// Name of the file, for messages and to tell documents apart.
    public var file: String
    /// The channel it is for; `nil` = any.
    public var channel: String?
    public var channelMark: SourceMark
    /// Title of the document by language.
    public var titles: [LocalisedText]
    /// Broadcast day; `nil` = every day for a list that repeats, else a loose list.
    public var day: CivilDate?
    public var dayMark: SourceMark
    /// Zone its labels are meant in; `nil` = the channel's.
    public var timeZone: String?
    public var timeZoneMark: SourceMark
    /// The list starts again on this grid, from the broadcast day's start to its end; `nil` = once.
    public var cycle: FrameAmount?
    public var cycleMark: SourceMark
    /// Whether it takes the place of another document for the same day.
    public var replaces: Bool
    /// What holds for events that do not say otherwise.
    public var defaults: PlaylistDefaults
    /// Languages of titles by region (ISO 3166), in order; the channel's where a region is not named.
    public var languages: [String: [String]]
    /// What fills its gaps, before the channel's own pools.
    public var fillers: [FillerPool]
    public var events: [PlaylistEvent]

    public init(
        file: String, channel: String? = nil, channelMark: SourceMark = .none, titles: [LocalisedText] = [],
        day: CivilDate? = nil, dayMark: SourceMark = .none, timeZone: String? = nil, timeZoneMark: SourceMark = .none,
        cycle: FrameAmount? = nil, cycleMark: SourceMark = .none, replaces: Bool = false,
        defaults: PlaylistDefaults = PlaylistDefaults(), languages: [String: [String]] = [:],
        fillers: [FillerPool] = [], events: [PlaylistEvent]
    ) {
        self.file = file
        self.channel = channel
        self.channelMark = channelMark
        self.titles = titles
        self.day = day
        self.dayMark = dayMark
        self.timeZone = timeZone
        self.timeZoneMark = timeZoneMark
        self.cycle = cycle
        self.cycleMark = cycleMark
        self.replaces = replaces
        self.defaults = defaults
        self.languages = languages
        self.fillers = fillers
        self.events = events
    }

    /// Whether it starts when it is told to: it names no day and does not repeat.
    public var isLoose: Bool { day == nil && cycle == nil }

    /// Every region that fills an opt-out window with a list of its own, sorted.
    public var windowRegions: [String] {
        Set(events.lazy.compactMap(\.optOut).flatMap(\.regions.keys)).sorted()
    }

    /// Every region that it speaks of, sorted.
    public var regions: [String] {
        var names = Set(languages.keys)
        for pool in fillers { names.formUnion(pool.regions) }
        for event in events {
            names.formUnion(event.regions.keys)
            if let optOut = event.optOut { names.formUnion(optOut.regions.keys) }
        }
        return names.sorted()
    }
}
