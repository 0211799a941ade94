import Timeline

/// One event of the resolved schedule with what is known of its media: what the rundown shows of it.
package struct EventView: Hashable, Sendable {
    /// As air knows it; occurrences of a repeated event are `id#n`.
    package var id: String
    package var title: [String: String]
    package var category: String?
    package var document: String?
    package var firstFrame: Int64
    package var endFrame: Int64
    package var plannedFirstFrame: Int64
    package var plannedEndFrame: Int64
    /// `fixed`, `soft`, `follow`, `manual` and so on.
    package var startKind: String
    package var media: String?
    package var mediaPath: String?
    package var badge: Badge
    package var provenAt: String?
    /// Why the item is withheld, and its slate's reason.
    package var withheld: SlateReason?
    package var withheldText: String?
    /// What airs: `item`, `alternate` or `slate`.
    package var airs: String
    /// Whether it waits for a take; it has no frames of its own until then.
    package var isWaiting: Bool
    /// It gets no frame: `firstFrame` is when that is decided, and `decisions` say why.
    package var isOmitted: Bool
    package var note: String?
    /// What was decided about it otherwise than its list asks.
    package var decisions: [EventDecision] = []
    /// Marks over what airs of it.
    package var marks: MarkSet

    package init(
        id: String, title: [String: String], category: String? = nil, document: String? = nil, firstFrame: Int64,
        endFrame: Int64, plannedFirstFrame: Int64? = nil, plannedEndFrame: Int64? = nil, startKind: String = "follow",
        media: String? = nil, mediaPath: String? = nil, badge: Badge = .unverified, provenAt: String? = nil,
        withheld: SlateReason? = nil, withheldText: String? = nil, airs: String = "item", isWaiting: Bool = false,
        isOmitted: Bool = false, note: String? = nil, marks: MarkSet = []
    ) {
        self.id = id
        self.title = title
        self.category = category
        self.document = document
        self.firstFrame = firstFrame
        self.endFrame = endFrame
        self.plannedFirstFrame = plannedFirstFrame ?? firstFrame
        self.plannedEndFrame = plannedEndFrame ?? endFrame
        self.startKind = startKind
        self.media = media
        self.mediaPath = mediaPath
        self.badge = badge
        self.provenAt = provenAt
        self.withheld = withheld
        self.withheldText = withheldText
        self.airs = airs
        self.isWaiting = isWaiting
        self.isOmitted = isOmitted
        self.note = note
        self.marks = marks
    }
}
