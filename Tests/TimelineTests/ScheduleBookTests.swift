import Playlist
import Testing
import Timecode
import Timeline

/// An edit worked out on what was there gives what everything from the beginning gives, bit for bit.
struct ScheduleBookTests {
    /// Takes a bench's edits one by one in the order of their frames.
    private func compare(_ bench: Bench, _ window: Range<Int64>, _ what: String) throws {
        var bench = bench
        let edits = bench.edits.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
            .map(\.element)
        bench.edits = []
        var book = ScheduleBook(bench.inputs(window))
        #expect(book.schedule == ScheduleResolver.resolve(bench.inputs(window)), "\(what), no edits")
        for edit in edits {
            let before = book.schedule
            bench.edits.append(edit)
            let inputs = bench.inputs(window)
            let changed = book.take(edit, media: inputs.media)
            let expected = ScheduleResolver.resolve(inputs)
            let got = book.schedule
            if got != expected {
                Issue.record("\(what), \(edit): \(Self.firstDifference(got, expected, bench))")
                return
            }
            // Outside the frames it names nothing has changed.
            let frames = changed ?? window.upperBound..<window.upperBound
            for part in [window.lowerBound..<frames.lowerBound, frames.upperBound..<window.upperBound]
            where !part.isEmpty {
                let isSame =
                    before.segments.compactMap { $0.clipped(to: part) }.map { bench.line($0, before) }
                    == got.segments.compactMap { $0.clipped(to: part) }.map { bench.line($0, got) }
                #expect(isSame, "\(what), \(edit) outside \(frames)")
            }
        }
        let schedule = book.schedule
        for frame in stride(from: window.lowerBound, to: window.upperBound, by: 9_973) {
            let segment = book.segment(at: frame)
            let expected = schedule.segments.first { $0.firstFrame <= frame && frame < $0.endFrame }
            #expect(segment?.firstFrame == expected?.firstFrame && segment?.event == expected?.event, "\(what)")
        }
    }

