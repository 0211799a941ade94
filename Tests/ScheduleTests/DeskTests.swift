import Playlist
import Testing
import Timecode
import Timeline

@testable import ChannelSchedule

/// What the desk lets through, and what it makes of it.
@Suite("The desk")
struct DeskTests {
    static let minutes = (0..<300).map { "- { id: e\($0), media: m\($0).mov, duration: 60s }" }.joined(separator: "\n")

    static func paper() throws -> Paper {
        let paper = try Paper()
        try paper.load("one", minutes, at: try paper.frame("06:00:00:00") - 1500)
        return paper
    }

    @Test func nothingWithinTheGuardMovesButByATake() throws {
        let paper = try Self.paper()
        // e10 is on from 06:10; two seconds before it ends, e11 is within the guard.
        let late = try paper.frame("06:10:58:00")
        let before = paper.revisions.count
        for order: OperatorOrder in [.skip(event: nil), .skip(event: "e11"), .hold] {
            let refused = try #require(paper.refusal(order, at: late))
            #expect(refused.code == "guard", "\(order)")
            #expect(refused.problems[0].contains("`e11` starts at 06:11:00:00"), "\(refused.problems)")
        }
        #expect(paper.revisions.count == before)
        // Four seconds before, all of them are possible; and a take always is.
        for order: OperatorOrder in [.skip(event: nil), .hold, .take(event: nil)] {
            #expect(paper.refusal(order, at: try paper.frame("06:10:56:00")) == nil)
        }
        #expect(try paper.give(.take(event: nil), at: late).entry.effective == late + 8)
        #expect(paper.onAir(at: late + 7)?.event == "e10" && paper.onAir(at: late + 8)?.event == "e11")
    }

