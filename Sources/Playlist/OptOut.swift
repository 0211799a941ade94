/// A window of the common list that regions fill with lists of their own, and from which all return on the same frame.
///
/// The window begins with the event that opens it and ends with that event, or with a later one of the same list. A region
/// that is not named stays with the common list.
public struct OptOut: Hashable, Sendable {
    /// Names the window in decisions and messages; unique in its document.
    public var id: String
    /// The last event of the window; `nil` = the one that opens it.
    public var through: String?
    /// A region's own events, by ISO 3166 code, in order. They follow one another from the window's first frame; what is
    /// beyond its last one is cut.
    public var regions: [String: [PlaylistEvent]]
    public var mark: SourceMark

    public init(
        id: String, through: String? = nil, regions: [String: [PlaylistEvent]], mark: SourceMark = .none
    ) {
        self.id = id
        self.through = through
        self.regions = regions
        self.mark = mark
    }
}