    /// What to read first when two schedules differ.
    private static func firstDifference(
        _ got: ResolvedSchedule, _ expected: ResolvedSchedule, _ bench: Bench
    ) -> String {
        func first<Element: Equatable>(_ ours: [Element], _ theirs: [Element]) -> String? {
            let index = zip(ours, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            if let index { return "\(index): \(ours[index]), not \(theirs[index])" }
            return ours.count == theirs.count ? nil : "\(ours.count), not \(theirs.count)"
        }
        return first(got.segments.map { bench.line($0, got) }, expected.segments.map { bench.line($0, expected) })
            ?? first(got.events, expected.events) ?? first(got.omitted, expected.omitted)
            ?? first(got.diagnostics, expected.diagnostics) ?? "something else"
    }

    @Test(arguments: UInt64(1)...60)
    func randomLists(seed: UInt64) throws {
        let bench = try RandomLists.bench(seed: seed)
        try compare(bench, PropertyTests.week(bench), "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...12)
    func looseListsAndManyEdits(seed: UInt64) throws {
        let bench = try WindowTests.bench(seed: seed)
        let first = bench.calendar.firstFrame(of: CivilDate("2026-11-21")!)
        try compare(bench, first..<first + 3 * 2_160_000, "seed \(seed)")
    }

    /// Long plain days, as edits meet them on air: some fixed starts, references, withheld media, gaps that are filled.
    @Test(arguments: UInt64(1)...24)
    func longDays(seed: UInt64) throws {
        var random = SplitMix64(seed)
        let bench = try LongDays.bench(edits: 20, &random)
        let first = bench.calendar.firstFrame(of: CivilDate("2026-11-22")!)
        try compare(bench, first..<first + 2_160_000, "seed \(seed)")
    }

    /// Between fixed starts an edit stays between them.
    @Test func anEditReachesToTheNextFixedStart() throws {
        var bench = try Bench()
        try bench.add(
            (0..<24).flatMap { hour in
                (0..<100).map { index in
                    let start = index == 0 ? "start: { at: \"\(two((hour + 6) % 24)):00:00:00\" }, " : ""
                    return "- { id: h\(hour)e\(index), \(start)media: m\(index).mov, duration: 36s }"
                }
            }.joined(separator: "\n"))
        let first = bench.calendar.firstFrame(of: bench.day)
        var book = ScheduleBook(bench.inputs(first..<first + 2_160_000))
        for (hour, action) in [
            (2, OperatorEdit.Action.take(event: nil)), (3, .skip(event: nil)), (4, .skip(event: "h4e70")), (5, .hold),
            (
                8,
                .insert(PlaylistEvent(id: "x", source: MediaSource(media: "m1.mov"), duration: .seconds(5)))
            ),
        ] as [(Int64, OperatorEdit.Action)] {
            let edit = OperatorEdit(frame: first + hour * 90_000 + 45_100, action: action)
            let taken = book.take(edit)
            let changed = try #require(taken)
            #expect(changed.lowerBound >= first + (hour - 1) * 90_000, "\(action)")
            #expect(changed.upperBound <= first + (hour + 2) * 90_000, "\(action)")
            bench.edits.append(edit)
        }
        #expect(book.schedule == ScheduleResolver.resolve(bench.inputs(first..<first + 2_160_000)))
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Two days of short events that mostly follow one another.
enum LongDays {
    static func bench(edits count: Int, _ random: inout SplitMix64) throws -> Bench {
        var bench = try Bench()
        bench.media[MediaUse(media: "m0.mov", category: nil)] = .missing
        let hasFillers = Bool.random(using: &random)
        let hasReferences = Bool.random(using: &random)
        let head =
            hasFillers
            ? "\nfillers: [ { id: p, items: [ { id: f1, media: m2.mov, duration: 31s }, "
                + "{ id: f2, media: m3.mov, duration: 7s, trim: true } ] } ]" : ""
        for day in 22...23 {
            let events = (0..<600).map { index -> String in
                var keys = ["id: d\(day)e\(index)", "media: m\(Int.random(in: 0...20, using: &random)).mov"]
                keys.append("duration: \(Int.random(in: 1...260, using: &random))s")
                switch Int.random(in: 0..<14, using: &random) {
                case 0...1:
                    let second = 6 * 3600 + index * 144
                    let soft = Int.random(in: 0..<3, using: &random) == 0 ? ", soft: 40s" : ""
                    keys.append("start: { at: \"\(label(second % 86_400))\"\(soft) }")
                    keys.append("priority: \(Int.random(in: 0...1, using: &random))")
                case 2 where hasReferences && index > 9:
                    let other = index - Int.random(in: 1...9, using: &random)
                    let kind = ["after", "with", "fromEnd"].randomElement(using: &random)!
                    keys.append("start: { \(kind): d\(day)e\(other), offset: 15s }")
                case 3: keys.append("onMissing: next")
                default: break
                }
                return "- { \(keys.joined(separator: ", ")) }"
            }
            try bench.add("day: 2026-11-\(day)\(head)", file: "\(day)", events.joined(separator: "\n"))
        }
        let first = bench.calendar.firstFrame(of: CivilDate("2026-11-22")!)
        var frame = first
        for number in 0..<count {
            frame += Int64.random(in: 0..<90_000, using: &random)
            let event = "d22e\(min(599, Int((frame - first) / 3600) + Int.random(in: 0...30, using: &random)))"
            let actions: [OperatorEdit.Action] = [
                .take(event: nil), .take(event: event), .hold, .skip(event: nil), .skip(event: event), .resume,
                .slate(.operatorOrder), .resume,
                .insert(PlaylistEvent(id: "x\(number)", source: MediaSource(media: "x.mov"), duration: .seconds(33))),
            ]
            bench.edits.append(OperatorEdit(frame: frame, action: actions.randomElement(using: &random)!))
        }
        return bench
    }

    private static func label(_ second: Int) -> String {
        [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            + ":00"
    }
}
