import Timecode

/// What one decoder process is asked to put into its ring.
package struct ItemRequest: Hashable, Sendable {
    /// In-point in channel frames from the media's first presented picture.
    package let inFrame: Int64
    /// Frames of the item from its in-point; none is published beyond.
    package let frames: Int64

    package init(inFrame: Int64, frames: Int64) {
        self.inFrame = max(0, inFrame)
        self.frames = max(0, frames)
    }

    /// The first media sample of the in-point at the channel's rate.
    package func inSample(_ time: HouseTime) -> Int64 { time.firstSample(of: inFrame) }

    /// Samples that `count` frames of the item may need wherever on the house clock it airs.
    ///
    /// At 1001 rates a frame owns a sample more or less depending on its house frame, so that one sample is added.
    package static func samples(covering count: Int64, _ time: HouseTime) -> Int64 {
        guard count > 0 else { return 0 }
        return scaledUp(count, by: time.rate.denominator * time.sampleRate, over: time.rate.numerator)
            + (time.sampleRate * time.rate.denominator % time.rate.numerator == 0 ? 0 : 1)
    }
}
