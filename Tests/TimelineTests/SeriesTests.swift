import Playlist
import Testing
import Timecode
import Timeline

/// A long time in parts is the same programme as at once, from wherever it begins.
struct SeriesTests {
    /// Every line of a series, with what became of the event on it.
    private func lines(_ bench: Bench, _ window: Range<Int64>, days: Int64) -> [String] {
        ScheduleSeries(bench.inputs(window), days: days).flatMap { part in
            part.segments.compactMap { $0.clipped(to: window) }.map { segment in
                let event = part.schedule.events.first { $0.frames.contains(segment.firstFrame) }
                return bench.line(segment, part.schedule) + " \(event?.decisions ?? [])"
            }
        }
    }

    @Test(arguments: UInt64(1)...40)
    func partsMakeTheWhole(seed: UInt64) throws {
        let bench = try RandomLists.bench(seed: seed)
        let week = PropertyTests.week(bench)
        let whole = try bench.resolve(week)
        let expected = whole.clippedSegments.map { segment in
            let event = whole.events.first { $0.frames.contains(segment.firstFrame) }
            return bench.line(segment, whole) + " \(event?.decisions ?? [])"
        }
        var random = SplitMix64(seed)
        for days: Int64 in [1, 2, 14] {
            let parts = lines(bench, week, days: days)
            let first = zip(parts, expected).first { $0 != $1 }
            #expect(first == nil && parts.count == expected.count, "seed \(seed), \(days) days")
            // From the middle: the first line is cut to where it begins, the rest are the same lines.
            let start = Int64.random(in: week.lowerBound..<week.upperBound - 1, using: &random)
            let middle = lines(bench, start..<week.upperBound, days: days)
            let isSame = middle.dropFirst().elementsEqual(expected.suffix(middle.count - 1))
            #expect(isSame, "seed \(seed) from \(start)")
            #expect(
                middle.first?.split(separator: " ").first.map(String.init) == bench.calendar.timecode(of: start),
                "seed \(seed) from \(start)")
        }
    }

    @Test(arguments: UInt64(1)...40)
    func whatGetsNoFrameIsSaidOnce(seed: UInt64) throws {
        let bench = try RandomLists.bench(seed: seed)
        let week = PropertyTests.week(bench)
        let parts = Array(ScheduleSeries(bench.inputs(week), days: 1))
        let said = parts.flatMap(\.schedule.omitted)
        let expected = try bench.resolve(week).omitted
        let first = zip(said, expected).first { $0 != $1 }
        #expect(first == nil && said.count == expected.count, "seed \(seed)")
    }

    /// A year of a list that repeats every day; the days on which clocks change have 23 and 25 hours.
    @Test func aYearOfOneList() throws {
        var bench = try Bench(zone: "Europe/Berlin")
        try bench.add(
            "repeat: 24h",
            (0..<24).map { "- { id: h\($0), media: m\($0).mov, duration: 1h }" }.joined(separator: "\n"))
        let first = bench.calendar.firstFrame(of: CivilDate("2026-01-01")!)
        let end = bench.calendar.firstFrame(of: CivilDate("2027-01-01")!)
        var cursor = first
        var count = 0
        for part in ScheduleSeries(bench.inputs(first..<end)) {
            #expect(part.schedule.segments.count <= 15 * 25)
            for segment in part.segments {
                #expect(segment.firstFrame == cursor)
                cursor = segment.endFrame
                count += segment.event.isEmpty ? 0 : 1
            }
        }
        // The short day is an hour short of events, the long one airs its first hour twice.
        #expect(cursor == end && count == 365 * 24)
    }
}
