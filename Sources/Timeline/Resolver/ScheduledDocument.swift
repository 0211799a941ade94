import Playlist

/// A playlist on the channel, and for a loose list the frame it was started on.
public struct ScheduledDocument: Hashable, Sendable {
    public var document: PlaylistDocument
    /// First house frame of a loose list, as journalled; `nil` = not started yet. Means nothing for other documents.
    ///
    /// From there on a loose list has the channel to itself until its last event ends; then the schedule is joined where it
    /// would have been.
    public var startFrame: Int64?

    /// House frame on which a document of a day came onto the channel; `nil` = it was always there. What should be running
    /// by then is joined, unless its `late` says otherwise. Means nothing for a loose list.
    public var arrivalFrame: Int64?

    /// The event that was on air on `arrivalFrame`, from the document whose place this one took: where this one has it too, it
    /// stays on air, ends as this one says, and what follows it here follows. `nil` = nothing that this document has.
    public var running: RunningEvent?

    public init(
        _ document: PlaylistDocument, startFrame: Int64? = nil, arrivalFrame: Int64? = nil,
        running: RunningEvent? = nil
    ) {
        self.document = document
        self.startFrame = startFrame
        self.arrivalFrame = arrivalFrame
        self.running = running
    }
}
