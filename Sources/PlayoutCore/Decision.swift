/// What airs at one frame.
package struct Decision: BitwiseCopyable, Sendable {
    package var frame: Int64
    /// Number of the revision and index of its segment (-1 outside every segment).
    package var revision: UInt64 = 0
    package var segment: Int32 = -1
    /// Code of the slate to show; 0 when the source airs.
    package var reason: UInt32 = 0
    /// Cue slot to take picture and samples from, -1 for a slate.
    package var slot: Int32 = -1
    /// Frame and first sample in the slot's ring.
    package var ringFrame: Int64 = -1
    package var ringSample: Int64 = 0
    /// Samples per channel of this frame.
    package var sampleCount: Int64 = 0
    /// Frame of the item counted from its in-point, -1 on a slate.
    package var itemFrame: Int64 = -1
    /// Whether a slate is on although programme was scheduled.
    package var isFallen = false
    /// Marks to draw over the picture (`MarkSet`).
    package var marks: UInt64 = 0

    package init(frame: Int64) { self.frame = frame }
}

/// Where a source's picture and sound for one house frame lie.
package struct SourceAddress: BitwiseCopyable, Sendable {
    /// -1 when no cue covers it.
    package var slot: Int32 = -1
    /// The house frame, and the frame of the media that belongs there.
    package var frame: Int64 = 0
    package var mediaFrame: Int64 = 0
    package var ringFrame: Int64 = -1
    package var ringSample: Int64 = 0
    package var sampleCount: Int64 = 0

    package init() {}
}
