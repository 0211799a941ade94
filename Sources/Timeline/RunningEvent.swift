/// An event that was on air when something came over its list.
public struct RunningEvent: Hashable, Sendable, Codable {
    /// What an event shows, as it was when it began.
    public struct Media: Hashable, Sendable, Codable {
        /// Path below the media folders, and its in-point in channel frames.
        public var media: String
        public var inFrame: Int64
        public var alternate: String?
        public var alternateInFrame: Int64?
        /// What picks the policy for both.
        public var category: String?

        public init(
            media: String, inFrame: Int64, alternate: String? = nil, alternateInFrame: Int64? = nil,
            category: String? = nil
        ) {
            self.media = media
            self.inFrame = inFrame
            self.alternate = alternate
            self.alternateInFrame = alternateInFrame
            self.category = category
        }
    }

    /// As the schedule names it: occurrences of a repeated event are `id#n`.
    public var event: String
    /// House frame on which it began, its in-point counted from there.
    public var start: Int64
    /// It airs up to this frame at least, however short it is now.
    public var until: Int64
    /// What it goes on to show, in all its passes; `nil` = what its list says now (journals of earlier versions).
    public var media: Media?

    public init(event: String, start: Int64, until: Int64, media: Media? = nil) {
        self.event = event
        self.start = start
        self.until = until
        self.media = media
    }
}
