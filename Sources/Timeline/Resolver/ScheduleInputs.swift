import Playlist
import Timecode

/// Everything the programme is a function of.
public struct ScheduleInputs: Sendable {
    public var calendar: ChannelCalendar
    /// ISO 3166 code; empty = none.
    public var region: String
    /// In the order in which titles are picked.
    public var languages: [String]
    /// In the order loaded: of two documents for the same day, the later one counts.
    public var documents: [ScheduledDocument]
    /// In any order; those for the same frame count in the order given.
    public var edits: [OperatorEdit]
    /// The channel's own fillers, for every list.
    public var fillers: [FillerPool]
    /// Standing of every medium that `ScheduleResolver.mediaUses` names; what is not in it counts as missing.
    public var media: [MediaUse: MediaStanding]
    /// What was known of media before: what has had its turn by then stays as it was decided. Media that are not in it were
    /// always as they are.
    public var formerMedia: [MediaUse: [FormerStanding]] = [:]
    /// House frames to resolve.
    public var window: Range<Int64>
    /// Marks over every frame, slates too.
    public var marks: MarkSet
    /// What airs on days that no list is for.
    public var nextDay = NextDayPolicy.filler

    public init(
        calendar: ChannelCalendar, region: String = "", languages: [String] = ["en"], documents: [ScheduledDocument],
        edits: [OperatorEdit] = [], fillers: [FillerPool] = [], media: [MediaUse: MediaStanding] = [:],
        window: Range<Int64>,
        marks: MarkSet = []
    ) {
        self.calendar = calendar
        self.region = region
        self.languages = languages
        self.documents = documents
        self.edits = edits
        self.fillers = fillers
        self.media = media
        self.window = window
        self.marks = marks
    }
}
