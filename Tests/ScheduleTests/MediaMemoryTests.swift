import Foundation
import Playlist
import Testing
import Timecode
import Timeline

@testable import ChannelSchedule

/// What was decided about media when an event had its turn stays decided.
@Suite("What was known of media")
struct MediaMemoryTests {
    private static let list = """
        - { id: a, media: a.mov, duration: 10m }
        - { id: b, media: b.mov, duration: 10m, onMissing: next }
        - { id: c, media: c.mov, duration: 10m }
        - { id: d, media: d.mov, duration: 10m }
        - { id: b2, media: b.mov, duration: 10m, onMissing: next }
        - { id: e, media: e.mov, duration: 10m }
        """

    private func paper(_ list: String, withheld: Set<String> = []) throws -> Paper {
        let paper = try Paper()
        paper.withheld = withheld
        try paper.load("one", list, at: try paper.frame("06:00:00:00") - 1500)
        return paper
    }

    /// Control dies and comes back with its journal, the last revision, and what it knew.
    private func restart(_ paper: Paper) throws {
        let kept = try JSONEncoder().encode(paper.state.media)
        paper.state = try paper.replayed()
        paper.state.media = try JSONDecoder().decode(MediaMemory.self, from: kept)
        paper.resolved = nil
    }

    @Test(arguments: [false, true])
    func aSealThatComesTooLateMovesNothing(restarts: Bool) throws {
        let paper = try paper(Self.list, withheld: ["b.mov"])
        try #require(try paper.aired("06:00:00:00", "06:20:00:00") == ["06:00:00:00 a+0", "06:10:00:00 c+0"])
        paper.withheld = []
        if restarts { try restart(paper) }
        paper.republish(at: try paper.frame("06:12:00:00"))
        if restarts { try restart(paper) }
        paper.republish(at: try paper.frame("06:25:00:00"))
        // The second one comes in time.
        #expect(
            try paper.aired("06:00:00:00", "06:50:00:00") == [
                "06:00:00:00 a+0", "06:10:00:00 c+0", "06:20:00:00 d+0", "06:30:00:00 b2+0", "06:40:00:00 e+0",
            ])
        // What is told of the past is what aired.
        let told = try #require(paper.resolved?.omitted.first { $0.id == "b" })
        #expect(told.decision.code == .leftOut && told.withheld == .unsealed)
    }

    @Test(arguments: [false, true])
    func aSealThatGoesMovesNothingThatHasAired(restarts: Bool) throws {
        let paper = try paper(Self.list)
        // While b is on air, and again when it is long over.
        for time in ["06:15:00:00", "06:25:00:00"] {
            paper.withheld = ["b.mov"]
            if restarts { try restart(paper) }
            paper.republish(at: try paper.frame(time))
        }
        #expect(
            try paper.aired("06:00:00:00", "06:50:00:00") == [
                "06:00:00:00 a+0", "06:10:00:00 b+0", "06:20:00:00 c+0", "06:30:00:00 d+0", "06:40:00:00 e+0",
            ])
    }

    /// An event whose length only its seal says has none while the seal is missing: it does not come into the past later.
    @Test func aLengthThatComesTooLateMovesNothing() throws {
        let paper = try Paper()
        paper.unmeasured = ["b.mov"]
        try paper.load(
            "one",
            """
            - { id: a, media: a.mov, duration: 10m }
            - { id: b, media: b.mov }
            - { id: c, media: c.mov, duration: 10m }
            - { id: b2, media: b.mov }
            - { id: d, media: d.mov, duration: 10m }
            """, at: try paper.frame("06:00:00:00") - 1500)
        paper.unmeasured = []
        paper.lengths = ["b.mov": 1500]
        paper.republish(at: try paper.frame("06:12:00:00"))
        let expected = ["06:00:00:00 a+0", "06:10:00:00 c+0", "06:20:00:00 b2+0", "06:21:00:00 d+0"]
        #expect(try paper.aired("06:00:00:00", "06:30:00:00") == expected)
        // Nor does one go that has aired: b2 had a length then.
        paper.unmeasured = ["b.mov"]
        paper.republish(at: try paper.frame("06:25:00:00"))
        #expect(try paper.aired("06:00:00:00", "06:30:00:00") == expected)
    }

    /// Media that are out of reach while an event has its turn: it airs nothing, and keeps its place and that of the others.
    @Test func mediaOutOfReachForAMomentKeepTheirPlace() throws {
        let paper = try Paper()
        let list = (0..<6).map { "- { id: e\($0), media: m\($0).mov }" }.joined(separator: "\n")
        for number in 0..<6 { paper.lengths["m\(number).mov"] = 15_000 }
        let all = Set(paper.lengths.keys)
        try paper.load("one", list, at: try paper.frame("06:00:00:00") - 1500)
        paper.unmeasured = all
        paper.republish(at: try paper.frame("06:09:50:00"))
        paper.unmeasured = []
        paper.republish(at: try paper.frame("06:10:20:00"))
        #expect(
            try paper.aired("06:00:00:00", "06:40:00:00") == [
                "06:00:00:00 e0+0", "06:10:00:00 e1[unsealed]", "06:20:00:00 e2+0", "06:30:00:00 e3+0",
            ])
    }

    /// A channel that starts in the middle of a day before its media can be reached: nothing of the day has been decided yet.
    @Test func aStartBeforeMediaCanBeReachedLosesNothing() throws {
        let paper = try Paper()
        let list = (0..<6).map { "- { id: e\($0), media: m\($0).mov }" }.joined(separator: "\n")
        for number in 0..<6 { paper.lengths["m\(number).mov"] = 15_000 }
        paper.unmeasured = Set(paper.lengths.keys)
        try paper.load("one", list, at: try paper.frame("06:15:00:00"))
        paper.unmeasured = []
        paper.republish(at: try paper.frame("06:16:00:00"))
        #expect(try paper.aired("06:20:00:00", "06:40:00:00") == ["06:20:00:00 e2+0", "06:30:00:00 e3+0"])
    }

    @Test func whatChangedBackAndForthIsKeptInOrder() throws {
        let paper = try paper(Self.list)
        for (minute, isGone) in [(2, true), (3, false), (4, true), (5, false)] {
            paper.withheld = isGone ? ["b.mov"] : []
            paper.republish(at: try paper.frame("06:0\(minute):00:00"))
        }
        let use = MediaUse(media: "b.mov", category: nil)
        let former = try #require(paper.state.media.former[use])
        #expect(former.map(\.facts.withheld) == [nil, .unsealed, nil, .unsealed])
        #expect(former.map(\.until) == former.map(\.until).sorted())
        #expect(try paper.aired("06:00:00:00", "06:20:00:00") == ["06:00:00:00 a+0", "06:10:00:00 b+0"])
        let kept = try JSONDecoder().decode(MediaMemory.self, from: JSONEncoder().encode(paper.state.media))
        #expect(kept == paper.state.media)
    }

    /// What no frame to come depends on is forgotten, and a medium that comes and goes does not eat the memory.
    @Test func itIsBounded() throws {
        let paper = try paper(Self.list)
        for round in 0..<200 {
            paper.withheld = round % 2 == 0 ? ["e.mov"] : []
            paper.republish(at: try paper.frame("06:00:00:00") + Int64(round) * 20)
        }
        #expect(paper.state.media.former[MediaUse(media: "e.mov", category: nil)]?.count == MediaMemory.mostChanges)
        paper.withheld = []
        paper.republish(at: try paper.frame("06:00:00:00") + 3 * 2_160_000)
        #expect(paper.state.media.former.isEmpty)
    }
}

