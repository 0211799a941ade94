import PlayoutCore
import Testing
import Timecode
import Timeline

/// Which marks are on at which frames, and what the as-run says of them; the emergency input.
@Suite struct LadderMarkTests {
    private static let marked: TimelineRevision = {
        var revision = list([("a", 0, 100), ("b", 7, 100), ("c", 0, 100)], alternate: "z")
        revision.segments[1].marks = .synthetic
        revision.segments[2].alternateMarks = .synthetic
        return revision
    }()

    private func marks(_ bench: LadderBench, _ frames: Range<Int64>) -> [String] {
        var runs: [(marks: UInt64, first: Int64, last: Int64)] = []
        for frame in frames {
            let marks = bench.decisions[frame]!.marks
            if let last = runs.last, last.marks == marks {
                runs[runs.count - 1].last = frame
            } else {
                runs.append((marks, frame, frame))
            }
        }
        return runs.map { "\(MarkSet(rawValue: $0.marks).names.joined(separator: "+")) \($0.first)-\($0.last)" }
    }

    @Test func fromTheItemsFirstFrameToItsLast() {
        var bench = LadderBench()
        bench.publish(Self.marked)
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<320)
        #expect(marks(bench, 0..<320) == [" 0-99", "synthetic 100-199", " 200-319"])
        let rows = bench.notes.filter { $0.kind == .end && $0.marks != 0 }
        #expect(rows.map(\.firstFrame) == [100] && rows.map(\.lastFrame) == [199])
    }

    @Test func theMarkFollowsWhatAirsAndNotWhatWasPlanned() {
        // The synthetic item breaks: its alternate is not synthetic. The third breaks: its alternate is.
        var bench = LadderBench(media: [
            "b": .init(failsAt: (57, .verificationFailed)), "c": .init(failsAt: (20, .verificationFailed)),
        ])
        bench.publish(Self.marked)
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<300)
        for frame in Int64(0)..<300 {
            let decision = bench.decisions[frame]!
            let isSynthetic = (100..<150).contains(frame) || frame >= 220 && decision.slot >= 0
            #expect(decision.marks == (isSynthetic ? MarkSet.synthetic.rawValue : 0), "frame \(frame)")
        }
        #expect(bench.decisions[299]!.slot >= 0)
    }

    @Test func standingMarksAreOverEverythingWithAndWithoutARevision() {
        var bench = LadderBench(standing: .rehearsal)
        bench.run(0..<3)
        bench.publish(Self.marked)
        bench.run(3..<320)
        #expect(bench.decisions.values.allSatisfy { $0.marks & MarkSet.rehearsal.rawValue != 0 })
        // A revision brings its own, without the process being started for it.
        var other = LadderBench()
        var revision = Self.marked
        revision.marks = .rehearsal
        other.publish(revision)
        other.run(0..<320)
        #expect(other.decisions.values.allSatisfy { $0.marks & MarkSet.rehearsal.rawValue != 0 })
    }

    @Test func whatCannotBeMarkedDoesNotAir() {
        for (always, drawable, expected) in [
            (MarkSet([]), MarkSet.rehearsal, ["a[0] 0-99", "z[0] 100-199", "c[0] 200-299"]),
            (.rehearsal, .synthetic, ["technical 0-299"]),
            (MarkSet(rawValue: 1 << 40), .all, ["technical 0-299"]),
        ] {
            var revision = Self.marked
            revision.marks = always
            var bench = LadderBench()
            bench.publish(revision, drawable: drawable)
            bench.start(at: 0, leadIn: 40)
            bench.run(0..<300)
            #expect(bench.seen(0..<300) == expected)
        }
    }

    @Test func aMarkThatComesWhileAnItemIsOnBeginsARowOfItsOwn() {
        var bench = LadderBench()
        bench.publish(list([("a", 0, 200)]))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<50)
        var revision = list([("a", 0, 200)], number: 2, effectiveFrom: 60)
        revision.segments[0].marks = .synthetic
        bench.publish(revision)
        bench.run(50..<220)
        #expect(bench.seen(0..<200) == ["a[0] 0-199"])
        #expect(marks(bench, 0..<200) == [" 0-59", "synthetic 60-199"])
        let rows = bench.notes.filter { $0.kind == .end && $0.role == .item }
        #expect(rows.map(\.lastFrame) == [59, 199] && rows.map(\.marks) == [0, MarkSet.synthetic.rawValue])
        #expect(!bench.notes.contains { $0.kind == .fall || $0.kind == .rejoin })
    }

    @Test func anEmergencyStandsUntilARevisionEndsIt() {
        var bench = LadderBench()
        bench.publish(list([("a", 0, 400)]))
        bench.start(at: 0, leadIn: 40)
        bench.run(0..<100)
        bench.emergency(at: 100)
        bench.run(100..<180)
        var revision = list([("a", 0, 400)], number: 2, effectiveFrom: 190)
        revision.emergencyOverFrame = 99
        bench.publish(revision)
        bench.run(180..<250)
        revision = list([("a", 0, 400)], number: 3, effectiveFrom: 260)
        revision.emergencyOverFrame = 100
        bench.publish(revision)
        bench.run(250..<280)
        bench.emergency(at: 280)
        bench.run(280..<300)
        #expect(bench.seen(0..<300) == ["a[0] 0-99", "emergency 100-259", "a[260] 260-279", "emergency 280-299"])
        #expect(bench.notes.filter { $0.kind == .emergency }.map(\.firstFrame) == [100, 280])
        #expect(bench.ladder.falls == 0)
    }

    @Test func anEmergencyBeforeAnyRevisionIsAnsweredToo() {
        var bench = LadderBench()
        bench.run(0..<3)
        bench.emergency(at: 3)
        bench.run(3..<6)
        #expect(bench.seen(0..<6) == ["nothing-scheduled 0-2", "emergency 3-5"])
    }
}

extension LadderBench {
    /// The local emergency input, answered on `frame`.
    mutating func emergency(at frame: Int64) {
        var effects = EffectBuffer()
        ladder.answerEmergency(at: frame, effects: &effects)
        take(effects, at: frame)
    }
}
