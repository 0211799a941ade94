import Playlist
import Testing
import Timecode
import Timeline

/// Which event is on which frame.
struct ResolverTests {
    @Test func fixedAndFollowing() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: news, start: { at: "06:00:00:00" }, media: n.mov, in: 262f, duration: "00:25:00:00" }
            - { id: film, media: f.mov, duration: "01:00:00:00" }
            - { id: noon, start: { at: "07:00:00:00" }, media: m.mov, duration: 30s }
            - { id: rest, media: r.mov }
            """)
        #expect(
            try bench.lines("06:00:00:00", "09:00:00:00") == [
                "06:00:00:00 +37500 news n.mov+262", "06:25:00:00 +52500 film f.mov+0", "07:00:00:00 +750 noon m.mov+0",
                "07:00:30:00 +90000 rest r.mov+0", "08:00:30:00 +89250 [nothing-scheduled]",
            ])
        let schedule = try bench.resolve("06:30:00:00", "06:30:00:01")
        let film = try #require(schedule.segments.first)
        #expect(film.event == "film" && film.frameCount == 52_500)
        #expect(film.plannedEndFrame - film.plannedFirstFrame == 90_000)
    }

    @Test func softStarts() throws {
        for (soft, expected) in [
            ("10s", ["06:00:00:00 +90000 a a.mov+0", "07:00:00:00 +90000 b b.mov+0"]),
            ("00:30:00:00", ["06:00:00:00 +90000 a a.mov+0", "07:00:00:00 +90000 b b.mov+0"]),
        ] {
            var bench = try Bench()
            try bench.add(
                """
                - { id: a, media: a.mov }
                - { id: b, start: { at: "06:59:55:00", soft: \(soft) }, media: b.mov }
                """)
            #expect(try bench.lines("06:00:00:00", "08:00:00:00") == expected)
        }
        var late = try Bench()
        try late.add(
            """
            - { id: a, media: a.mov }
            - { id: b, start: { at: "06:30:00:00", soft: 10s }, media: b.mov }
            - { id: c, start: { at: "06:30:05:00" }, media: c.mov, duration: 1s }
            """)
        #expect(
            try late.lines("06:00:00:00", "06:31:00:00") == [
                "06:00:00:00 +45125 a a.mov+0", "06:30:05:00 +25 c c.mov+0", "06:30:06:00 +1350 [nothing-scheduled]",
            ])
    }

    @Test func startsCountedFromOthers() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: a, media: a.mov, duration: 60s }
            - { id: b, start: { with: a, offset: 50s }, media: b.mov, duration: 20s }
            - { id: c, start: { after: b, offset: 10s }, media: c.mov, duration: 60s }
            - { id: d, start: { fromEnd: c, offset: 5s }, media: d.mov, duration: 10s }
            """)
        #expect(
            try bench.lines("06:00:00:00", "06:03:00:00") == [
                "06:00:00:00 +1250 a a.mov+0", "06:00:50:00 +500 b b.mov+0", "06:01:10:00 +250 [nothing-scheduled]",
                "06:01:20:00 +1375 c c.mov+0", "06:02:15:00 +250 d d.mov+0", "06:02:25:00 +875 [nothing-scheduled]",
            ])
    }

    @Test func manualEventsWait() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: a, media: a.mov, duration: 10s }
            - { id: live, start: manual, media: l.mov, duration: 60s }
            - { id: b, media: b.mov, duration: 10s }
            - { id: news, start: { at: "06:10:00:00" }, media: n.mov, duration: 10s }
            """)
        #expect(
            try bench.lines("06:00:00:00", "06:10:10:00") == [
                "06:00:00:00 +250 a a.mov+0", "06:00:10:00 +14750 live [hold]", "06:10:00:00 +250 news n.mov+0",
            ])
        #expect(try bench.resolve("06:00:00:00", "06:11:00:00").events.map(\.isWaiting) == [false, true, false])
        try bench.edit("06:02:00:00", .take(event: nil))
        #expect(
            try bench.lines("06:00:00:00", "06:10:10:00") == [
                "06:00:00:00 +250 a a.mov+0", "06:00:10:00 +2750 live [hold]", "06:02:00:00 +1500 live l.mov+0",
                "06:03:00:00 +250 b b.mov+0", "06:03:10:00 +10250 [nothing-scheduled]", "06:10:00:00 +250 news n.mov+0",
            ])
    }

    @Test func regions() throws {
        let events = """
            - { id: a, start: { at: "06:00:00:00" }, media: a.mov, duration: 10s, regions: { KG: { skip: true }, UZ: { media: u.mov, in: 5f } } }
            - { id: b, media: b.mov, duration: 10s, alternate: { media: x.mov, in: 7f } }
            """
        for (region, expected) in [
            ("KZ", ["06:00:00:00 +250 a a.mov+0", "06:00:10:00 +250 b b.mov+0 or x.mov+7"]),
            ("UZ", ["06:00:00:00 +250 a u.mov+5", "06:00:10:00 +250 b b.mov+0 or x.mov+7"]),
            ("UZ-TK", ["06:00:00:00 +250 a u.mov+5", "06:00:10:00 +250 b b.mov+0 or x.mov+7"]),
            ("KG", ["06:00:00:00 +250 b b.mov+0 or x.mov+7", "06:00:10:00 +250 [nothing-scheduled]"]),
        ] {
            var bench = try Bench()
            bench.region = region
            try bench.add(events)
            #expect(try bench.lines("06:00:00:00", "06:00:20:00") == expected)
        }
    }

    @Test func withheldMedia() throws {
        var bench = try Bench()
        let evil = MediaStanding(asset: Bench.asset("a.mov"), lengthFrames: 500, withheld: .altered, detail: "altered")
        bench.media[MediaUse(media: "a.mov", category: nil)] = evil
        bench.media[MediaUse(media: "m.mov", category: nil)] = .missing
        let start = try bench.frame("06:01:00:00")
        bench.media[MediaUse(media: "r.mov", category: nil)] = MediaStanding(
            asset: Bench.asset("r.mov"), lengthFrames: 100, notBeforeFrame: start, notAfterFrame: start + 10)
        try bench.add(
            """
            - { id: a, media: a.mov }
            - { id: b, media: a.mov, alternate: { media: c.mov, in: 3f } }
            - { id: c, media: m.mov, duration: 4s, alternate: { media: a.mov } }
            - { id: d, media: m.mov }
            - { id: e, media: r.mov }
            - { id: f, start: { at: "06:01:00:00" }, media: r.mov }
            - { id: g, media: r.mov }
            """)
        #expect(
            try bench.lines("06:00:00:00", "06:01:08:00") == [
                "06:00:00:00 +500 a [altered]", "06:00:20:00 +500 b c.mov+3 instead: altered",
                "06:00:40:00 +100 c [missing]", "06:00:44:00 +100 e [rights]", "06:00:48:00 +300 [nothing-scheduled]",
                "06:01:00:00 +11 f r.mov+0", "06:01:00:11 +89 f [rights]", "06:01:04:00 +100 g [rights]",
            ])
        let schedule = try bench.resolve("06:00:00:00", "06:02:00:00")
        #expect(schedule.diagnostics.map { "\($0.event) \($0.code.rawValue)" } == ["d no-length"])
        #expect(schedule.segments.first { $0.event == "f" }?.notAfterFrame == start + 10)
        #expect(schedule.events.first { $0.id == "a" }?.detail == "altered")
    }

    @Test func whatNeverAirsIsSaid() throws {
        var bench = try Bench()
        try bench.add(
            """
            - { id: a, media: a.mov, duration: 2h }
            - { id: b, media: b.mov }
            - { id: c, start: { at: "07:00:00:00" }, media: c.mov }
            - { id: d, start: { at: "06:30:00:00" }, media: d.mov }
            """)
        let schedule = try bench.resolve("06:00:00:00", "08:00:00:00")
        let said = schedule.diagnostics.map { "\($0.event) \($0.code.rawValue) \($0.severity.rawValue)" }
        #expect(said.contains("b never-airs warning"))
        #expect(said.contains("d start-order error"))
    }

    // MARK: Days

    @Test func nextDayCutsTheTailOfTheLast() throws {
        var bench = try Bench()
        try bench.add("- { id: night, start: { at: \"05:30:00:00\" }, media: n.mov }")
        bench.day = bench.day.adding(days: 1)
        #expect(
            try bench.lines("06:00:00:00", "06:31:00:00") == [
                "06:00:00:00 +45000 night n.mov+45000", "06:30:00:00 +1500 [nothing-scheduled]",
            ])
        try bench.add(
            "day: 2026-11-23", file: "q.yaml",
            "- { id: morning, start: { at: \"06:10:00:00\" }, media: m.mov, duration: 10s }")
        #expect(
            try bench.lines("06:00:00:00", "06:10:10:00") == [
                "06:00:00:00 +15000 night n.mov+45000", "06:10:00:00 +250 morning m.mov+0",
            ])
    }

    @Test func laterDocumentOfADayReplaces() throws {
        var bench = try Bench()
        try bench.add("- { id: a, media: a.mov, duration: 10s }")
        try bench.add("day: 2026-11-22", file: "q.yaml", "- { id: b, media: b.mov, duration: 10s }")
        #expect(try bench.lines("06:00:00:00", "06:00:10:00") == ["06:00:00:00 +250 b b.mov+0"])
    }

    @Test func cyclesRepeatOnTheirGrid() throws {
        var bench = try Bench()
        try bench.add(
            "repeat: 00:10:00:00",
            """
            - { id: a, media: a.mov, duration: 1m }
            - { id: b, start: { cycle: "00:02:00:00" }, media: b.mov, duration: 5m }
            - { id: c, media: c.mov, duration: 5m }
            """)
        #expect(
            try bench.lines("06:09:59:24", "06:20:00:00") == [
                "06:09:59:24 +1 c#1 c.mov+4499", "06:10:00:00 +1500 a#2 a.mov+0",
                "06:11:00:00 +1500 [nothing-scheduled]",
                "06:12:00:00 +7500 b#2 b.mov+0", "06:17:00:00 +4500 c#2 c.mov+0",
            ])
        // The last cycle ends with the day, and a document of its own takes a day over.
        try bench.add("day: 2026-11-23", file: "q.yaml", "- { id: x, start: { at: \"06:01:00:00\" }, media: x.mov }")
        bench.day = bench.day.adding(days: 1)
        #expect(
            try bench.lines("06:00:00:00", "06:01:00:01") == [
                "06:00:00:00 +1500 [nothing-scheduled]", "06:01:00:00 +1 x x.mov+0",
            ])
        bench.day = bench.day.adding(days: 1)
        #expect(try bench.lines("06:00:00:00", "06:00:00:01") == ["06:00:00:00 +1 a#1 a.mov+0"])
    }

    @Test func dayOf25HoursHas150Cycles() throws {
        var bench = try Bench()
        bench.day = CivilDate("2024-02-29")!
        try bench.add("repeat: 10m", "- { id: a, media: a.mov, duration: 10m }")
        let schedule = try bench.resolve(bench.calendar.frames(of: bench.day))
        #expect(schedule.segments.count == 150)
        #expect(schedule.segments.last?.event == "a#150")
        #expect(schedule.localOffsets.count == 2)
    }

    @Test func looseLists() throws {
        var bench = try Bench()
        try bench.add("repeat: 1h", "- { id: base, media: base.mov, duration: 1h }")
        try bench.add(
            "title: Loose", file: "l.yaml",
            "- { id: a, media: a.mov, duration: 10s }\n- { id: b, media: b.mov, duration: 10s }")
        #expect(try bench.lines("06:00:00:00", "06:00:10:00") == ["06:00:00:00 +250 base#1 base.mov+0"])
        bench.documents[1].startFrame = try bench.frame("06:00:05:00")
        #expect(
            try bench.lines("06:00:00:00", "06:00:30:00") == [
                "06:00:00:00 +125 base#1 base.mov+0", "06:00:05:00 +250 a a.mov+0", "06:00:15:00 +250 b b.mov+0",
                "06:00:25:00 +125 base#1 base.mov+625",
            ])
        try bench.edit("06:00:10:00", .take(event: nil))
        #expect(
            try bench.lines("06:00:05:00", "06:00:25:00") == [
                "06:00:05:00 +125 a a.mov+0", "06:00:10:00 +250 b b.mov+0", "06:00:20:00 +125 base#1 base.mov+500",
            ])
    }

    @Test func looseListWithFixedTimes() throws {
        var bench = try Bench()
        try bench.add(
            "title: Loose", startAt: "23:59:50:00",
            """
            - { id: a, media: a.mov, duration: 60s }
            - { id: b, start: { at: "00:00:20:00" }, media: b.mov, duration: 10s }
            """)
        #expect(
            try bench.lines("23:59:50:00", "00:00:30:00") == [
                "23:59:50:00 +750 a a.mov+0", "00:00:20:00 +250 b b.mov+0",
            ])
    }
}
