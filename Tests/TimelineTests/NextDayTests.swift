import Playlist
import Testing
import Timecode
import Timeline

/// What airs on a broadcast day whose list has not come, and how one day goes over into the next.
struct NextDayTests {
    static func bench(_ policy: NextDayPolicy) throws -> Bench {
        var bench = try Bench()
        bench.nextDay = policy
        try bench.add(
            """
            - { id: morning, media: a.mov, duration: "12:00:00:00", start: { at: "06:00:00:00" } }
            - { id: evening, media: b.mov, duration: "11:00:00:00", start: { at: "18:00:00:00" } }
            """)
        return bench
    }

    private static func lines(_ bench: Bench, days: ClosedRange<Int64>) throws -> [String] {
        let window =
            bench.calendar.firstFrame(
                of: bench.day.adding(days: days.lowerBound))..<bench.calendar.firstFrame(
                of: bench.day.adding(days: days.upperBound + 1))
        let schedule = try bench.resolve(window)
        return schedule.clippedSegments.map { bench.line($0, schedule) }
    }

    @Test func theLastDayIsRepeatedUntilAnotherListComes() throws {
        var bench = try Self.bench(.repeat)
        let day = [
            "06:00:00:00 +1080000 morning a.mov+0", "18:00:00:00 +990000 evening b.mov+0",
            "05:00:00:00 +90000 [nothing-scheduled]",
        ]
        #expect(try Self.lines(bench, days: 0...0) == day)
        #expect(try Self.lines(bench, days: 1...1) == day)
        #expect(try Self.lines(bench, days: 9...10) == day + day)
        #expect(try Self.lines(bench, days: -1 ... -1) == ["06:00:00:00 +2160000 [nothing-scheduled]"])
        try bench.add(
            "day: 2026-11-24", file: "q.yaml",
            "- { id: new, media: c.mov, duration: \"24:00:00:00\", start: { at: \"06:00:00:00\" } }")
        #expect(
            try Self.lines(bench, days: 1...3) == day + Array(repeating: "06:00:00:00 +2160000 new c.mov+0", count: 2))
    }

    @Test func aListForEveryDayStandsInForNone() throws {
        var bench = try Self.bench(.repeat)
        try bench.add(
            "repeat: \"24:00:00:00\"", file: "q.yaml", "- { id: loop, media: c.mov, duration: \"24:00:00:00\" }")
        #expect(try Self.lines(bench, days: 1...1) == ["06:00:00:00 +2160000 loop#1 c.mov+0"])
    }

    @Test(arguments: [NextDayPolicy.filler, .slate])
    func fillersOrTheSlate(policy: NextDayPolicy) throws {
        var bench = try Self.bench(policy)
        let item = FillerPool.Item(id: "lake", source: MediaSource(media: "f.mov"), mayTrim: true)
        bench.fillers = [FillerPool(id: "pool", items: [item])]
        let lines = try Self.lines(bench, days: 1...1)
        let slates = lines.filter { $0.contains("[nothing-scheduled]") }
        #expect(policy == .slate ? lines == ["06:00:00:00 +2160000 [nothing-scheduled]"] : slates.isEmpty)
        // The gap of a day that has a list is filled all the same.
        #expect(try Self.lines(bench, days: 0...0).last?.contains("f.mov") == true)
    }

    /// What runs over the border of two days is not cut, and whatever comes after it starts on the next frame.
    @Test(arguments: [NextDayPolicy.repeat, .filler, .slate])
    func rolloverHasNoSeam(policy: NextDayPolicy) throws {
        var bench = try Bench()
        bench.nextDay = policy
        try bench.add(
            """
            - { id: first, media: a.mov, duration: "23:00:00:00" }
            - { id: night, media: b.mov, duration: "02:00:00:00" }
            """)
        try bench.add(
            "day: 2026-11-23", file: "q.yaml",
            """
            - { id: a, media: a.mov, duration: "01:00:00:01" }
            - { id: b, media: b.mov, duration: "01:00:00:00" }
            """)
        let border = bench.calendar.firstFrame(of: bench.day.adding(days: 1))
        let schedule = try bench.resolve((border - 100)..<(border + 360_000))
        let lines = schedule.clippedSegments.prefix(2).map { bench.line($0, schedule) }
        // A day begins with its own list on its first frame.
        #expect(lines == ["05:59:56:00 +100 night b.mov+89900", "06:00:00:00 +90001 a a.mov+0"])
        for cut in [border - 1, border, border + 1] {
            let part = try bench.resolve(cut..<(cut + 50))
            #expect(part.clippedSegments.first.map { bench.line($0, part) } != nil)
            #expect(
                part.segments.first { $0.firstFrame <= cut && cut < $0.endFrame }?.event
                    == (cut < border ? "night" : "a"))
        }
    }
}
