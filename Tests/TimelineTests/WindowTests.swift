import Playlist
import Testing
import Timecode
import Timeline

/// A frame's programme does not depend on where the resolver was asked to look.
struct WindowTests {
    struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 33)
        }
    }

    /// Random days, cycles, loose lists and edits.
    static func bench(seed: UInt64) throws -> Bench {
        var random = Random(state: seed)
        var bench = try Bench()
        func event(_ index: Int, _ day: Bool, _ minute: inout Int) -> String {
            var start = ""
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where day:
                minute += Int.random(in: 10...90, using: &random)
                let clock = (6 * 60 + minute) % 1440
                let hour = clock / 60 < 10 ? "0\(clock / 60)" : "\(clock / 60)"
                let rest = clock % 60 < 10 ? "0\(clock % 60)" : "\(clock % 60)"
                if minute < 1440 {
                    start =
                        "start: { at: \"\(hour):\(rest):00:00\"\(Bool.random(using: &random) ? ", soft: 5m" : "") },"
                }
            case 1 where index > 0: start = "start: { after: e\(index - 1), offset: 7s },"
            case 2: start = "start: manual,"
            default: break
            }
            return
                "- { id: e\(index), \(start) media: m\(index % 5).mov, duration: \(Int.random(in: 1...5000, using: &random))s }"
        }
        try bench.add(
            "repeat: 17m",
            (0..<9).map { index in
                var none = 0
                return event(index, false, &none)
            }.joined(separator: "\n"))
        for date in ["2026-11-21", "2026-11-23"] {
            var minute = 0
            try bench.add("day: \(date)", file: date, (0..<40).map { event($0, true, &minute) }.joined(separator: "\n"))
        }
        try bench.add(
            "title: loose", startAt: "11:00:00:13", file: "l.yaml",
            (0..<5).map { index in
                var none = 0
                return event(index, false, &none)
            }.joined(separator: "\n"))
        let base = bench.calendar.firstFrame(of: CivilDate("2026-11-21")!)
        for number in 0..<30 {
            let actions: [OperatorEdit.Action] = [
                .take(event: nil), .hold, .skip(event: nil), .slate(.operatorOrder), .resume,
                .insert(PlaylistEvent(id: "x\(number)", source: MediaSource(media: "x.mov"), duration: .seconds(200))),
            ]
            bench.edits.append(
                OperatorEdit(
                    frame: base + Int64.random(in: 0..<6_480_000, using: &random),
                    action: actions.randomElement(using: &random)!))
        }
        return bench
    }

    @Test(arguments: UInt64(1)...12)
    func windowsAgree(seed: UInt64) throws {
        let bench = try Self.bench(seed: seed)
        let whole =
            bench.calendar.firstFrame(
                of: CivilDate("2026-11-22")!)..<bench.calendar.firstFrame(of: CivilDate("2026-11-24")!)
        let reference = try bench.resolve(whole)
        #expect(try bench.resolve(whole) == reference)
        var random = Random(state: seed ^ 0xABCD)
        for _ in 0..<8 {
            let start = Int64.random(in: whole.lowerBound..<(whole.upperBound - 1), using: &random)
            let window = start..<Int64.random(in: (start + 1)...whole.upperBound, using: &random)
            let part = try bench.resolve(window)
            let expected = reference.segments.filter {
                $0.firstFrame < window.upperBound && $0.endFrame > window.lowerBound
            }
            #expect(
                part.segments.map { bench.line($0, part) } == expected.map { bench.line($0, reference) }, "seed \(seed)"
            )
            #expect(part.segments.map(\.plannedFirstFrame) == expected.map(\.plannedFirstFrame), "seed \(seed)")
        }
    }

    /// A take every day: one of days ago was for an event of its own day, and must not move today's.
    @Test func editsOfEarlierDaysStayThere() throws {
        var bench = try Bench()
        for date in 20...25 {
            try bench.add(
                "day: 2026-11-\(date)", file: "\(date)",
                (0..<24).map { "- { id: d\(date)h\($0), media: a.mov, duration: 60m }" }.joined(separator: "\n"))
        }
        func first(_ date: Int) -> Int64 { bench.calendar.firstFrame(of: CivilDate("2026-11-\(date)")!) }
        for (date, hour): (Int, Int64) in [(21, 6), (22, 14), (23, 16)] {
            bench.edits.append(
                OperatorEdit(frame: first(date) + hour * 90_000 + 45_000, action: .take(event: nil)))
        }
        bench.edits.append(
            OperatorEdit(
                frame: first(21) + 100,
                action: .insert(PlaylistEvent(id: "x", source: MediaSource(media: "x.mov"), duration: .seconds(200)))))
        let reference = try bench.resolve(first(22)..<first(25))
        let today = try bench.resolve(first(24)..<first(25))
        let expected = reference.segments.filter { $0.endFrame > first(24) }.map { bench.line($0, reference) }
        #expect(today.segments.map { bench.line($0, today) } == expected)
        #expect(expected.first == "06:00:00:00 +90000 d24h0 a.mov+0")
        #expect(expected.count == 24)
    }

    @Test func tenThousandEventsInOneDay() throws {
        var bench = try Bench()
        try bench.add(
            (0..<10_000).map { "- { id: e\($0), media: m\($0).mov, duration: 200f }" }.joined(separator: "\n"))
        let schedule = try bench.resolve("06:00:00:00", "23:00:00:00")
        #expect(schedule.segments.count { !$0.event.isEmpty } == 7650)
        #expect(schedule.segments.last?.event == "e7649")
    }
}
