import Timecode

/// A time code of BXF: `HH:MM:SS:FF`, with `;` or `.` before the frames too, or none.
struct BXFTimecode {
    let label: TimecodeLabel
    /// As `frameRate` says, where it is a rate.
    let rate: FrameRate?

    /// `nil` where the text is no time code.
    init?(_ text: String, frameRate: String?) {
        let isShort = text.utf8.count == 8
        var bytes = Array((isShort ? text + ":00" : text).utf8)
        if bytes.count >= 11, bytes[8] == UInt8(ascii: ".") || bytes[8] == UInt8(ascii: ",") {
            bytes[8] = UInt8(ascii: ":")
        }
        guard let label = TimecodeLabel(String(decoding: bytes, as: UTF8.self)) else { return nil }
        self.label = label
        rate = frameRate.flatMap { FrameRate(writtenAs: $0) }
    }

    /// Whether labels of the list's rate are labels of the channel's: 30 is how lists write 29.97.
    private func isLike(_ channel: FrameRate) -> Bool { rate.map { $0.nominal == channel.nominal } ?? true }

    /// The frames it counts, at the channel's rate; `nil` where that is no whole number, or no label of its rate.
    func frames(at channel: FrameRate) -> Int64? {
        if isLike(channel) { return try? label.frameCount(at: channel) }
        guard let rate, let count = try? label.frameCount(at: rate) else { return nil }
        return channel.frames(ExactNumber(count), at: rate)?.whole
    }

    /// The time of day it names, as a label at the channel's rate; `nil` where there is none.
    func timeOfDay(at channel: FrameRate) -> TimecodeLabel? {
        guard label.hours < 24 else { return nil }
        if isLike(channel) {
            guard (try? label.frameCount(at: channel)) != nil else { return nil }
            return label
        }
        guard let rate, label.frames < rate.nominal,
            let frames = ExactNumber(label.frames).scaled(by: channel.nominal, over: rate.nominal)?.whole
        else { return nil }
        return TimecodeLabel(hours: label.hours, minutes: label.minutes, seconds: label.seconds, frames: frames)
    }
}
