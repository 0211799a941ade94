import Playlist
import Testing
import Timecode
import Timeline

/// One list for several regions: windows that close on their frame everywhere.
struct OptOutTests {
    static let list = """
        - { id: a, start: { at: "06:00:00:00" }, media: a.mov, duration: 10s }
        - { id: w1, media: w1.mov, duration: 10s, optOut: { id: win, through: w2, regions: { UZ: [ { id: u1, media: u1.mov, duration: 12s }, { id: u2, media: u2.mov, duration: 8s } ], KG: [ { id: k1, media: k1.mov, duration: 15s } ], TJ: [ { id: t1, media: t1.mov, duration: 15s }, { id: t2, media: t2.mov, duration: 10s }, { id: t3, media: t3.mov, duration: 10s } ] } } }
        - { id: w2, media: w2.mov, duration: 10s }
        - { id: z, media: z.mov, duration: 10s }
        """

    @Test func windows() throws {
        let cases: [(region: String, lines: [String], said: [String])] = [
            ("KZ", ["06:00:10:00 +250 w1 w1.mov+0", "06:00:20:00 +250 w2 w2.mov+0"], []),
            ("UZ-TK", ["06:00:10:00 +300 u1 u1.mov+0", "06:00:22:00 +200 u2 u2.mov+0"], []),
            (
                "KG", ["06:00:10:00 +375 k1 k1.mov+0", "06:00:25:00 +125 [nothing-scheduled]"],
                ["leaves 125 frames"]
            ),
            (
                "TJ", ["06:00:10:00 +375 t1 t1.mov+0", "06:00:25:00 +125 t2 t2.mov+0"],
                ["375 frames", "window win is full"]
            ),
        ]
        for (region, lines, said) in cases {
            var bench = try Bench()
            bench.region = region
            try bench.add(Self.list)
            let expected = ["06:00:00:00 +250 a a.mov+0"] + lines + ["06:00:30:00 +250 z z.mov+0"]
            #expect(try bench.lines("06:00:00:00", "06:00:40:00") == expected)
            let schedule = try bench.resolve("06:00:00:00", "06:00:40:00")
            #expect(schedule.diagnostics.count == said.count, "\(schedule.diagnostics)")
            for text in said { #expect(schedule.diagnostics.contains { $0.message.contains(text) }, "\(text)") }
            let own = schedule.events.filter { $0.window == "win" }
            let expectedOwn = region == "KZ" ? 0 : lines.count { !$0.contains("[") }
            #expect(own.count == expectedOwn)
        }
    }

    /// A take out of the window closes it for everybody.
    @Test func aWindowThatIsCut() throws {
        for region in ["KZ", "UZ", "KG", "TJ"] {
            var bench = try Bench()
            bench.region = region
            try bench.add(Self.list)
            try bench.edit("06:00:24:00", .take(event: "z"))
            #expect(try bench.lines("06:00:24:00", "06:00:34:00") == ["06:00:24:00 +250 z z.mov+0"])
        }
    }

    @Test func titlesByRegion() throws {
        var bench = try Bench()
        bench.region = "UZ"
        try bench.add(
            "day: 2026-11-22\nlanguages: { UZ: [uz, ru] }",
            "- { id: a, title: { kk: Жаңалықтар, uz: Yangiliklar, en: News }, media: a.mov, duration: 10s }")
        #expect(try bench.resolve("06:00:00:00", "06:00:10:00").events.map(\.title) == ["Yangiliklar"])
        bench.region = "KZ"
        #expect(try bench.resolve("06:00:00:00", "06:00:10:00").events.map(\.title) == ["Жаңалықтар"])
    }
}
