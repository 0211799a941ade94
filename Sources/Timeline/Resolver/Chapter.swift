/// A run of pieces as they are written: so much of the programme is written anew when something in it changes.
struct Chapter {
    /// What it depends on beside its pieces.
    var start: SegmentWriter.State
    var pieces = 0
    /// Whether what is left behind its pieces is in it.
    var isLast = false
    var segments: [Segment] = []
    var events: [ResolvedEvent] = []
    var omitted: [OmittedEvent] = []
    /// The shelves of fillers that it was written from.
    var shelves: [[Int]] = []

    init(start: SegmentWriter.State) { self.start = start }
}
