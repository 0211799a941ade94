/// A timecode label `HH:MM:SS:FF`, or `HH:MM:SS;FF` in drop-frame counting (SMPTE ST 12-1, 5).
///
/// A label is a name for a frame count at a rate, never a time by itself. Hours may run past 23 where a label is an amount.
public struct TimecodeLabel: Hashable, Sendable {
    // Kept small: a list of 100,000 events has several labels an event.
    private let storedHours: UInt16
    private let storedFrames: UInt16
    private let storedMinutes: UInt8
    private let storedSeconds: UInt8
    /// Written with `;` before the frames.
    public let isDropFrame: Bool

    /// 0...999
    public var hours: Int64 { Int64(storedHours) }
    /// 0...59
    public var minutes: Int64 { Int64(storedMinutes) }
    /// 0...59
    public var seconds: Int64 { Int64(storedSeconds) }
    /// 0...999; below the nominal rate where the label is legal.
    public var frames: Int64 { Int64(storedFrames) }

    public init?(hours: Int64, minutes: Int64, seconds: Int64, frames: Int64, isDropFrame: Bool = false) {
        guard (0...999).contains(hours), (0...59).contains(minutes), (0...59).contains(seconds),
            (0...999).contains(frames)
        else { return nil }
        storedHours = UInt16(hours)
        storedMinutes = UInt8(minutes)
        storedSeconds = UInt8(seconds)
        storedFrames = UInt16(frames)
        self.isDropFrame = isDropFrame
    }

    /// Reads `HH:MM:SS:FF` or `HH:MM:SS;FF`; two digits each, three allowed for hours and frames. `nil` for anything else.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let hours = scanner.number(digits: 2...3), scanner.skip(":"),
            let minutes = scanner.number(digits: 2...2), scanner.skip(":"),
            let seconds = scanner.number(digits: 2...2)
        else { return nil }
        let isDropFrame = scanner.skip(";")
        guard isDropFrame || scanner.skip(":"), let frames = scanner.number(digits: 2...3), scanner.isAtEnd
        else { return nil }
        self.init(hours: hours, minutes: minutes, seconds: seconds, frames: frames, isDropFrame: isDropFrame)
    }

    /// The label of a frame count of at least 0; hours run on past 23. Drop-frame only where `rate` allows it.
    ///
    /// - Precondition: `frameCount >= 0`, below 1,000 hours, and `rate.allowsDropFrame` when `dropFrame` is asked for.
    public init(frameCount: Int64, rate: FrameRate, dropFrame: Bool = false) {
        precondition(frameCount >= 0 && (!dropFrame || rate.allowsDropFrame))
        let nominal = rate.nominal
        var count = frameCount
        if dropFrame {
            let dropped = nominal / 15
            let tenMinutes = nominal * 600 - dropped * 9
            let (tens, rest) = count.quotientAndRemainder(dividingBy: tenMinutes)
            count += tens * dropped * 9
            if rest >= nominal * 60 {
                count += dropped * (1 + (rest - nominal * 60) / (nominal * 60 - dropped))
            }
        }
        let total = count / nominal
        precondition(total < 3_600_000)
        storedHours = UInt16(total / 3600)
        storedMinutes = UInt8(total / 60 % 60)
        storedSeconds = UInt8(total % 60)
        storedFrames = UInt16(count % nominal)
        isDropFrame = dropFrame
    }

    /// The label's place in the count from `00:00:00:00`, in frames at `rate`.
    public func frameCount(at rate: FrameRate) throws(TimecodeProblem) -> Int64 {
        let nominal = rate.nominal
        guard frames < nominal else { throw .frameBeyondRate(label: description, rate: rate) }
        let count = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
        guard isDropFrame else { return count }
        guard rate.allowsDropFrame else { throw .dropFrameNotLegal(label: description, rate: rate) }
        let dropped = nominal / 15
        guard minutes % 10 == 0 || seconds > 0 || frames >= dropped else {
            throw .droppedLabel(label: description, rate: rate)
        }
        let total = hours * 60 + minutes
        return count - dropped * (total - total / 10)
    }

    /// Seconds into the day that the label's `HH:MM:SS` names.
    public var wholeSeconds: Int64 { (hours * 60 + minutes) * 60 + seconds }
}

extension TimecodeLabel: CustomStringConvertible {
    public var description: String {
        let separator = isDropFrame ? ";" : ":"
        return "\(padded(hours, 2)):\(padded(minutes, 2)):\(padded(seconds, 2))\(separator)\(padded(frames, 2))"
    }
}