@Suite("Passes of what is on air")
struct PassTests {
    private static func list(_ media: String) -> String {
        """
        - { id: a, media: \(media), duration: 10m, loop: { times: 3 } }
        - { id: b, media: b.mov, duration: 10m }
        """
    }

    private func paper() throws -> Paper {
        let paper = try Paper()
        try paper.load("one", Self.list("a.mov"), at: try paper.frame("06:00:00:00") - 1500)
        return paper
    }

    private func media(_ paper: Paper, _ label: String) throws -> String {
        let frame = try paper.frame(label)
        let revision = try #require(paper.revisions.last { $0.effectiveFrom <= frame })
        guard let segment = paper.onAir(at: frame) else { return "-" }
        switch segment.source {
        case .slate(let reason): return "\(segment.event) [\(reason.name)]"
        case .asset(let asset, let inFrame):
            return "\(segment.event) \(revision.assets[asset].path)+\(inFrame + frame - segment.firstFrame)"
        }
    }

    /// A new version gives the event other media: all its passes keep what the first one showed, after a restart too.
    @Test(arguments: [false, true])
    func allKeepTheirMedia(restarts: Bool) throws {
        let paper = try paper()
        try paper.load("two", Self.list("other.mov"), at: try paper.frame("06:05:00:00"))
        if restarts {
            paper.state = try paper.replayed()
            paper.resolved = nil
        }
        paper.republish(at: try paper.frame("06:12:00:00"))
        #expect(try media(paper, "06:09:00:00") == "a /m/a.mov+13500")
        #expect(try media(paper, "06:11:00:00") == "a /m/a.mov+1500")
        #expect(try media(paper, "06:29:00:00") == "a /m/a.mov+13500")
        #expect(try media(paper, "06:30:00:00") == "b /m/b.mov+0")
        // The rundown says what airs.
        #expect(paper.resolved?.events.first { $0.id == "a" }?.media == "a.mov")
    }

