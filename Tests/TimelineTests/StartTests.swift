import Playlist
import Testing
import Timecode
import Timeline

/// Priorities, late starts, loops, holds and in-points by the media's timecode; and what is said of them.
struct StartTests {
    static func decisions(_ schedule: ResolvedSchedule) -> [String] {
        schedule.events.flatMap { event in
            event.decisions.map { "\(event.id) \($0.code.rawValue) \($0.frames) \($0.by)" }
        } + schedule.omitted.map { "\($0.id) - \($0.decision.code.rawValue) \($0.decision.by)" }
    }

    static let collision = """
        - { id: a, start: { at: "06:00:00:00" }, priority: 5, media: a.mov, duration: 60s }
        - { id: b, start: { at: "06:00:40:00" }, media: b.mov, duration: 60s LATE }
        - { id: c, media: c.mov, duration: 10s }
        """

    @Test func collisions() throws {
        let cases: [(late: String, lines: [String], decisions: [String])] = [
            (
                "", ["06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +1500 b b.mov+0", "06:02:00:00 +250 c c.mov+0"],
                ["b started-late 500 a"]
            ),
            (
                ", late: join",
                ["06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +1000 b b.mov+500", "06:01:40:00 +250 c c.mov+0"],
                ["b joined-late 500 a"]
            ),
            (
                ", late: skip", ["06:00:00:00 +1500 a a.mov+0", "06:01:00:00 +250 c c.mov+0"],
                ["b - late-skipped a"]
            ),
            (
                ", priority: 5",
                ["06:00:00:00 +1000 a a.mov+0", "06:00:40:00 +1500 b b.mov+0", "06:01:40:00 +250 c c.mov+0"],
                ["a cut 500 b"]
            ),
        ]
        for (late, lines, decisions) in cases {
            var bench = try Bench()
            try bench.add(Self.collision.split(separator: " LATE").joined(separator: late))
            let schedule = try bench.resolve("06:00:00:00", "06:03:00:00")
            let programme = schedule.clippedSegments.map { bench.line($0, schedule) }.filter {
                !$0.contains("[nothing")
            }
            #expect(programme == lines)
            #expect(Self.decisions(schedule) == decisions)
        }
    }

    @Test func onTheSameFrameTheHigherPriorityAirs() throws {
        for (first, second, expected) in [(0, 0, "b"), (1, 0, "a"), (0, 1, "b")] {
            var bench = try Bench()
            try bench.add(
                """
                - { id: a, start: { at: "06:10:00:00" }, priority: \(first), media: a.mov, duration: 60s, late: skip }
                - { id: b, start: { at: "06:10:00:00" }, priority: \(second), media: b.mov, duration: 60s, late: skip }
                """)
            let schedule = try bench.resolve("06:00:00:00", "06:12:00:00")
            #expect(schedule.events.map(\.id) == [expected])
            #expect(schedule.omitted.count == 1 && schedule.diagnostics.count == 1)
        }
    }

