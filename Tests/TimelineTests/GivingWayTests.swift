import Playlist
import Testing
import Timecode
import Timeline

/// Media that have to give way after they have begun: rights that end, and recalls.
@Suite struct GivingWayTests {
    static func standing(
        _ name: String, length: Int64 = 90_000, from: Int64 = .min, to last: Int64 = .max, recalled: Int64?? = nil
    ) -> MediaStanding {
        MediaStanding(
            asset: Bench.asset(name), lengthFrames: length, withheld: recalled == nil ? nil : .recalled,
            detail: recalled == nil ? "" : "recalled: error", notBeforeFrame: from, notAfterFrame: last,
            recalledFrame: recalled ?? nil)
    }

    static func bench(_ list: String, _ standings: [String: MediaStanding], head: String = "day: 2026-11-22") throws
        -> Bench
    {
        var bench = try Bench()
        for (name, standing) in standings { bench.media[MediaUse(media: name, category: nil)] = standing }
        try bench.add(head, list)
        return bench
    }

    static let pool = [
        FillerPool(
            id: "pool",
            items: [FillerPool.Item(id: "logo", source: MediaSource(media: "logo.mov"), duration: .seconds(10))])
    ]

    static let list = """
        - { id: a, media: a.mov, in: 7f, duration: 20s, alternate: { media: spare.mov, in: 3f } }
        - { id: b, media: b.mov, duration: 20s }
        """

