/// One order or question over the control socket: a line of JSON.
///
/// Fields that a command does not use are left out. Unknown commands are refused by name.
package struct OperatorRequest: Hashable, Sendable, Codable {
    package enum Command: String, Hashable, Sendable, Codable, CaseIterable {
        case status, take, hold, skip, insert, slate, resume
        case playlistLoad = "playlist-load"
        case playlistList = "playlist-list"
        case playlistShow = "playlist-show"
        case playlistExport = "playlist-export"
        case playlistDrop = "playlist-drop"
    }

    package var command: Command
    /// Event that the order is about.
    package var event: String?
    /// Slate reason, by its stable name.
    package var reason: String?
    /// Playlist document: its name and its text.
    package var name: String?
    package var text: String?
    /// Media files to insert, as paths below the media folders.
    package var media: [String]?
    /// When a loose list starts, as a person writes an instant (see `InstantText`).
    package var start: String?
    /// Whether a document replaces the one that runs for its day.
    package var replace: Bool?
    /// Broadcast day, as `YYYY-MM-DD`.
    package var day: String?
    /// Most rows an answer should have.
    package var limit: Int?

    package init(
        _ command: Command, event: String? = nil, reason: String? = nil, name: String? = nil, text: String? = nil,
        media: [String]? = nil, start: String? = nil, replace: Bool? = nil, day: String? = nil, limit: Int? = nil
    ) {
        self.command = command
        self.event = event
        self.reason = reason
        self.name = name
        self.text = text
        self.media = media
        self.start = start
        self.replace = replace
        self.day = day
        self.limit = limit
    }
}
