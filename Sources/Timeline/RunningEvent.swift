/// An event that was on air when something came over its list.
public struct RunningEvent: Hashable, Sendable, Codable {
    /// As the schedule names it: occurrences of a repeated event are `id#n`.
    public var event: String
    /// House frame on which it began, its in-point counted from there.
    public var start: Int64
    /// It airs up to this frame at least, however short it is now.
    public var until: Int64

    public init(event: String, start: Int64, until: Int64) {
        self.event = event
        self.start = start
        self.until = until
    }
}
