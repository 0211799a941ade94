/// One order or question over the control socket: a line of JSON.
///
/// Fields that a command does not use are left out. Unknown commands are refused by name.
package struct OperatorRequest: Hashable, Sendable, Codable {
    package enum Command: String, Hashable, Sendable, Codable, CaseIterable {
        case status, take, hold, skip, insert, slate, resume
        case delete, move, retime, replace, extend, shorten, undo, edits
        case playlistLoad = "playlist-load"
        case playlistList = "playlist-list"
        case playlistShow = "playlist-show"
        case playlistExport = "playlist-export"
        case playlistDrop = "playlist-drop"
        /// A recall file, its text in `text`.
        case recall
        case timeZone = "time-zone"
        case timeZoneApprove = "time-zone-approve"
        /// Asks for the word with which the next order of this connection has to be given.
        case hello
        case consentList = "consent-list"
        case consentGive = "consent-give"
        case consentRefuse = "consent-refuse"

        /// Whether it changes something: it is answered once, on the connection that it was given on.
        package var isOrder: Bool {
            switch self {
            case .status, .edits, .playlistList, .playlistShow, .playlistExport, .timeZone, .hello, .consentList: false
            default: true
            }
        }
    }

    package var command: Command
    /// Event that the order is about.
    package var event: String?
    /// Slate reason, by its stable name.
    package var reason: String?
    /// Playlist document: its name and its text. Version of the tz database to approve.
    package var name: String?
    package var text: String?
    /// The document's seal (`FILE.seal.json`), where it has one.
    package var seal: String?
    /// Media files to insert, as paths below the media folders.
    package var media: [String]?
    /// When a loose list starts, as a person writes an instant (see `InstantText`); for `retime` a label of the event's
    /// broadcast day, without it the event follows.
    package var start: String?
    /// Whether a document replaces the one that runs for its day.
    package var replace: Bool?
    /// Broadcast day, as `YYYY-MM-DD`.
    package var day: String?
    /// Where an event is moved to.
    package var before: String?
    package var after: String?
    /// Which one, of a label that the day has twice.
    package var occurrence: Int?
    /// How much later than `start` an event may start; in-point and length of what replaces; how much longer or shorter, or
    /// how long an event is to be: amounts as in playlists (see `FrameAmount`).
    package var soft: String?
    package var inPoint: String?
    package var duration: String?
    package var by: String?
    package var to: String?
    /// The word of this connection, for orders: see `hello`.
    package var word: String?
    /// Number of the order to undo, to agree to or to refuse.
    package var number: UInt64?
    /// Revision of the schedule that whoever gives the order has seen: with it, he is told of what others did since.
    package var ifRevision: UInt64?
    /// Digest of the document that the given one is an edit of: with it, one that is there instead is a conflict.
    package var ifDigest: String?
    /// Most rows an answer should have; days to look ahead.
    package var limit: Int?

    package init(
        _ command: Command, event: String? = nil, reason: String? = nil, name: String? = nil, text: String? = nil,
        seal: String? = nil, media: [String]? = nil, start: String? = nil, replace: Bool? = nil, day: String? = nil,
        before: String? = nil,
        after: String? = nil, occurrence: Int? = nil, soft: String? = nil, inPoint: String? = nil,
        duration: String? = nil, by: String? = nil, to: String? = nil, number: UInt64? = nil,
        ifRevision: UInt64? = nil, ifDigest: String? = nil, limit: Int? = nil
    ) {
        self.command = command
        self.event = event
        self.reason = reason
        self.name = name
        self.text = text
        self.seal = seal
        self.media = media
        self.start = start
        self.replace = replace
        self.day = day
        self.before = before
        self.after = after
        self.occurrence = occurrence
        self.soft = soft
        self.inPoint = inPoint
        self.duration = duration
        self.by = by
        self.to = to
        self.number = number
        self.ifRevision = ifRevision
        self.ifDigest = ifDigest
        self.limit = limit
    }
}
