/// Frames as people read them.
extension ChannelCalendar {
    /// The local second (counted like Unix time) that a frame starts in.
    public func localSecond(of frame: Int64) -> Int64 {
        let second = scaledDown(unixNanoseconds(of: frame), by: 1, over: 1_000_000_000)
        return second + zone.offset(atUnixSecond: second)
    }

    /// The local date and the label of a frame: the second it starts in, and how many frames of that second came before.
    public func localLabel(of frame: Int64) -> (date: CivilDate, label: TimecodeLabel) {
        let second = scaledDown(unixNanoseconds(of: frame), by: 1, over: 1_000_000_000)
        let local = second + zone.offset(atUnixSecond: second)
        let days = scaledDown(local, by: 1, over: 86_400)
        let secondOfDay = local - days * 86_400
        // A leap second repeats a Unix second: its frames count on from the second before it.
        let frames = min(max(0, frame - firstFrame(fromUnixNanoseconds: second * 1_000_000_000)), 999)
        let label = TimecodeLabel(
            hours: secondOfDay / 3600, minutes: secondOfDay / 60 % 60, seconds: secondOfDay % 60, frames: frames)!
        return (CivilDate(daysSinceEpoch: days), label)
    }

    /// `18:00:00:00`, local.
    public func timecode(of frame: Int64) -> String { localLabel(of: frame).label.description }

    /// `2026-11-22T18:00:00:00`, local; with `@zone` it reads back as the same frame.
    public func localText(of frame: Int64) -> String {
        let (date, label) = localLabel(of: frame)
        return "\(date)T\(label)"
    }

    /// When a frame starts, ISO 8601 in UTC with milliseconds (cut, not rounded): `2026-11-22T13:00:00.040Z`.
    public func utcText(of frame: Int64) -> String {
        UTCStamp(unixNanoseconds: unixNanoseconds(of: frame)).description
    }

    /// A number of frames as an amount `HH:MM:SS:FF` at the channel's rate.
    public func amountText(of frames: Int64) -> String {
        TimecodeLabel(frameCount: min(max(0, frames), 3_599_999 * time.rate.nominal), rate: time.rate).description
    }

    /// Local time minus TAI in seconds, from which frame on, for every change within `frames`; the first entry holds at its
    /// start.
    public func localOffsets(in frames: Range<Int64>) -> [(fromFrame: Int64, seconds: Int64)] {
        let from = unixNanoseconds(of: frames.lowerBound) / 1_000_000_000
        let to = unixNanoseconds(of: frames.upperBound) / 1_000_000_000
        var instants = zone.transitions(after: from, upTo: to).map(\.atUnixSecond)
        instants += leapSeconds.steps.map(\.fromUnixSecond).filter { $0 > from && $0 <= to }
        var result = [(fromFrame: frames.lowerBound, seconds: localOffset(atUnixSecond: from))]
        for second in Set(instants).sorted() {
            let seconds = localOffset(atUnixSecond: second)
            let frame = firstFrame(fromUnixNanoseconds: second * 1_000_000_000)
            if seconds != result.last?.seconds, frame < frames.upperBound { result.append((frame, seconds)) }
        }
        return result
    }

    private func localOffset(atUnixSecond second: Int64) -> Int64 {
        zone.offset(atUnixSecond: second) - leapSeconds.offset(atUnixSecond: second)
    }
}