    @Test func loops() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: a, media: a.mov, in: 5f, duration: 20s, loop: { until: "06:00:50:00" } }
            - { id: b, media: b.mov, duration: 20s, loop: { until: "06:01:00:01", end: whole } }
            - { id: c, media: c.mov, duration: 10s, loop: { times: 2 } }
            - { id: d, media: d.mov, duration: 10s, loop: { until: "06:01:00:00" } }
            - { id: e, media: e.mov, duration: 10s }
            """)
        #expect(
            try bench.lines("06:00:00:00", "06:01:40:00") == [
                "06:00:00:00 +500 a a.mov+5", "06:00:20:00 +500 a a.mov+5", "06:00:40:00 +250 a a.mov+5",
                "06:00:50:00 +500 b b.mov+0", "06:01:10:00 +250 c c.mov+0", "06:01:20:00 +250 c c.mov+0",
                "06:01:30:00 +250 e e.mov+0",
            ])
        let schedule = try bench.resolve("06:00:00:00", "06:02:00:00")
        #expect(Self.decisions(schedule) == ["d - loop-over c"])
        #expect(schedule.diagnostics.map(\.code) == [.loopOver])
    }

    /// Joined or cut, a loop keeps its phase.
    @Test func aLoopThatIsJoined() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: a, start: { at: "06:00:00:00" }, priority: 1, media: a.mov, duration: 25s }
            - { id: b, start: { at: "06:00:10:00" }, late: join, media: b.mov, duration: 10s, loop: { times: 3 } }
            """)
        #expect(
            try bench.lines("06:00:25:00", "06:00:45:00") == [
                "06:00:25:00 +125 b b.mov+125", "06:00:30:00 +250 b b.mov+0", "06:00:40:00 +125 [nothing-scheduled]",
            ])
    }

    @Test func holdPictures() throws {
        func bare(_ line: String) -> String { line.split(separator: " instead").first.map(String.init) ?? "" }
        var bench = try Bench()
        bench.media[MediaUse(media: "card.png", category: nil)] = MediaStanding(asset: Bench.asset("card.png"))
        bench.media[MediaUse(media: "gone.png", category: nil)] = .missing
        bench.media[MediaUse(media: "clip.mov", category: nil)] = MediaStanding(
            asset: Bench.asset("clip.mov"), lengthFrames: 250)
        let cases = [
            ("hold: { media: card.png }", ["06:00:10:00 +500 live card.png+0 instead: hold"]),
            ("hold: { media: gone.png }", ["06:00:10:00 +500 live [hold]"]),
            (
                "hold: { media: clip.mov, in: 50f }",
                [
                    "06:00:10:00 +200 live clip.mov+50 instead: hold",
                    "06:00:18:00 +200 live clip.mov+50 instead: hold",
                    "06:00:26:00 +100 live clip.mov+50 instead: hold",
                ]
            ),
            ("hold: { slate: technical }", ["06:00:10:00 +500 live [technical] instead: hold"]),
            ("duration: 9s", ["06:00:10:00 +500 live [hold]"]),
        ]
        for (keys, expected) in cases {
            var bench = bench
            try bench.add(
                """
                - { id: a, media: a.mov, duration: 10s }
                - { id: live, start: manual, media: l.mov, \(keys) }
                """)
            let lines = try bench.lines("06:00:10:00", "06:00:30:00")
            #expect(lines.map(bare) == expected.map(bare))
        }
    }

    @Test func inPointsByTheMediasTimecode() throws {
        func inFrame(_ start: String, _ rate: FrameRate, _ label: String) throws -> Int64 {
            try MediaTimecode(start: try #require(TimecodeLabel(start)), rate: rate)
                .channelFrames(before: try #require(TimecodeLabel(label)), at: .fps25)
        }
        #expect(try inFrame("10:00:00:00", .fps25, "10:00:04:05") == 105)
        #expect(try inFrame("23:59:59:00", .fps25, "00:00:01:00") == 50)
        // 50p: two pictures to a channel frame; the first frame that shows no earlier one.
        #expect(try inFrame("10:00:00:00", FrameRate(50)!, "10:00:00:03") == 2)
        // Drop-frame: a minute is 1,798 pictures, and 59.97 s of the channel.
        let ntsc = FrameRate(30000, 1001)!
        let minute: Int64 = 1500  // 1,798 x 25 x 1001 / 30,000 = 1499.8 frames, the next whole one
        #expect(try inFrame("00:59:00;02", ntsc, "01:00:00;00") == minute)
        #expect(throws: MediaTimecode.Problem.otherCounting) { try inFrame("10:00:00;00", ntsc, "10:00:04:05") }

        var bench = try Bench()
        let standing = MediaStanding(
            asset: Bench.asset("a.mov"), lengthFrames: 90_000,
            startTimecode: MediaTimecode(start: TimecodeLabel("10:00:00:00")!, rate: .fps25))
        bench.media[MediaUse(media: "a.mov", category: nil)] = standing
        try bench.add(
            """
            - { id: a, media: a.mov, inTimecode: "10:00:02:00", duration: 10s }
            - { id: b, media: b.mov, inTimecode: "10:00:02:00", duration: 10s }
            """)
        #expect(
            try bench.lines("06:00:00:00", "06:00:20:00") == [
                "06:00:00:00 +250 a a.mov+50", "06:00:10:00 +250 b b.mov+0",
            ])
        #expect(try bench.resolve("06:00:00:00", "06:00:20:00").diagnostics.map(\.code) == [.mediaTimecode])
    }

    @Test func arrivals() throws {
        for (late, expected) in [
            ("join", ["06:00:20:00 +1000 a a.mov+500", "06:01:00:00 +250 b b.mov+0"]),
            ("fromStart", ["06:00:20:00 +1500 a a.mov+0", "06:01:20:00 +250 b b.mov+0"]),
            ("skip", ["06:00:20:00 +250 b b.mov+0", "06:00:30:00 +2250 [nothing-scheduled]"]),
        ] {
            var bench = try Bench()
            try bench.add(
                """
                - { id: a, late: \(late), media: a.mov, duration: 60s }
                - { id: b, media: b.mov, duration: 10s }
                """)
            bench.documents[0].arrivalFrame = try bench.frame("06:00:20:00")
            #expect(try bench.lines("06:00:20:00", "06:02:00:00").prefix(2) == expected[...])
        }
    }

    @Test func secondaryEvents() throws {
        var bench = try Bench()
        try bench.add(
            """
            - id: a
              media: a.mov
              duration: 60s
              secondary: [ { logo: on, offset: 5s }, { overlay: o.png, offset: 10s, duration: 4s }, { splice: out, from: end, before: 4s }, { gpo: x, before: 2s, duration: 10f }, { subtitle: kk, offset: 50s } ]
            - { id: b, start: { at: "06:00:40:00" }, media: b.mov, duration: 10s }
            """)
        let schedule = try bench.resolve("06:00:00:00", "06:01:00:00")
        let start = try bench.frame("06:00:00:00")
        let secondary = try #require(schedule.events.first).secondary
        // The film is cut after 40 s: what is counted from its end moves with it, and what comes too late is lost.
        #expect(secondary.map { ($0.frames.lowerBound - start) } == [125, 250, 900, -50, 1250])
        #expect(secondary.map(\.frames.count) == [875, 100, 1, 10, 0])
        #expect(secondary.map(\.isLost) == [false, false, false, false, true])
        #expect(schedule.diagnostics.map(\.code) == [.secondaryLost])
    }

    /// Counted back past the beginning of its event, it takes that event's place; what had the frames before keeps them.
    @Test func nothingStartsBackInTime() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: z, media: z.mov, duration: 10m }
            - { id: a, media: a.mov, duration: 5m, start: { at: "06:10:00:00" } }
            - { id: c, media: c.mov, duration: 1m, start: { fromEnd: a, offset: 8m } }
            - { id: d, media: d.mov, duration: 10m }
            """)
        #expect(
            try bench.lines("06:00:00:00", "06:21:00:00") == [
                "06:00:00:00 +15000 z z.mov+0", "06:10:00:00 +1500 c c.mov+0", "06:11:00:00 +15000 d d.mov+0",
            ])
        let schedule = try bench.resolve("06:00:00:00", "06:21:00:00")
        #expect(schedule.diagnostics.contains { $0.code == .startOrder && $0.event == "c" && $0.severity == .warning })
        #expect(schedule.omitted.contains { $0.id == "a" && $0.decision == EventDecision(.preempted, by: "c") })
        // An operator takes the event that it is counted from: nothing that has aired is taken back.
        try bench.edit("06:05:00:00", .take(event: "a"))
        #expect(
            try bench.lines("06:00:00:00", "06:06:00:00") == [
                "06:00:00:00 +7500 z z.mov+0", "06:05:00:00 +1500 c c.mov+0",
            ])
    }
}