    @Test func anItemGivesWayToItsAlternateInStep() throws {
        let at = try Bench().frame("06:00:08:00")
        for (standing, why) in [
            (Self.standing("a.mov", to: at - 1), "rights"), (Self.standing("a.mov", recalled: at), "recalled"),
        ] {
            let bench = try Self.bench(Self.list, ["a.mov": standing])
            #expect(
                try bench.lines("06:00:00:00", "06:00:40:00") == [
                    "06:00:00:00 +200 a a.mov+7 or spare.mov+3", "06:00:08:00 +300 a spare.mov+203 instead: \(why)",
                    "06:00:20:00 +500 b b.mov+0",
                ])
        }
    }

    @Test func withoutAnAlternateFillersAndThenTheSlate() throws {
        let at = try Bench().frame("06:00:08:00")
        let list = Self.list.replacing(", alternate: { media: spare.mov, in: 3f }", with: "")
        for (standing, why, code) in [
            (Self.standing("a.mov", to: at - 1), "rights", EventDecision.Code.rightsEnd),
            (Self.standing("a.mov", recalled: at), "recalled", .recalled),
        ] {
            var bench = try Self.bench(list, ["a.mov": standing])
            #expect(
                try bench.lines("06:00:00:00", "06:00:40:00") == [
                    "06:00:00:00 +200 a a.mov+7", "06:00:08:00 +300 a [\(why)]", "06:00:20:00 +500 b b.mov+0",
                ])
            let event = try #require(try bench.resolve("06:00:00:00", "06:00:40:00").events.first)
            #expect(event.decisions == [EventDecision(code, frames: 300)])
            bench.fillers = Self.pool
            #expect(
                try bench.lines("06:00:00:00", "06:00:40:00").dropFirst().first
                    == "06:00:08:00 +250 logo logo.mov+0 instead: \(why)")
        }
    }

    /// What is left out when its turn comes keeps its time when it had begun: nothing moves under the viewer's eyes.
    @Test func whatHasBegunIsNotLeftOut() throws {
        let at = try Bench().frame("06:00:08:00")
        let head = "day: 2026-11-22\nonMissing: [next]"
        let list = Self.list.replacing(", alternate: { media: spare.mov, in: 3f }", with: "")
        let begun = try Self.bench(list, ["a.mov": Self.standing("a.mov", recalled: at)], head: head)
        #expect(
            try begun.lines("06:00:00:00", "06:00:40:00") == [
                "06:00:00:00 +200 a a.mov+7", "06:00:08:00 +300 a [recalled]", "06:00:20:00 +500 b b.mov+0",
            ])
        let before = try Self.bench(
            list, ["a.mov": Self.standing("a.mov", recalled: try Bench().frame("06:00:00:00"))], head: head)
        #expect(
            try before.lines("06:00:00:00", "06:00:40:00").first == "06:00:00:00 +500 b b.mov+0")
    }

    @Test func aRecallWithoutAFrameIsForEver() throws {
        let bench = try Self.bench(Self.list, ["a.mov": Self.standing("a.mov", recalled: .some(nil))])
        #expect(
            try bench.lines("06:00:00:00", "06:00:40:00") == [
                "06:00:00:00 +500 a spare.mov+3 instead: recalled", "06:00:20:00 +500 b b.mov+0",
            ])
        let schedule = try bench.resolve("06:00:00:00", "06:00:40:00")
        #expect(schedule.recalled == [Bench.asset("a.mov")])
    }

    /// What was recalled stands in for nothing: not as an alternate, not as a filler, not as the picture of a wait.
    @Test func aRecalledSpareIsNone() throws {
        let at = try Bench().frame("06:00:08:00")
        let recalled = Self.standing("spare.mov", recalled: at)
        var bench = try Self.bench(
            """
            - { id: a, media: gone.mov, duration: 20s, alternate: { media: spare.mov } }
            - { id: b, start: manual, hold: { media: spare.mov }, media: b.mov, duration: 20s }
            """, ["gone.mov": .missing, "spare.mov": recalled])
        #expect(
            try bench.lines("06:00:00:00", "06:00:30:00") == [
                "06:00:00:00 +500 a [missing]", "06:00:20:00 +250 b [hold]",
            ])
        bench = try Self.bench(
            "- { id: z, start: { at: \"06:01:00:00\" }, media: b.mov, duration: 20s }",
            ["logo.mov": Self.standing("logo.mov", recalled: at)])
        bench.fillers = Self.pool
        #expect(try bench.lines("06:00:00:00", "06:00:30:00") == ["06:00:00:00 +750 [nothing-scheduled]"])
    }

    @Test func loopedItemsAreCutInTheirPass() throws {
        let at = try Bench().frame("06:00:25:00")
        let bench = try Self.bench(
            "- { id: a, media: a.mov, duration: 10s, loop: { until: \"06:01:00:00\" }, alternate: { media: spare.mov } }",
            ["a.mov": Self.standing("a.mov", recalled: at)])
        let lines = try bench.lines("06:00:00:00", "06:01:00:00")
        #expect(
            lines == [
                "06:00:00:00 +250 a a.mov+0 or spare.mov+0", "06:00:10:00 +250 a a.mov+0 or spare.mov+0",
                "06:00:20:00 +125 a a.mov+0 or spare.mov+0", "06:00:25:00 +125 a spare.mov+125 instead: recalled",
                "06:00:30:00 +250 a spare.mov+0 instead: recalled", "06:00:40:00 +250 a spare.mov+0 instead: recalled",
                "06:00:50:00 +250 a spare.mov+0 instead: recalled",
            ])
    }

    /// Rights that begin after the start of an event: it does not air, wherever they begin within it.
    @Test func rightsThatBeginWithinAnEventWithholdIt() throws {
        let at = try Bench().frame("06:00:08:00")
        let bench = try Self.bench(Self.list, ["a.mov": Self.standing("a.mov", from: at)])
        #expect(
            try bench.lines("06:00:00:00", "06:00:40:00").first == "06:00:00:00 +500 a spare.mov+3 instead: rights")
    }

    /// The alternate's own rights end, too.
    @Test func anAlternateIsCutWhereItsOwnRightsEnd() throws {
        let (first, second) = (try Bench().frame("06:00:08:00"), try Bench().frame("06:00:12:00"))
        let bench = try Self.bench(
            Self.list,
            ["a.mov": Self.standing("a.mov", recalled: first), "spare.mov": Self.standing("spare.mov", to: second - 1)])
        let schedule = try bench.resolve("06:00:00:00", "06:00:40:00")
        let rest = try #require(schedule.segments.first { $0.withheld == .recalled })
        #expect(rest.notAfterFrame == second - 1, "air shows the slate behind it")
    }
}
