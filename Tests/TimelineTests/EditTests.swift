import Playlist
import Testing
import Timecode
import Timeline

/// What operators do to a running schedule, frame by frame.
struct EditTests {
    /// Three minutes of follow-on events and a fixed one at 06:10.
    static func bench() throws -> Bench {
        var bench = try Bench()
        try bench.add(
            """
            - { id: a, start: { at: "06:00:00:00" }, media: a.mov, duration: 60s }
            - { id: b, media: b.mov, duration: 60s }
            - { id: c, media: c.mov, duration: 60s }
            - { id: news, start: { at: "06:10:00:00" }, media: n.mov, duration: 60s }
            - { id: d, media: d.mov, duration: 60s }
            """)
        return bench
    }

    @Test func takeNext() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .take(event: nil))
        #expect(
            try bench.lines("06:00:00:00", "06:12:00:00") == [
                "06:00:00:00 +500 a a.mov+0", "06:00:20:00 +1500 b b.mov+0", "06:01:20:00 +1500 c c.mov+0",
                "06:02:20:00 +11500 [nothing-scheduled]", "06:10:00:00 +1500 news n.mov+0",
                "06:11:00:00 +1500 d d.mov+0",
            ])
        let b = try #require(try bench.resolve("06:00:30:00", "06:00:31:00").segments.first)
        #expect(b.plannedFirstFrame == (try bench.frame("06:01:00:00")))
    }

    @Test func takeByName() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .take(event: "news"))
        #expect(
            try bench.lines("06:00:00:00", "06:10:10:00") == [
                "06:00:00:00 +500 a a.mov+0", "06:00:20:00 +1500 news n.mov+0", "06:01:20:00 +1500 d d.mov+0",
                "06:02:20:00 +11750 [nothing-scheduled]",
            ])
    }

    @Test func takeOfWhatIsNotThere() throws {
        var bench = try Self.bench()
        let before = try bench.lines("06:00:00:00", "06:12:00:00")
        try bench.edit("06:00:20:00", .take(event: "nonsense"))
        #expect(try bench.lines("06:00:00:00", "06:12:00:00") == before)
        #expect(try bench.resolve("06:00:00:00", "06:12:00:00").diagnostics.map(\.code) == [.editHadNoEffect])
    }

    @Test func takeOnTheFrameItStartsAnyway() throws {
        var bench = try Self.bench()
        let before = try bench.lines("06:00:00:00", "06:12:00:00")
        try bench.edit("06:01:00:00", .take(event: nil))
        #expect(try bench.lines("06:00:00:00", "06:12:00:00") == before)
    }

    @Test func holdAndTake() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .hold)
        #expect(
            try bench.lines("06:00:00:00", "06:10:10:00") == [
                "06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +13500 b [hold]", "06:10:00:00 +250 news n.mov+0",
            ])
        var taken = bench
        try taken.edit("06:05:00:00", .take(event: nil))
        #expect(
            try taken.lines("06:01:00:00", "06:07:10:00") == [
                "06:01:00:00 +6000 b [hold]", "06:05:00:00 +1500 b b.mov+0", "06:06:00:00 +1500 c c.mov+0",
                "06:07:00:00 +250 [nothing-scheduled]",
            ])
        var early = bench
        try early.edit("06:00:40:00", .resume)
        #expect(try early.lines("06:01:00:00", "06:02:00:00") == ["06:01:00:00 +1500 b b.mov+0"])
        try bench.edit("06:05:00:00", .resume)
        #expect(try bench.lines("06:05:00:00", "06:06:00:00") == ["06:05:00:00 +1500 b b.mov+0"])
    }

    @Test func aHoldOutlivesTheSkipOfWhatItHolds() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .hold)
        var waiting = bench
        try waiting.edit("06:02:00:00", .skip(event: nil))
        #expect(
            try waiting.lines("06:00:00:00", "06:10:10:00") == [
                "06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +1500 b [hold]", "06:02:00:00 +12000 c [hold]",
                "06:10:00:00 +250 news n.mov+0",
            ])
        // Skipped before it was waited for: what comes in its place waits.
        try bench.edit("06:00:40:00", .skip(event: "b"))
        try bench.edit("06:05:00:00", .resume)
        #expect(
            try bench.lines("06:01:00:00", "06:06:00:00") == [
                "06:01:00:00 +6000 c [hold]", "06:05:00:00 +1500 c c.mov+0",
            ])
    }

    @Test func aHoldBehindWhatWasPutInIsResumed() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .hold)
        try bench.edit(
            "06:00:30:00", .insert(PlaylistEvent(id: "x", source: MediaSource(media: "x.mov"), duration: .seconds(20))))
        #expect(
            try bench.lines("06:00:00:00", "06:03:00:00") == [
                "06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +500 x x.mov+0", "06:01:20:00 +2500 b [hold]",
            ])
        try bench.edit("06:00:40:00", .resume)
        #expect(
            try bench.lines("06:01:00:00", "06:02:20:00") == [
                "06:01:00:00 +500 x x.mov+0", "06:01:20:00 +1500 b b.mov+0",
            ])
    }

    @Test func holdOfAFixedEvent() throws {
        var bench = try Self.bench()
        try bench.edit("06:09:00:00", .hold)
        #expect(
            try bench.lines("06:09:00:00", "06:11:00:00") == [
                "06:09:00:00 +1500 [nothing-scheduled]", "06:10:00:00 +1500 news [hold]",
            ])
    }

    @Test func skipping() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .skip(event: nil))
        #expect(
            try bench.lines("06:00:00:00", "06:02:10:00") == [
                "06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +1500 c c.mov+0", "06:02:00:00 +250 [nothing-scheduled]",
            ])
        try bench.edit("06:00:20:00", .skip(event: "news"))
        #expect(try bench.lines("06:10:00:00", "06:11:00:00") == ["06:10:00:00 +1500 d d.mov+0"])
    }

    @Test func inserting() throws {
        var bench = try Self.bench()
        let extra = PlaylistEvent(id: "extra", source: MediaSource(media: "x.mov"), duration: .seconds(10))
        try bench.edit("06:00:20:00", .insert(extra))
        #expect(
            try bench.lines("06:00:00:00", "06:03:10:00") == [
                "06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +250 extra x.mov+0", "06:01:10:00 +1500 b b.mov+0",
                "06:02:10:00 +1500 c c.mov+0",
            ])
        try bench.edit("06:05:00:00", .insert(PlaylistEvent(id: "gap", source: MediaSource(media: "y.mov"))))
        #expect(
            try bench.lines("06:04:59:00", "06:10:01:00") == [
                "06:04:59:00 +25 [nothing-scheduled]", "06:05:00:00 +7500 gap y.mov+0", "06:10:00:00 +25 news n.mov+0",
            ])
    }

    @Test func slateAndResume() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:50:00", .slate(.operatorOrder))
        let latched = try bench.resolve("06:00:55:00", "06:12:00:00")
        #expect(latched.latchedSlate == .operatorOrder)
        #expect(latched.clippedSegments.allSatisfy { $0.source == .slate(.operatorOrder) })
        #expect(latched.clippedSegments.map(\.event).contains("b"))
        #expect(try bench.resolve("06:00:00:00", "06:12:00:00").latchedSlate == nil)
        try bench.edit("06:01:10:00", .resume)
        #expect(
            try bench.lines("06:00:00:00", "06:02:00:00") == [
                "06:00:00:00 +1250 a a.mov+0", "06:00:50:00 +250 a [operator]", "06:01:00:00 +250 b [operator]",
                "06:01:10:00 +1250 b b.mov+250",
            ])
        #expect(try bench.resolve("06:00:55:00", "06:12:00:00").latchedSlate == nil)
    }

    @Test func occurrencesByName() throws {
        var bench = try Bench()
        try bench.add(
            "repeat: 1m", "- { id: a, media: a.mov, duration: 30s }\n- { id: b, media: b.mov, duration: 30s }")
        try bench.edit("06:00:10:00", .take(event: "b#2"))
        #expect(
            try bench.lines("06:00:00:00", "06:02:30:00") == [
                "06:00:00:00 +250 a#1 a.mov+0", "06:00:10:00 +750 b#2 b.mov+0", "06:00:40:00 +2000 [nothing-scheduled]",
                "06:02:00:00 +750 a#3 a.mov+0",
            ])
    }

    @Test func deleting() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .delete(event: "b"))
        try bench.edit("06:00:20:00", .delete(event: "news"))
        #expect(
            try bench.lines("06:00:00:00", "06:04:00:00") == [
                "06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +1500 c c.mov+0", "06:02:00:00 +1500 d d.mov+0",
                "06:03:00:00 +1500 [nothing-scheduled]",
            ])
        let omitted = try bench.resolve("06:00:00:00", "06:04:00:00").omitted
        #expect(omitted.map(\.id) == ["b", "news"] && omitted.allSatisfy { $0.decision.code == .deleted })
    }

    /// The first of a day has its start from the day: what comes in its place has it then.
    @Test func theStartOfADayIsTheDays() throws {
        var bench = try Bench()
        try bench.add("- { id: z, media: z.mov, duration: 60s }")
        try bench.add(
            "day: 2026-11-23", "- { id: a, media: a.mov, duration: 60s }\n- { id: b, media: b.mov, duration: 60s }")
        var next = bench
        next.day = CivilDate("2026-11-23")!
        func tomorrow(_ action: OperatorEdit.Action) throws -> [String] {
            var edited = next
            edited.edits = [OperatorEdit(frame: try bench.frame("06:10:00:00"), action: action)]
            return try edited.lines("06:00:00:00", "06:02:00:00")
        }
        #expect(try tomorrow(.delete(event: "a")).first == "06:00:00:00 +1500 b b.mov+0")
        let swapped = ["06:00:00:00 +1500 b b.mov+0", "06:01:00:00 +1500 a a.mov+0"]
        #expect(try tomorrow(.move(event: "b", .before(event: "a"))) == swapped)
        #expect(try tomorrow(.move(event: "a", .after(event: "b"))) == swapped)
    }

    @Test func retiming() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .retime(event: "d", .at(frame: try bench.frame("06:01:30:00"), latest: nil)))
        #expect(
            try bench.lines("06:00:00:00", "06:03:30:00") == [
                "06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +750 b b.mov+0", "06:01:30:00 +1500 d d.mov+0",
                "06:02:30:00 +1500 c c.mov+0",
            ])
        // Other orders find it by its name until then.
        var taken = bench
        try taken.edit("06:00:40:00", .take(event: "d"))
        #expect(
            try taken.lines("06:00:40:00", "06:02:40:00") == [
                "06:00:40:00 +1500 d d.mov+0", "06:01:40:00 +1500 b b.mov+0",
            ])
        var skipped = bench
        try skipped.edit("06:00:40:00", .skip(event: "d"))
        #expect(try skipped.lines("06:01:00:00", "06:02:00:00") == ["06:01:00:00 +1500 b b.mov+0"])
        try bench.edit("06:00:40:00", .retime(event: "d", .follow))
        #expect(try bench.lines("06:11:00:00", "06:12:00:00") == ["06:11:00:00 +1500 d d.mov+0"])
    }

    @Test func aHeldSoftStartWaitsForWhatRuns() throws {
        var bench = try Bench()
        try bench.add(
            "- { id: a, media: a.mov, duration: 10m }\n"
                + "- { id: b, start: { at: \"06:05:00:00\", soft: 60s }, media: b.mov, duration: 60s }")
        try bench.edit("06:01:00:00", .hold)
        #expect(
            try bench.lines("06:00:00:00", "06:11:00:00") == [
                "06:00:00:00 +15000 a a.mov+0", "06:10:00:00 +1500 b [hold]",
            ])
    }

    @Test func replacingAndLengths() throws {
        var bench = try Self.bench()
        try bench.edit("06:00:20:00", .replace(event: "b", EventChange(media: "x.mov", inFrames: 25, frames: 250)))
        try bench.edit("06:00:30:00", .length(event: "a", frames: 1000))
        try bench.edit("06:00:30:00", .length(event: "c", frames: 500))
        #expect(
            try bench.lines("06:00:00:00", "06:02:00:00") == [
                "06:00:00:00 +1000 a a.mov+0", "06:00:40:00 +250 b x.mov+25", "06:00:50:00 +500 c c.mov+0",
                "06:01:10:00 +1250 [nothing-scheduled]",
            ])
        // What has been on air for longer is not made shorter than that.
        try bench.edit("06:00:45:00", .length(event: "b", frames: 100))
        #expect(try bench.resolve("06:00:00:00", "06:02:00:00").diagnostics.map(\.code) == [.editHadNoEffect])
    }

    @Test func aNewVersionGoesOnWithWhatIsOnAir() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: new, media: n.mov, duration: 30s }
            - { id: a, media: a.mov, duration: 60s }
            - { id: b, media: b.mov, duration: 90s }
            - { id: c, media: c.mov, duration: 60s }
            """)
        let start = try bench.frame("06:01:00:00")
        bench.documents[0].arrivalFrame = try bench.frame("06:01:20:00")
        bench.documents[0].running = RunningEvent(event: "b", start: start, until: start + 600)
        #expect(
            try bench.lines("06:01:20:00", "06:03:30:00") == [
                "06:01:20:00 +1750 b b.mov+500", "06:02:30:00 +1500 c c.mov+0",
            ])
        bench.documents[0].running?.until = start + 3000
        #expect(try bench.lines("06:01:20:00", "06:03:00:00").first == "06:01:20:00 +2500 b b.mov+500")
    }

    /// It would cut what runs on its last allowed frame; while it is held it cuts nothing, and waits for the end.
    @Test func aHeldSoftStartWaitsForTheEndOfWhatRuns() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: a, media: a.mov, duration: 40m }
            - { id: b, media: b.mov, duration: 1m, start: { at: "06:20:00:00", soft: "00:10:00:00" } }
            - { id: c, media: c.mov, duration: 1m, start: { at: "07:00:00:00" } }
            """)
        try bench.edit("06:10:00:00", .hold)
        #expect(
            try bench.lines("06:00:00:00", "07:00:00:00") == [
                "06:00:00:00 +60000 a a.mov+0", "06:40:00:00 +30000 b [hold]",
            ])
    }
}