    /// The version ends it earlier, or later, and has its say about that.
    @Test func theVersionSaysWhenItEnds() throws {
        let paper = try paper()
        let twice = Self.list("other.mov").replacing("times: 3", with: "times: 2")
        try paper.load("two", twice, at: try paper.frame("06:05:00:00"))
        #expect(try media(paper, "06:19:00:00") == "a /m/a.mov+13500")
        #expect(try media(paper, "06:20:00:00") == "b /m/b.mov+0")
    }

    /// What a verdict has withheld since does not come again.
    @Test func aPassThatMayNotAirDoesNot() throws {
        for time in ["06:04:00:00", "06:06:00:00"] {
            let paper = try paper()
            if time > "06:05" { try paper.load("two", Self.list("other.mov"), at: try paper.frame("06:05:00:00")) }
            paper.withheld = ["a.mov"]
            paper.republish(at: try paper.frame(time))
            if time < "06:05" { try paper.load("two", Self.list("other.mov"), at: try paper.frame("06:05:00:00")) }
            paper.republish(at: try paper.frame("06:07:00:00"))
            #expect(try media(paper, "06:09:00:00") == "a /m/a.mov+13500", "it is on air")
            #expect(try media(paper, "06:10:00:00") == "a [unsealed]")
            #expect(try media(paper, "06:29:00:00") == "a [unsealed]")
            #expect(try media(paper, "06:30:00:00") == "b /m/b.mov+0")
        }
    }

    /// Rights that end are air's to enforce, in every pass.
    @Test func rightsEndThemAll() throws {
        let paper = try paper()
        let last = try paper.frame("06:15:00:00")
        paper.rights = ["a.mov": last]
        try paper.load("two", Self.list("other.mov"), at: try paper.frame("06:05:00:00"))
        #expect(paper.onAir(at: last)?.notAfterFrame == last)
    }

    /// A version that no longer has the event: it plays to its end, with all its passes.
    @Test func aVersionWithoutItLetsItFinish() throws {
        let paper = try paper()
        let other = "- { id: x, media: x.mov, duration: 1h }\n- { id: y, media: y.mov, duration: 1h }"
        try paper.load("two", other, at: try paper.frame("06:05:00:00"))
        #expect(try media(paper, "06:29:00:00") == "a /m/a.mov+13500")
        #expect(try media(paper, "06:30:00:00") == "x /m/x.mov+45000")
        // Control looks again, twice; and again when the media are known to be bad, here by another event that has them.
        paper.republish(at: try paper.frame("06:06:00:00"))
        #expect(try media(paper, "06:29:00:00") == "a /m/a.mov+13500")
        paper.withheld = ["a.mov"]
        try paper.load("three", other + "\n- { id: z, media: a.mov }", at: try paper.frame("06:07:00:00"))
        #expect(try media(paper, "06:09:00:00") == "a /m/a.mov+13500")
        #expect(try media(paper, "06:11:00:00") == "x /m/x.mov+16500")
    }
}
