import Timecode

/// The timecode that a medium starts with, at its own rate.
public struct MediaTimecode: Hashable, Sendable {
    public var start: TimecodeLabel
    public var rate: FrameRate

    public init(start: TimecodeLabel, rate: FrameRate) {
        self.start = start
        self.rate = rate
    }

    /// Why a label names no picture of the medium.
    public enum Problem: Error, Hashable, Sendable {
        /// One of them counts in drop-frame and the other does not.
        case otherCounting
        /// One of them does not exist at the medium's rate.
        case label(TimecodeProblem)
    }

    /// The pictures before the one that `label` names. A label smaller than the first one is past midnight.
    public func pictures(before label: TimecodeLabel) throws(Problem) -> Int64 {
        guard label.isDropFrame == start.isDropFrame else { throw .otherCounting }
        do {
            let distance = try label.frameCount(at: rate) - start.frameCount(at: rate)
            guard distance < 0 else { return distance }
            let midnight = TimecodeLabel(hours: 24, minutes: 0, seconds: 0, frames: 0, isDropFrame: label.isDropFrame)!
            return try distance + midnight.frameCount(at: rate)
        } catch { throw .label(error) }
    }

    /// The channel frame, counted from the medium's first, on which that picture is shown first: channel frame *k* shows
    /// picture `floor(k x media rate / channel rate)`.
    public func channelFrames(before label: TimecodeLabel, at channel: FrameRate) throws(Problem) -> Int64 {
        let pictures = try pictures(before: label)
        return scaledUp(
            pictures, by: channel.numerator * rate.denominator, over: channel.denominator * rate.numerator)
    }
}
