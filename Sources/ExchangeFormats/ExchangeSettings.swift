import Timecode

/// What readers and writers of other formats have to know of the channel and of the list.
public struct ExchangeSettings: Hashable, Sendable {
    /// The channel's frame rate: what other formats say in seconds or at other rates becomes frames at it.
    public var rate: FrameRate
    /// Where the broadcast day starts, in seconds after local midnight: earlier times belong to the next calendar date.
    public var dayStart: Int64
    /// Absolute paths of the media folders; absolute paths of a list must lie below one of them.
    public var mediaFolders: [String]
    /// Written before media paths of formats that want absolute ones; `nil` writes them as they are.
    public var outputFolder: String?
    /// Broadcast day that formats of days give to a list that names none.
    public var day: CivilDate?
    /// Put behind a BXF house number where the list names no file, as `.mxf`.
    public var houseEnding = ""
    /// How a CSV file's columns are read and written.
    public var table = TableLayout()

    public init(
        rate: FrameRate = .fps25, dayStart: Int64 = 6 * 3600, mediaFolders: [String] = [], outputFolder: String? = nil
    ) {
        self.rate = rate
        self.dayStart = dayStart
        self.mediaFolders = mediaFolders
        self.outputFolder = outputFolder
    }
}