    /// A start that is given to an event before what is on air ends cuts that on its frame; taken back, that plays on.
    @Test func aRetimedEventCutsWhatIsOnAir() throws {
        let paper = try Self.paper()
        let label = try #require(TimecodeLabel("06:10:40:00"))
        let order = OperatorOrder.retime(event: "e20", .at(label, occurrence: nil, soft: nil))
        try paper.give(order, at: try paper.frame("06:10:10:00"))
        paper.republish(at: try paper.frame("06:10:20:00"))
        let cut = ["06:10:00:00 e10+0", "06:10:40:00 e20+0", "06:11:40:00 e11+0"]
        #expect(try paper.aired("06:10:00:00", "06:12:40:00") == cut)
        try paper.give(.undo(number: nil), at: try paper.frame("06:10:30:00"))
        #expect(
            try paper.aired("06:10:00:00", "06:12:40:00") == [
                "06:10:00:00 e10+0", "06:11:00:00 e11+0", "06:12:00:00 e12+0",
            ])
        // Within the guard window it is refused.
        #expect(paper.refusal(order, at: try paper.frame("06:10:38:00"))?.code == "guard")
    }

    @Test func anInsertGoesBehindWhatTheGuardHolds() throws {
        let paper = try Self.paper()
        paper.keep("x", "- { id: x, media: x.mov, duration: 10s }", head: "replaces: false")
        try paper.give(.insert(sha256: "x"), at: try paper.frame("06:10:58:00"))
        #expect(
            try paper.aired("06:10:50:00", "06:13:00:00") == [
                "06:10:50:00 e10+1250", "06:11:00:00 e11+0", "06:12:00:00 x+0", "06:12:10:00 e12+0",
            ])
    }

    @Test func aReplacementGoesOnWithWhatIsOnAir() throws {
        let paper = try Self.paper()
        let now = try paper.frame("06:10:20:00")
        // Ten seconds put in at the beginning, and e10 itself 30 s longer with other media.
        let other = "- { id: new, media: n.mov, duration: 10s }\n" + Self.minutes
        let text = other.replacing(
            "- { id: e10, media: m10.mov, duration: 60s }", with: "- { id: e10, media: o.mov, duration: 90s }")
        try paper.load("two", text, at: now)
        #expect(
            try paper.aired("06:10:00:00", "06:13:00:00") == [
                "06:10:00:00 e10+0", "06:11:30:00 e11+0", "06:12:30:00 e12+0",
            ])
        let revision = try #require(paper.published)
        guard case .asset(let own, _) = revision.segments[0].source else { throw Unexpected() }
        #expect(revision.assets[own].path == "/m/m10.mov", "its media stay")
        paper.republish(at: now + 100)
        #expect(paper.onAir(at: try paper.frame("06:11:29:24"))?.event == "e10")
        #expect(paper.onAir(at: try paper.frame("06:11:30:00"))?.event == "e11")
        // The journal tells the same.
        let told = paper.desk.resolve(try paper.replayed(), at: now + 100).schedule
        #expect(told == paper.desk.resolve(paper.state, at: now + 100).schedule)
    }

    @Test func aReplacementWithoutWhatIsOnAirLetsItFinish() throws {
        let paper = try Self.paper()
        let text = Self.minutes.replacing("- { id: e10, media: m10.mov, duration: 60s }\n", with: "")
        try paper.load("two", text, at: try paper.frame("06:10:20:00"))
        #expect(
            try paper.aired("06:10:30:00", "06:12:30:00") == [
                "06:10:30:00 e10+750", "06:11:00:00 e12+0", "06:12:00:00 e13+0",
            ])
    }

    @Test func aShorterVersionEndsBehindTheGuard() throws {
        let paper = try Self.paper()
        let text = Self.minutes.replacing("media: m10.mov, duration: 60s", with: "media: m10.mov, duration: 5s")
        try paper.load("two", text, at: try paper.frame("06:10:20:00"))
        #expect(
            try paper.aired("06:10:20:08", "06:12:00:00") == [
                "06:10:20:08 e10+508", "06:10:23:00 e11+0", "06:11:23:00 e12+0",
            ])
    }

    @Test func aReplacementWithinTheGuardComesBehindTheJoin() throws {
        let paper = try Self.paper()
        let text = "- { id: new, media: n.mov, duration: 10s }\n" + Self.minutes
        try paper.load("two", text, at: try paper.frame("06:10:59:00"))
        #expect(
            try paper.aired("06:10:50:00", "06:13:30:00") == [
                "06:10:50:00 e10+1250", "06:11:00:00 e11+0", "06:12:00:00 e12+0", "06:13:00:00 e13+0",
            ])
    }

    /// A list that is started cuts what is on air on its frame, at once or hours later, and what is on until then stays.
    @Test func aListStartsOnItsFrame() throws {
        let loose = "- { id: one, media: o.mov, duration: 30s }\n- { id: two, media: t.mov, duration: 30s }"
        let paper = try Self.paper()
        try paper.load("loose", loose, head: "replaces: false", named: "loose.yaml", at: try paper.frame("06:10:05:00"))
        let far = try paper.frame("07:00:30:00")
        try paper.give(.start(sha256: "loose", event: nil, at: far), at: try paper.frame("06:10:10:00"))
        #expect(paper.published!.effectiveFrom < far - 70_000)
        #expect(try paper.aired("06:10:00:00", "06:12:00:00") == ["06:10:00:00 e10+0", "06:11:00:00 e11+0"])
        // Orders are judged by what is on air all the while.
        #expect(paper.refusal(.skip(event: nil), at: try paper.frame("06:10:58:00"))?.code == "guard")
        #expect(
            try paper.aired("07:00:00:00", "07:02:00:00") == [
                "07:00:00:00 e60+0", "07:00:30:00 one+0", "07:01:00:00 two+0", "07:01:30:00 e61+750",
            ])
        let taken = try Self.paper()
        try taken.load("loose", loose, head: "replaces: false", named: "loose.yaml", at: try taken.frame("06:10:05:00"))
        try taken.give(.take(event: "two"), at: try taken.frame("06:10:10:00"))
        #expect(
            try taken.aired("06:10:00:00", "06:11:30:00") == [
                "06:10:00:00 e10+0", "06:10:12:13 two+0", "06:10:42:13 e10+1063", "06:11:00:00 e11+0",
            ])
    }

    struct Unexpected: Error {}
}
