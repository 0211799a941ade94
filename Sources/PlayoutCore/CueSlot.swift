/// One place for a cued source.
package struct CueSlot: BitwiseCopyable, Sendable {
    /// 0 marks a free place.
    package var key: UInt64 = 0
    /// Tells this cue from every other that used the place before.
    package var ticket: UInt32 = 0
    /// Segment it was cued for, for the status board.
    package var segment: Int32 = -1
    /// Number of what is cued, the same for every cue of it.
    package var source: UInt64 = 0
    /// House frame after which it was asked for.
    var since: Int64 = 0
    /// Media frame of the ring's frame 0, and how many frames were asked for.
    package var base: Int64 = 0
    var frames: Int64 = 0
    /// Media frame minus house frame of what it was last wanted for: one source may be wanted twice, as the passes of a loop
    /// are, or an alternate from the same file.
    var shift: Int64 = 0
    /// What air is done with: ring frames and samples before these may be given back.
    package var consumedFrames: Int64 = 0
    package var consumedSamples: Int64 = 0
    /// Marks the slots that something still wants, while cues are tended.
    var isWanted = false
    /// First media frame after those wanted, where it is.
    var wantedTo: Int64 = 0

    package init() {}
    package var isFree: Bool { key == 0 }
}
