/// Drop-frame labels as times of day, at 30000/1001 and its multiples.
///
/// They count on without a break from the start of the broadcast day, where they are set to the clock once a day (SMPTE ST
/// 2059-1 calls it the daily jam), and again where clocks change within the day or a leap second was put in. As 24 hours of
/// drop-frame labels are 86.4 ms shorter than a day, a label comes up to three frames before its second by the clock at the
/// end of a day, and the last two or three frames of a day have no drop-frame label.
extension ChannelCalendar {
    /// A stretch of a broadcast day in which drop-frame labels count on.
    private struct Run {
        /// Local midnight that its labels are counted from, as a local second.
        var midnight: Int64
        var firstFrame: Int64
        /// Labels between `midnight` and the run's first label, and the first label beyond it.
        var labels: Range<Int64>
    }

    /// The frame of a drop-frame label that exists, shown in a UTC second in which clocks show the local second `local`.
    func frame(ofDropFrame label: TimecodeLabel, local: Int64, inUnixSecond second: Int64) -> Int64 {
        let run = run(at: second)
        let days = scaledDown(local - run.midnight, by: 1, over: 86_400)
        return run.firstFrame + days * labelsInADay + labelCount(label) - run.labels.lowerBound
    }

    /// The local date and the drop-frame label of a frame; `nil` for the frames at the end of a run that have none.
    ///
    /// - Precondition: the rate allows drop-frame.
    public func dropFrameLabel(of frame: Int64) -> (date: CivilDate, label: TimecodeLabel)? {
        precondition(time.rate.allowsDropFrame)
        let run = run(at: scaledDown(unixNanoseconds(of: frame), by: 1, over: 1_000_000_000))
        let count = run.labels.lowerBound + frame - run.firstFrame
        guard run.labels.contains(count) else { return nil }
        let days = count / labelsInADay
        return (
            CivilDate(daysSinceEpoch: run.midnight / 86_400 + days),
            TimecodeLabel(frameCount: count - days * labelsInADay, rate: time.rate, dropFrame: true)
        )
    }

    private func run(at second: Int64) -> Run {
        let local = second + zone.offset(atUnixSecond: second)
        var day = CivilDate(daysSinceEpoch: scaledDown(local - dayStart, by: 1, over: 86_400)).adding(days: 1)
        while firstUnixSecond(of: day) > second { day = day.adding(days: -1) }
        var (from, to) = (firstUnixSecond(of: day), firstUnixSecond(of: day.adding(days: 1)))
        let jumps =
            zone.transitions(after: from, upTo: to).map(\.atUnixSecond) + leapSeconds.steps.map(\.fromUnixSecond)
        for jump in jumps where jump > from && jump < to {
            if jump <= second { from = max(from, jump) } else { to = min(to, jump) }
        }
        let first = from + zone.offset(atUnixSecond: from)
        let midnight = scaledDown(first, by: 1, over: 86_400) * 86_400
        // The run ends where clocks would be without the jump that ends it.
        let labels = labels(before: first - midnight)..<labels(before: first - midnight + to - from)
        return Run(
            midnight: midnight, firstFrame: firstFrame(fromUnixNanoseconds: from * 1_000_000_000), labels: labels)
    }

    private var labelsInADay: Int64 { labels(before: 86_400) }

    /// How many labels come before the first one of a second, counted from midnight.
    private func labels(before second: Int64) -> Int64 {
        let nominal = time.rate.nominal
        let minutes = second / 60
        let dropped = nominal / 15
        // The first label of a minute takes the place of those that are left out.
        let before = minutes - minutes / 10 - (second % 60 == 0 && minutes % 10 != 0 ? 1 : 0)
        return second * nominal - dropped * before
    }

    private func labelCount(_ label: TimecodeLabel) -> Int64 { (try? label.frameCount(at: time.rate)) ?? 0 }
}
