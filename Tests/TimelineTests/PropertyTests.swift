import Playlist
import Testing
import Timecode
import Timeline

/// What holds for every schedule, on random ones; each failure prints its seed.
struct PropertyTests {
    static let seeds = UInt64(1)...60

    static func week(_ bench: Bench) -> Range<Int64> {
        bench.calendar.firstFrame(
            of: CivilDate("2026-11-21")!)..<bench.calendar.firstFrame(of: CivilDate("2026-11-25")!)
    }

    /// Rehearsing from the middle equals the middle of rehearsing from the start, however far back something began.
    @Test(arguments: seeds)
    func anyWindowIsTheCutOfABiggerOne(seed: UInt64) throws {
        let bench = try RandomLists.bench(seed: seed)
        let week = Self.week(bench)
        let whole = try bench.resolve(week)
        #expect(try bench.resolve(week) == whole, "seed \(seed)")
        var random = SplitMix64(seed ^ 0xFEED)
        for _ in 0..<6 {
            let start = Int64.random(in: week.lowerBound..<week.upperBound - 1, using: &random)
            let window = start..<Int64.random(in: start + 1...week.upperBound, using: &random)
            let part = try bench.resolve(window)
            let expected = whole.segments.compactMap { $0.clipped(to: window) }
            #expect(
                part.clippedSegments.map { bench.line($0, part) } == expected.map { bench.line($0, whole) },
                "seed \(seed) window \(window)")
            #expect(
                part.events == whole.events.filter { $0.frames.overlaps(window) }, "seed \(seed) window \(window)")
            #expect(
                part.omitted == whole.omitted.filter { window.contains($0.frame) }, "seed \(seed) window \(window)")
        }
    }

    /// A fixed hard event is on its frame, or a decision says why not.
    @Test(arguments: seeds)
    func fixedEventsAreOnTheirFrames(seed: UInt64) throws {
        let bench = try RandomLists.bench(seed: seed)
        // From the day before: an operator may drop tomorrow's events today.
        let first = bench.calendar.firstFrame(of: CivilDate("2026-11-20")!)
        let schedule = try bench.resolve(first..<Self.week(bench).upperBound)
        for offset: Int64 in 1...3 {
            let day = CivilDate("2026-11-20")!.adding(days: offset)
            guard let document = bench.documents.last(where: { $0.document.day == day })?.document else { continue }
            for event in document.events {
                guard case .at(let label, nil, _) = event.start else { continue }
                let frame = try bench.calendar.frame(of: label, on: day)
                let aired = schedule.events.first { $0.id == event.id && $0.file == document.file }
                let isOnTime = aired.map { $0.frames.lowerBound == frame } ?? false
                let isExplained =
                    aired.map { event in
                        event.isWaiting
                            || event.decisions.contains {
                                [.startedLate, .joined, .moved, .cutByList].contains($0.code)
                            }
                    } ?? false
                let isOmitted = schedule.omitted.contains { $0.id == event.id && $0.file == document.file }
                #expect(isOnTime || isExplained || isOmitted, "seed \(seed) \(document.file) \(event.id)")
            }
        }
    }

    /// Every region returns to the common list on the same frame.
    @Test(arguments: UInt64(100)...130)
    func regionsReturnTogether(seed: UInt64) throws {
        var bench = try RandomLists.bench(seed: seed)
        bench.edits = []
        for index in bench.documents.indices {
            // What else differs by region: fillers, and events that are left out.
            bench.documents[index].document.defaults = PlaylistDefaults(onMissing: [.slate])
            bench.documents[index].document.fillers = []
        }
        var starts: [[String]] = []
        for region in ["KZ", "UZ", "KG"] {
            bench.region = region
            let schedule = try bench.resolve(Self.week(bench))
            let common = schedule.events.filter { $0.window.isEmpty && !$0.id.isEmpty }
            starts.append(common.map { "\($0.id) \($0.frames)" })
        }
        let hosts = Set(bench.documents.flatMap(\.document.events).filter { $0.optOut != nil }.map(\.id))
        let shared = starts.map { list in
            list.filter { line in !hosts.contains { line.hasPrefix($0 + " ") || line.hasPrefix($0 + "#") } }
        }
        #expect(shared[0] == shared[1] && shared[1] == shared[2], "seed \(seed)")
    }
}
