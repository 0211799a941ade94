/// What was known of a medium until something changed: whatever had its turn before that frame was decided by it, and stays as
/// it was decided.
public struct FormerStanding: Hashable, Sendable {
    /// First house frame that was decided by it: before that nobody had looked.
    public var since: Int64
    /// First house frame on which it no longer counted.
    public var until: Int64
    public var facts: Facts

    public init(since: Int64 = .min, until: Int64, facts: Facts) {
        self.since = since
        self.until = until
        self.facts = facts
    }

    /// What of a standing decides when events air, and whether.
    public struct Facts: Hashable, Sendable {
        /// Whether there was a file that could be read under some verdict.
        public var isThere: Bool
        public var withheld: SlateReason?
        public var lengthFrames: Int64?
        public var notBeforeFrame: Int64
        public var notAfterFrame: Int64

        public init(
            isThere: Bool, withheld: SlateReason?, lengthFrames: Int64?, notBeforeFrame: Int64, notAfterFrame: Int64
        ) {
            self.isThere = isThere
            self.withheld = withheld
            self.lengthFrames = lengthFrames
            self.notBeforeFrame = notBeforeFrame
            self.notAfterFrame = notAfterFrame
        }

        /// Why the medium may not air at all; `nil` when its rights alone say.
        var refusal: SlateReason? { withheld ?? (isThere ? nil : .missing) }

        /// Why it may not start at `frame`; `nil` when it may.
        func withheld(at frame: Int64) -> SlateReason? {
            refusal ?? (frame < notBeforeFrame || frame > notAfterFrame ? .rights : nil)
        }
    }
}

extension MediaStanding {
    /// What of it decides when events air, and whether.
    public var facts: FormerStanding.Facts {
        FormerStanding.Facts(
            isThere: asset != nil, withheld: withheld, lengthFrames: lengthFrames, notBeforeFrame: notBeforeFrame,
            notAfterFrame: notAfterFrame)
    }
}
