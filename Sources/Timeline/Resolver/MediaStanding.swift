/// What the schedule asks about a medium: the file, and the category that picks the policy for it.
public struct MediaUse: Hashable, Sendable {
    /// Path below the media folders, as in the playlist.
    public var media: String
    public var category: String?

    public init(media: String, category: String?) {
        self.media = media
        self.category = category
    }
}

/// What is known of a medium and whether it may air, as data for the resolver.
public struct MediaStanding: Hashable, Sendable {
    /// The verified file; `nil` when it cannot be read under any verdict.
    public var asset: Asset?
    /// Sealed length in channel frames; `nil` for a still or when nothing vouches for a length.
    public var lengthFrames: Int64?
    /// Why it may not air; `nil` when it may.
    public var withheld: SlateReason?
    /// The reason in words, for messages.
    public var detail: String
    /// First and last house frame its rights cover.
    public var notBeforeFrame: Int64
    public var notAfterFrame: Int64
    /// For media that were recalled (`withheld` says so) while the channel was on air: the first house frame from which they
    /// are not shown. What began before is cut there; `nil` = they never may.
    public var recalledFrame: Int64?
    /// Marks its seal asks for, wherever it airs.
    public var marks: MarkSet
    /// Label of the first picture, where the media have one.
    public var startTimecode: MediaTimecode?

    public init(
        asset: Asset?, lengthFrames: Int64? = nil, withheld: SlateReason? = nil, detail: String = "",
        notBeforeFrame: Int64 = .min, notAfterFrame: Int64 = .max, recalledFrame: Int64? = nil, marks: MarkSet = [],
        startTimecode: MediaTimecode? = nil
    ) {
        self.asset = asset
        self.lengthFrames = lengthFrames
        self.withheld = withheld
        self.detail = detail
        self.notBeforeFrame = notBeforeFrame
        self.notAfterFrame = notAfterFrame
        self.recalledFrame = recalledFrame
        self.marks = marks
        self.startTimecode = startTimecode
    }

    public static let missing = MediaStanding(
        asset: nil, withheld: .missing, detail: "the media file is not there")
}
