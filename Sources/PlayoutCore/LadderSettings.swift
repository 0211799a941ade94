import Timecode

/// The bounds the ladder works within, in frames of the channel.
package struct LadderSettings: BitwiseCopyable, Sendable {
    package var rate: (numerator: Int64, denominator: Int64)
    package var sampleRate: Int64
    /// A fall for want of readiness lasts at least this long, unless its event ends before: 2 s.
    package var minimumFall: Int64
    /// Falls within one item after which the ladder holds to the item's end.
    package var mostFalls: Int32 = 3
    /// Frames that must lie ready before a fallen item comes back.
    package var rejoinMargin: Int64 = 5
    /// How far ahead sources are cued; the very next one is cued from `nextHorizon` on, so that it can be taken.
    package var horizon: Int64
    package var nextHorizon: Int64
    /// Segments ahead that may be cued.
    package var upcoming: Int = 2
    /// A source joined in the middle is cued this far ahead; 0 where frames wait for their source.
    package var joinLead: Int64
    /// Time a source gets to be ready, from the moment it is known to be needed; before that its absence is no fall.
    var notice: Int64
    /// A cue is reused when it has to run forward by no more than this.
    package var reach: Int64
    /// A fallen source that does not move for this long is cued afresh.
    package var patience: Int64
    /// The largest in-point step after which a source's samples may lie one off; see `Ladder.joinBase`.
    var samplesAreWhole: Bool
    /// Marks over every frame whatever a revision says (`MarkSet`).
    package var standingMarks: UInt64

    /// - Parameter waits: whether frames wait for their sources (rendering), instead of being due at an instant.
    package init(time: HouseTime, waits: Bool, standingMarks: UInt64 = 0) {
        self.standingMarks = standingMarks
        rate = (time.rate.numerator, time.rate.denominator)
        sampleRate = time.sampleRate
        func frames(seconds: Int64) -> Int64 { scaledUp(seconds, by: time.rate.numerator, over: time.rate.denominator) }
        minimumFall = frames(seconds: 2)
        horizon = frames(seconds: waits ? 4 : 12)
        nextHorizon = frames(seconds: waits ? 4 : 3600)
        notice = frames(seconds: 3)
        joinLead = waits ? 0 : frames(seconds: 1)
        reach = frames(seconds: 3)
        patience = frames(seconds: 4)
        samplesAreWhole = time.rate.denominator * time.sampleRate % time.rate.numerator == 0
    }
}
