import Playlist
import Testing
import Timecode

@testable import Timeline

/// What airs where nothing is scheduled, or where media may not air.
struct FillerTests {
    static let pools = """
        day: 2026-11-22
        fillers:
          - { id: p, notWithin: 10m, items: [ { id: f5, media: f5.mov, duration: 5s }, { id: f7, media: f7.mov, duration: 7s }, { id: f12, media: f12.mov, duration: 12s } ] }
          - { id: q, regions: [UZ], items: [ { id: long, media: long.mov, duration: 60s, trim: true } ] }
        """

    @Test func gapsAreFilledToTheFrame() throws {
        var bench = try Bench()
        try bench.add(
            Self.pools,
            """
            - { id: pre, media: a.mov, duration: 4h }
            - { id: a, start: { at: "10:00:00:00" }, media: a.mov, duration: 10s }
            - { id: b, start: { at: "10:00:29:00" }, media: b.mov, duration: 11s }
            - { id: c, start: { at: "10:00:41:00" }, media: c.mov, duration: 10s }
            """)
        // 19 s are 7 + 12; the rest has aired within ten minutes.
        #expect(
            try bench.lines("10:00:10:00", "10:00:51:00") == [
                "10:00:10:00 +175 f7 f7.mov+0", "10:00:17:00 +300 f12 f12.mov+0", "10:00:29:00 +275 b b.mov+0",
                "10:00:40:00 +25 [nothing-scheduled]", "10:00:41:00 +250 c c.mov+0",
            ])
        bench.region = "UZ"
        #expect(
            try bench.lines("10:00:40:00", "10:00:41:00") == ["10:00:40:00 +25 long long.mov+0"])
        let schedule = try bench.resolve("10:00:40:00", "10:00:41:00")
        #expect(schedule.events.first?.decisions == [EventDecision(.trimmed, frames: 1475)])
    }

    /// A filler whose seal comes while gaps are being filled serves from then on; one whose seal goes does so no more. What is
    /// on by then stays.
    @Test func whatChangesOfFillersIsForWhatIsToCome() throws {
        var bench = try Bench()
        try bench.add(
            """
            day: 2026-11-22
            fillers:
              - { id: p, items: [ { id: f1, media: f1.mov, duration: 10m }, { id: f2, media: f2.mov, duration: 20m } ] }
            """,
            """
            - { id: a, media: a.mov, duration: 1h }
            - { id: b, start: { at: "09:00:00:00" }, media: b.mov, duration: 1h }
            """)
        let (f1, f2) = (MediaUse(media: "f1.mov", category: nil), MediaUse(media: "f2.mov", category: nil))
        let good = bench.standing(of: f1).facts
        var unsealed = good
        unsealed.withheld = .unsealed
        func lines(_ former: [MediaUse: [FormerStanding]]) throws -> [String] {
            var inputs = bench.inputs(try bench.frame("07:00:00:00")..<bench.frame("09:00:00:00"))
            inputs.formerMedia = former
            let schedule = ScheduleResolver.resolve(inputs)
            return schedule.clippedSegments.map { String(bench.line($0, schedule).prefix(26)) }
        }
        // f2 came at 07:15, while f1 was on for the second time.
        let came = try lines([f2: [FormerStanding(until: try bench.frame("07:15:00:00"), facts: unsealed)]])
        #expect(
            came.prefix(3) == [
                "07:00:00:00 +15000 f1 f1.m", "07:10:00:00 +15000 f1 f1.m", "07:20:00:00 +30000 f2 f2.m",
            ])
        // f2 went at 07:15, while it was on, and was to come again.
        bench.media[f2] = MediaStanding(asset: Bench.asset("f2.mov"), lengthFrames: 90_000, withheld: .unsealed)
        let went = try lines([f2: [FormerStanding(until: try bench.frame("07:15:00:00"), facts: good)]])
        #expect(
            went.prefix(3) == [
                "07:00:00:00 +15000 f1 f1.m", "07:10:00:00 +30000 f2 f2.m", "07:30:00:00 +15000 f1 f1.m",
            ])
        #expect(went.dropFirst(2).allSatisfy { $0.contains(" f1 ") })
    }

    @Test func onMissing() throws {
        let cases: [(String, [String], [String])] = [
            ("", ["10:00:10:00 +250 m [missing]"], ["m slate 0 "]),
            (", alternate: { media: x.mov }", ["10:00:10:00 +250 m x.mov+0 instead: missing"], ["m alternate 0 "]),
            (
                ", onMissing: [filler]",
                ["10:00:10:00 +125 f5 f5.mov+0 instead: missing", "10:00:15:00 +125 m [missing]"], ["m - filler "]
            ),
            (", onMissing: next", ["10:00:10:00 +250 b b.mov+0"], ["m - left-out "]),
            (
                ", onMissing: [alternate, next], alternate: { media: gone.mov }", ["10:00:10:00 +250 b b.mov+0"],
                ["m - left-out "]
            ),
        ]
        for (keys, expected, decisions) in cases {
            var bench = try Bench()
            for name in ["m.mov", "gone.mov", "f7.mov", "f12.mov"] {
                bench.media[MediaUse(media: name, category: nil)] = .missing
            }
            try bench.add(
                keys.contains("filler") ? Self.pools : "day: 2026-11-22",
                """
                - { id: pre, media: a.mov, duration: 4h }
                - { id: a, start: { at: "10:00:00:00" }, media: a.mov, duration: 10s }
                - { id: m, media: m.mov, duration: 10s\(keys) }
                - { id: b, media: b.mov, duration: 10s }
                """)
            #expect(try bench.lines("10:00:10:00", "10:00:20:00") == expected)
            let schedule = try bench.resolve("10:00:10:00", "10:00:20:00")
            #expect(StartTests.decisions(schedule) == decisions)
        }
    }

    /// A fixed event that is left out hands its start on.
    @Test func aFixedEventThatIsMissingGivesItsFrameToTheNext() throws {
        var bench = try Bench()
        bench.media[MediaUse(media: "m.mov", category: nil)] = .missing
        try bench.add(
            """
            - { id: a, start: { at: "06:00:00:00" }, media: a.mov, duration: 60s }
            - { id: m, start: { at: "06:00:30:00" }, onMissing: next, media: m.mov, duration: 10s }
            - { id: b, media: b.mov, duration: 10s }
            """)
        #expect(
            try bench.lines("06:00:00:00", "06:00:40:00") == [
                "06:00:00:00 +750 a a.mov+0", "06:00:30:00 +250 b b.mov+0",
            ])
    }

    /// Against all subsets, for small sets.
    @Test(arguments: UInt64(1)...40)
    func subsetSumsAreExact(seed: UInt64) {
        var random = SplitMix64(seed)
        let target = Int.random(in: 0...400, using: &random)
        let lengths = (0..<Int.random(in: 0...9, using: &random)).map { _ in Int.random(in: 1...150, using: &random) }
        var best = 0
        for set in 0..<(1 << lengths.count) {
            var sum = 0
            for (number, length) in lengths.enumerated() where (set >> number) & 1 == 1 { sum += length }
            if sum <= target { best = max(best, sum) }
        }
        func sums(repeats: Bool) -> SubsetSum {
            SubsetSum(
                target: target,
                parts: lengths.enumerated().map { SubsetSum.Part(number: $0, length: $1, repeats: repeats) })
        }
        func total(_ numbers: [Int]) -> Int {
            var sum = 0
            for number in numbers { sum += lengths[number] }
            return sum
        }
        let once = sums(repeats: false)
        let chosen = once.parts(to: once.largest)
        #expect(once.largest == best)
        #expect(Set(chosen).count == chosen.count)
        #expect(total(chosen) == best)
        let often = sums(repeats: true)
        #expect(often.largest >= best)
        #expect(total(often.parts(to: often.largest)) == often.largest)
    }

    /// No filler within its pool's time, over the border of two days as well.
    @Test func notWithinHoldsOverDays() throws {
        var bench = try Bench()
        try bench.add(
            "repeat: 61s\n" + Self.pools.split(separator: "\n").dropFirst().joined(separator: "\n"),
            "- { id: a, media: a.mov, duration: 40s }")
        let first = bench.calendar.firstFrame(of: bench.day)
        let schedule = try bench.resolve(first..<bench.calendar.firstFrame(of: bench.day.adding(days: 2)))
        var last: [String: Int64] = [:]
        var count = 0
        for event in schedule.events where event.isFiller {
            if let before = last[event.id] { #expect(event.frames.lowerBound - before >= 15_000) }
            last[event.id] = event.frames.lowerBound
            count += 1
        }
        #expect(count > 600)
    }
}
