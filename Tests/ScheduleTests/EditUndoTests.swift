import Playlist
import Testing
import Timecode
import Timeline

@testable import ChannelSchedule

/// Edits on the list, on paper: what airs, what is refused, and that an undo leaves nothing behind.
@Suite("Edits")
struct EditUndoTests {
    static let list = """
        - { id: a, media: a.mov, duration: 60s }
        - { id: b, media: b.mov, duration: 60s }
        - { id: c, media: c.mov, duration: 60s }
        - { id: d, media: d.mov, duration: 60s }
        - { id: news, start: { at: "06:10:00:00" }, media: n.mov, duration: 60s }
        - { id: e, media: e.mov, duration: 60s }
        """

    static func paper() throws -> Paper {
        let paper = try Paper()
        try paper.load("one", list, at: try paper.frame("06:00:00:00") - 1500)
        return paper
    }

    /// The list with one order given at 06:00:20, to its end.
    private func after(_ order: OperatorOrder, to end: String = "06:05:00:00") throws -> [String] {
        let paper = try Self.paper()
        try paper.give(order, at: try paper.frame("06:00:20:00"))
        return try paper.aired("06:00:00:00", end)
    }

    @Test func deleting() throws {
        #expect(
            try after(.delete(event: "b")) == [
                "06:00:00:00 a+0", "06:01:00:00 c+0", "06:02:00:00 d+0", "06:03:00:00 [nothing-scheduled]",
            ])
        // A fixed start goes with its event, where `skip` would leave it to the next one.
        #expect(
            try after(.delete(event: "news"), to: "06:11:00:00").suffix(2) == [
                "06:04:00:00 e+0", "06:05:00:00 [nothing-scheduled]",
            ])
        #expect(try after(.skip(event: "news"), to: "06:11:00:00").suffix(1) == ["06:10:00:00 e+0"])
    }

    @Test func moving() throws {
        let dBeforeB = [
            "06:00:00:00 a+0", "06:01:00:00 d+0", "06:02:00:00 b+0", "06:03:00:00 c+0",
            "06:04:00:00 [nothing-scheduled]",
        ]
        #expect(try after(.move(event: "d", .before(event: "b"))) == dBeforeB)
        #expect(try after(.move(event: "d", .after(event: "a"))) == dBeforeB)
        #expect(
            try after(.move(event: "b", .after(event: "news")), to: "06:13:00:00").suffix(3) == [
                "06:10:00:00 news+0", "06:11:00:00 b+0", "06:12:00:00 e+0",
            ])
        let paper = try Self.paper()
        let now = try paper.frame("06:00:20:00")
        #expect(paper.refusal(.move(event: "news", .before(event: "b")), at: now)?.code == "fixed")
        #expect(paper.refusal(.move(event: "a", .after(event: "c")), at: now)?.code == "on-air")
        #expect(paper.refusal(.move(event: "b", .before(event: "a")), at: now)?.code == "on-air")
        #expect(paper.refusal(.move(event: "b", .after(event: "nobody")), at: now)?.code == "unknown-event")
        #expect(paper.refusal(.move(event: "b", .after(event: "a")), at: now)?.code == "no-effect")
    }

    @Test func retiming() throws {
        func at(_ label: String, soft: Int64? = nil) -> OperatorOrder.Start {
            .at(TimecodeLabel(label)!, occurrence: nil, soft: soft)
        }
        #expect(
            try after(.retime(event: "d", at("06:01:30:00"))) == [
                "06:00:00:00 a+0", "06:01:00:00 b+0", "06:01:30:00 d+0", "06:02:30:00 c+0",
                "06:03:30:00 [nothing-scheduled]",
            ])
        #expect(
            try after(.retime(event: "d", at("06:01:30:00", soft: 1000))) == [
                "06:00:00:00 a+0", "06:01:00:00 b+0", "06:02:00:00 d+0", "06:03:00:00 c+0",
                "06:04:00:00 [nothing-scheduled]",
            ])
        #expect(
            try after(.retime(event: "news", at("06:12:00:00")), to: "06:14:00:00").suffix(4) == [
                "06:04:00:00 e+0", "06:05:00:00 [nothing-scheduled]", "06:12:00:00 news+0",
                "06:13:00:00 [nothing-scheduled]",
            ])
        #expect(
            try after(.retime(event: "news", .follow), to: "06:07:00:00").suffix(3) == [
                "06:04:00:00 news+0", "06:05:00:00 e+0", "06:06:00:00 [nothing-scheduled]",
            ])
        let paper = try Self.paper()
        let now = try paper.frame("06:00:20:00")
        try paper.give(.retime(event: "b", at("06:08:00:00")), at: now)
        try paper.give(.retime(event: "b", .follow), at: now + 100)
        #expect(
            try paper.aired("06:00:30:00", "06:03:00:00") == [
                "06:00:30:00 a+750", "06:01:00:00 b+0", "06:02:00:00 c+0",
            ], "it is back in its place")
        #expect(paper.refusal(.retime(event: "c", at("06:00:22:00")), at: now + 200)?.code == "guard")
        #expect(paper.refusal(.retime(event: "c", at("25:00:00:00")), at: now + 200)?.code == "bad-time")
    }

    @Test func replacing() throws {
        #expect(
            try after(.replace(event: "b", EventChange(media: "x.mov", inFrames: 50, frames: 500))) == [
                "06:00:00:00 a+0", "06:01:00:00 b+50", "06:01:20:00 c+0", "06:02:20:00 d+0",
                "06:03:20:00 [nothing-scheduled]",
            ])
        let paper = try Self.paper()
        paper.lengths["x.mov"] = 250
        let now = try paper.frame("06:00:20:00")
        let given = try paper.give(.replace(event: "b", EventChange(media: "x.mov")), at: now)
        #expect(try paper.aired("06:01:00:00", "06:01:11:00") == ["06:01:00:00 b+0", "06:01:10:00 c+0"])
        let first = try #require(given.revision.segmentIndex(at: try paper.frame("06:01:00:00")))
        guard case .asset(let asset, _) = given.revision.segments[first].source else { throw DeskTests.Unexpected() }
        #expect(given.revision.assets[asset].path == "/m/x.mov")
        #expect(paper.refusal(.replace(event: "a", EventChange(media: "x.mov")), at: now)?.code == "on-air")
        paper.withheld.insert("y.mov")
        #expect(paper.refusal(.replace(event: "c", EventChange(media: "y.mov")), at: now)?.code == "withheld")
    }

    @Test func lengthening() throws {
        #expect(
            try after(.length(event: nil, .by(250))).prefix(2) == ["06:00:00:00 a+0", "06:01:10:00 b+0"])
        #expect(
            try after(.length(event: "b", .to(250))).prefix(3) == [
                "06:00:00:00 a+0", "06:01:00:00 b+0", "06:01:10:00 c+0",
            ])
        #expect(try after(.length(event: nil, .to(600))).prefix(2) == ["06:00:00:00 a+0", "06:00:24:00 b+0"])
        let paper = try Self.paper()
        let now = try paper.frame("06:00:20:00")
        #expect(paper.refusal(.length(event: nil, .to(550)), at: now)?.code == "guard", "22 s is within the guard")
        #expect(paper.refusal(.length(event: "a", .by(-1500)), at: now)?.code == "bad-length")
        #expect(paper.refusal(.length(event: nil, .by(25)), at: try paper.frame("06:00:58:00"))?.code == "guard")
        // What a fixed start cuts is not made longer by it.
        let cut = paper.refusal(.length(event: "d", .to(90_000)), at: now)
        #expect(cut == nil)
        try paper.give(.length(event: "d", .to(90_000)), at: now)
        #expect(paper.onAir(at: try paper.frame("06:09:59:24"))?.event == "d")
        #expect(paper.refusal(.length(event: "d", .by(25)), at: now + 20)?.code == "no-effect")
        // On air it keeps its new end, whatever is published.
        try paper.give(.length(event: nil, .by(250)), at: now + 40)
        paper.republish(at: now + 100)
        #expect(paper.onAir(at: try paper.frame("06:01:09:24"))?.event == "a")
        #expect(paper.onAir(at: try paper.frame("06:01:10:00"))?.event == "b")
    }

    // MARK: Undo

    @Test func undoing() throws {
        let paper = try Self.paper()
        let now = try paper.frame("06:00:20:00")
        let skip = try paper.give(.skip(event: "b"), at: now).entry.number
        let move = try paper.give(.move(event: "d", .before(event: "c")), at: now + 25).entry.number
        #expect(paper.refusal(.undo(number: 99), at: now + 50)?.code == "unknown-edit")
        #expect(paper.refusal(.undo(number: 1), at: now + 50)?.code == "not-undoable")
        let aida = try #require(paper.refusal(.undo(number: nil), at: now + 50, by: Paper.aida))
        #expect(aida.code == "conflict" && aida.theirs.map(\.number) == [move])
        try paper.give(.undo(number: skip), at: now + 50, by: Paper.aida)
        #expect(
            try paper.aired("06:00:30:00", "06:05:00:00") == [
                "06:00:30:00 a+750", "06:01:00:00 b+0", "06:02:00:00 d+0", "06:03:00:00 c+0",
                "06:04:00:00 [nothing-scheduled]",
            ])
        #expect(paper.refusal(.undo(number: skip), at: now + 60)?.code == "undone")
        let undo = try paper.give(.undo(number: nil), at: now + 60).entry
        #expect(undo.action == .undo(number: move))
        // Undoing the undo brings it back.
        try paper.give(.undo(number: undo.number), at: now + 70)
        #expect(paper.onAir(at: try paper.frame("06:02:00:00"))?.event == "d")
        let told = paper.desk.resolve(try paper.replayed(), at: now + 100).schedule
        #expect(told == paper.desk.resolve(paper.state, at: now + 100).schedule)
    }

    @Test func whatHasAiredIsNotUndone() throws {
        let paper = try Self.paper()
        let take = try paper.give(.take(event: nil), at: try paper.frame("06:00:20:00")).entry.number
        let delete = try paper.give(.delete(event: "c"), at: try paper.frame("06:00:30:00")).entry.number
        #expect(paper.refusal(.undo(number: take), at: try paper.frame("06:00:40:00"))?.code == "not-undoable")
        #expect(paper.refusal(.undo(number: delete), at: try paper.frame("06:01:10:00")) == nil)
        #expect(paper.refusal(.undo(number: delete), at: try paper.frame("06:01:19:00"))?.code == "guard")
        #expect(paper.refusal(.undo(number: delete), at: try paper.frame("06:01:30:00"))?.code == "aired")
    }

    @Test func whatOthersBuildOnIsUndoneAfterThem() throws {
        let paper = try Self.paper()
        paper.keep("x", "- { id: x, media: x.mov, duration: 10s }", head: "replaces: false")
        let now = try paper.frame("06:00:20:00")
        let insert = try paper.give(.insert(sha256: "x"), at: now).entry.number
        let move = try paper.give(.move(event: "x", .after(event: "c")), at: now + 10).entry.number
        #expect(paper.refusal(.undo(number: insert), at: now + 20)?.code == "built-upon")
        try paper.give(.undo(number: move), at: now + 20)
        try paper.give(.undo(number: insert), at: now + 30)
        #expect(
            try paper.aired("06:00:30:00", "06:02:01:00") == [
                "06:00:30:00 a+750", "06:01:00:00 b+0", "06:02:00:00 c+0",
            ])
    }

    /// An order that is given and undone leaves the schedule as if it had never been given; and no order, refused or not,
    /// moves what is on air or within the guard window.
    @Test(arguments: UInt64(1)...40)
    func anUndoLeavesNothingBehind(seed: UInt64) throws {
        var random = Seeded(seed)
        let paper = try Paper()
        let start = try paper.frame("06:00:00:00")
        try paper.load("one", Self.randomList(&random), at: start - 1500)
        var now = start + 10_000
        for step in 0..<14 {
            now += Int64.random(in: 1...3000, using: &random)
            let order = Self.order(paper, at: now, &random)
            let pristine = paper.desk.resolve(paper.state, at: now)
            let before = paper.situation
            guard let accepted = try? paper.desk.judge(order, by: Paper.dana, at: now, in: before) else { continue }
            if accepted.entry.action.isGuarded {
                let changed = before.published.flatMap {
                    accepted.revision.firstChange(from: $0, at: accepted.revision.effectiveFrom)
                }
                #expect(changed.map { $0 >= now + 75 } ?? true, "seed \(seed) step \(step) \(order)")
            }
            guard accepted.entry.action.isUndoable else { continue }
            try paper.give(order, at: now)
            let later = now + Int64.random(in: 1...60, using: &random)
            let number = accepted.entry.number
            if let undone = try? paper.give(.undo(number: number), at: later) {
                let now = paper.desk.resolve(paper.state, at: now).schedule
                #expect(
                    now.segments == pristine.schedule.segments, "seed \(seed) step \(step) \(order) \(undone.message)")
                #expect(now.events == pristine.schedule.events, "seed \(seed) step \(step) \(order)")
            }
            // Half of them are given again, so that orders meet orders.
            if Bool.random(using: &random) { _ = try? paper.give(order, at: later + 80) }
            now = later + 80
        }
        let told = paper.desk.resolve(try paper.replayed(), at: now).schedule
        #expect(told == paper.desk.resolve(paper.state, at: now).schedule, "seed \(seed)")
    }

    private static func randomList(_ random: inout Seeded) -> String {
        (0..<120).map { index in
            var keys = ["id: e\(index)", "media: m\(index).mov"]
            keys.append("duration: \(Int.random(in: 20...400, using: &random))s")
            if index > 0, Int.random(in: 0..<8, using: &random) == 0 {
                let minute = index * 3
                let soft = Bool.random(using: &random) ? ", soft: 90s" : ""
                keys.append("start: { at: \"\(two(6 + minute / 60)):\(two(minute % 60)):00:00\"\(soft) }")
            } else if index > 0, Int.random(in: 0..<30, using: &random) == 0 {
                keys.append("start: { after: e\(index - 1), offset: 5s }")
            }
            return "- { \(keys.joined(separator: ", ")) }"
        }.joined(separator: "\n")
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func order(_ paper: Paper, at now: Int64, _ random: inout Seeded) -> OperatorOrder {
        func event() -> String {
            let coming = paper.situation.coming(after: now).prefix(12).map(\.id)
            return coming.randomElement(using: &random) ?? "e1"
        }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .skip(event: event())
        case 1: return .delete(event: event())
        case 2: return .move(event: event(), .before(event: event()))
        case 3: return .move(event: event(), .after(event: event()))
        case 4: return .retime(event: event(), .follow)
        case 5:
            let frame = now + Int64.random(in: 0...20_000, using: &random)
            return .retime(
                event: event(),
                .at(
                    paper.calendar.localLabel(of: frame).label, occurrence: nil,
                    soft: Bool.random(using: &random) ? 1000 : nil))
        case 6:
            return .replace(
                event: event(), EventChange(media: "r.mov", frames: Int64.random(in: 100...5000, using: &random)))
        case 7: return .length(event: nil, .by(Int64.random(in: -2000...2000, using: &random)))
        case 8: return .length(event: event(), .to(Int64.random(in: 50...5000, using: &random)))
        case 9: return .hold
        case 10: return .take(event: nil)
        default:
            let name = "x\(now)"
            paper.keep(name, "- { id: \(name), media: x.mov, duration: 10s }", head: "replaces: false")
            return .insert(sha256: name)
        }
    }

    // MARK: Two editors

    @Test func theSecondEditorIsToldOfTheFirst() throws {
        let paper = try Self.paper()
        let now = try paper.frame("06:00:20:00")
        let seen = paper.state.revision
        try paper.give(.delete(event: "c"), at: now, by: Paper.aida)
        func judge(_ order: OperatorOrder, seen: UInt64) -> OrderRefusal? {
            do throws(OrderRefusal) {
                _ = try paper.desk.judge(
                    order, by: Paper.dana, at: now + 25, in: paper.situation, ifRevision: seen)
                return nil
            } catch {
                return error
            }
        }
        let conflict = try #require(judge(.move(event: "c", .before(event: "b")), seen: seen))
        #expect(conflict.code == "conflict" && conflict.theirs.map(\.user.name) == ["aida"])
        #expect(conflict.problems[0].contains("by aida") && conflict.problems[0].contains("delete `c`"))
        #expect(conflict.problems[1].contains("move `c` before `b`"))
        // Another event is nobody's business; and who has seen the deletion is told what is so.
        #expect(judge(.delete(event: "b"), seen: seen) == nil)
        #expect(judge(.delete(event: "c"), seen: paper.state.revision)?.code == "unknown-event")
        #expect(judge(.delete(event: "b"), seen: 99)?.code == "bad-revision")
        // Done and undone is as if it had not been.
        try paper.give(.undo(number: paper.state.revision), at: now + 30, by: Paper.aida)
        #expect(judge(.move(event: "c", .before(event: "b")), seen: seen) == nil)
        // A new version of the document that changes the event has touched it; one that changes others has not.
        try paper.load("two", Self.list.replacing("id: d, media: d.mov", with: "id: d, media: other.mov"), at: now + 40)
        #expect(judge(.delete(event: "d"), seen: seen)?.code == "conflict")
        #expect(judge(.delete(event: "c"), seen: seen) == nil)
    }

    // MARK: Forgetting

    /// Orders of days long over are forgotten without a frame of what is to come being another.
    @Test func forgettingChangesNothing() throws {
        let paper = try Paper()
        let start = try paper.frame("06:00:00:00")
        let loose = (0..<200).map { "- { id: l\($0), media: m\($0).mov, duration: 40m }" }.joined(separator: "\n")
        paper.keep("loose", loose, head: "replaces: false")
        try paper.give(.document(name: "loose.yaml", sha256: "loose", origin: .folder), at: start)
        try paper.give(.start(sha256: "loose", event: nil, at: nil), at: start + 100)
        paper.keep("x", "- { id: x, media: x.mov, duration: 777s }", head: "replaces: false")
        try paper.give(.insert(sha256: "x"), at: start + 1000)
        try paper.give(.skip(event: "l9"), at: start + 2000)
        for day: Int64 in 1...5 {
            let now = start + day * 2_160_000
            let before = paper.desk.resolve(paper.state, at: now).schedule
            paper.republish(at: now)
            let after = paper.desk.resolve(paper.state, at: now).schedule
            #expect(after.segments == before.segments, "day \(day)")
        }
        #expect(paper.state.orders.count >= 3, "the list still runs: what was done to it stays")
        // When it is over, what was done to it is forgotten.
        let end = start + 9 * 2_160_000
        paper.republish(at: end)
        #expect(paper.state.orders.isEmpty && paper.state.forgotten > 0)
    }

    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        init(_ seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
