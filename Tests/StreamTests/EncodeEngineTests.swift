import Realtime
import Testing
import Timecode

@testable import EncodeEngine

@Suite("An encoder follows the programme")
struct EncodeEngineTests {
    static let format = ProgrammeFileTests.small
    static let start: Int64 = 1000

    /// Ring, board, engine and a clock that stands still until it is moved.
    private final class Bench {
        let air: RingWriter
        let board: Board<OutputStatus>
        let engine: EncodeEngine
        private let clock: Clock
        private(set) var sinks: Sinks

        final class Clock { var now: Int64 = 0 }
        final class Sinks {
            var made: [NotingSink] = []
            var refusal: SinkError?
            var first: ((Int64, Int64) -> Int64)?
        }

        init(following: Bool = false) throws {
            air = try RingWriter(EncodeEngineTests.format)
            board = try Board(in: SharedMemory.create(name: "board", count: Board<OutputStatus>.byteCount))
            let (clock, sinks) = (Clock(), Sinks())
            self.clock = clock
            self.sinks = sinks
            var options = EncodeEngine.Options()
            options.isFollowing = following
            let makeSink: EncodeEngine.MakeSink = { head, oldest in
                if let refusal = sinks.refusal { throw refusal }
                let sink = NotingSink()
                sinks.made.append(sink)
                return (sink, sinks.first?(head, oldest) ?? head)
            }
            // Monotonic 0 is the epoch: house frame n starts at n x 40 ms.
            engine = EncodeEngine(
                ring: air.ring, anchor: HouseAnchor(tai: TAIInstant(nanoseconds: 0), monotonic: 0), board: board,
                options: options, now: { clock.now }, makeSink: makeSink)
            setClock(EncodeEngineTests.start)
        }

        func setClock(_ frame: Int64, plus nanoseconds: Int64 = 0) { clock.now = frame * 40_000_000 + nanoseconds }

        /// Steps until there is nothing to do.
        @discardableResult
        func settle() -> [EncodeEngine.Step] {
            var steps: [EncodeEngine.Step] = []
            for _ in 0..<1000 {
                let step = engine.step(atMost: 0)
                steps.append(step)
                if step == .waiting { break }
            }
            return steps
        }

        var status: OutputStatus { board.read()! }
    }

    @Test("every published frame once, in order, from the newest on")
    func inOrder() throws {
        let bench = try Bench()
        #expect(bench.settle() == [.waiting])
        bench.air.publish(990..<1001)
        bench.settle()
        bench.air.publish(1001..<1006)
        bench.settle()
        let notes = try #require(bench.sinks.made.first).notes
        #expect(notes.map(\.frame) == Array(1000..<1006))
        #expect(notes.allSatisfy { $0.shown == $0.frame && !$0.isSilent && $0.samples == 1920 })
        #expect(bench.status.framesOut == 6 && bench.status.framesLost == 0 && bench.status.frame == 1005)
        #expect(bench.status.phase == OutputStatus.Phase.running.rawValue)
    }

    @Test("a frame that air does not publish in time is the last picture again, in silence")
    func airIsLate() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1001)
        bench.settle()
        bench.air.publish(1001..<1003)
        bench.settle()
        bench.setClock(1003, plus: 119_000_000)
        #expect(bench.settle() == [.waiting])
        bench.setClock(1003, plus: 120_000_000)
        #expect(bench.settle() == [.filled(1003), .waiting])
        // Air comes back five frames on; the one that was replaced is over.
        bench.setClock(1005)
        bench.air.publish(1003..<1006)
        bench.settle()
        let notes = bench.sinks.made[0].notes
        #expect(notes.map(\.frame) == Array(1000..<1006))
        #expect(notes.map(\.shown) == [1000, 1001, 1002, 1002, 1004, 1005])
        #expect(notes.map(\.isSilent) == [false, false, false, true, false, false])
        #expect(bench.status.framesLost == 1)
    }

    @Test("air that is always late is waited for, not replaced for ever")
    func lateForGood() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1001)
        bench.settle()
        for frame in Int64(1001)..<1040 {
            bench.setClock(frame, plus: 200_000_000)
            bench.settle()
            bench.air.publish(frame..<frame + 1)
            bench.settle()
        }
        let notes = bench.sinks.made[0].notes
        #expect(notes.map(\.frame) == Array(1000..<1040))
        #expect((1...8).contains(bench.status.framesLost))
        #expect(notes.suffix(20).allSatisfy { !$0.isSilent && $0.shown == $0.frame })
    }

    @Test("a programme that keeps no time of day is waited for")
    func following() throws {
        let bench = try Bench(following: true)
        bench.air.publish(1000..<1001)
        bench.settle()
        bench.setClock(5000)
        #expect(bench.settle() == [.waiting])
    }

    @Test("a stall of the encoder costs frames, never the timeline")
    func encoderIsLate() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1001)
        bench.settle()
        bench.setClock(1040)
        bench.air.publish(1001..<1041)
        bench.settle()
        let sink = bench.sinks.made[0]
        let passed = try #require(sink.passed.first)
        // What is coded is what air showed at that frame; the rest is left out as a whole and counted.
        #expect(sink.passed.count == 1 && passed.lowerBound == 1001 && passed.upperBound >= 1038)
        #expect(sink.notes.map(\.frame) == [1000] + Array(passed.upperBound..<1041))
        #expect(sink.notes.allSatisfy { $0.shown == $0.frame && !$0.isSilent })
        #expect(bench.status.framesLost == UInt64(passed.count))
    }

    @Test("an encoder at a third of the speed spends all its time on pictures that nobody has seen")
    func tooSlow() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1001)
        bench.settle()
        for turn in Int64(1)...100 {
            bench.setClock(1000 + turn * 3)
            bench.air.publish(1001 + (turn - 1) * 3..<1001 + turn * 3)
            _ = bench.engine.step(atMost: 0)
        }
        let sink = bench.sinks.made[0]
        #expect(sink.notes.allSatisfy { $0.shown == $0.frame && !$0.isSilent })
        // A hundred steps: some leap, every other one codes; every house frame is coded or counted.
        #expect(sink.notes.count + sink.passed.count == 101 && sink.notes.count > 70)
        var next: Int64 = 1000
        var (notes, passed) = (sink.notes[...], sink.passed[...])
        while let note = notes.first {
            if let gap = passed.first, gap.lowerBound == next {
                next = gap.upperBound
                passed.removeFirst()
            }
            #expect(note.frame == next)
            next += 1
            notes.removeFirst()
        }
        #expect(bench.status.framesLost == UInt64(sink.passed.reduce(0) { $0 + $1.count }))
    }

    @Test("a frame that air left out costs that frame alone")
    func hole() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1003)
        bench.settle()
        bench.setClock(1005)
        bench.air.publish(1004..<1006)
        bench.settle()
        let sink = bench.sinks.made[0]
        #expect(sink.notes.map(\.frame) == [1002, 1004, 1005] && sink.passed == [1003..<1004])
        #expect(bench.status.framesLost == 1)
    }

    @Test("what a sink drops is lost, not sent out")
    func dropped() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1001)
        bench.settle()
        bench.sinks.made[0].isDropping = true
        bench.setClock(1010)
        // Five that air has published, two that it has not.
        bench.air.publish(1001..<1006)
        bench.settle()
        #expect(bench.status.framesOut == 1 && bench.status.framesLost == 7)
        #expect(bench.status.frame == 1007)
    }

    @Test("after a loss too long to fill, the output begins anew")
    func longLoss() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1001)
        bench.settle()
        bench.setClock(9000)
        bench.air.publish(8990..<9001)
        bench.settle()
        #expect(bench.sinks.made.count == 2)
        #expect(bench.sinks.made[0].isFinished)
        #expect(bench.sinks.made[1].notes.last?.frame == 9000)
        #expect(bench.status.framesLost > 7900)
    }

    @Test("a failing sink is closed and made anew after a growing wait")
    func failure() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1002)
        bench.settle()
        bench.sinks.made[0].failure = SinkError("disk full", code: 28)
        bench.sinks.refusal = SinkError("disk full", code: 28)
        bench.air.publish(1002..<1003)
        #expect(bench.engine.step(atMost: 0) == .failed)
        #expect(bench.status.phase == OutputStatus.Phase.failing.rawValue && bench.status.lastError == 28)
        #expect(bench.engine.lastFailure == "disk full")
        // 200 ms, then twice as long.
        bench.setClock(1000, plus: 199_000_000)
        #expect(bench.engine.step(atMost: 0) == .waiting)
        bench.setClock(1000, plus: 200_000_000)
        #expect(bench.engine.step(atMost: 0) == .failed)
        bench.setClock(1000, plus: 599_000_000)
        #expect(bench.engine.step(atMost: 0) == .waiting)
        bench.sinks.refusal = nil
        bench.setClock(1015)
        bench.air.publish(1003..<1016)
        bench.settle()
        let notes = bench.sinks.made[1].notes
        #expect(notes.map(\.frame) == [1015])
        #expect(bench.status.recoveries == 2 && bench.status.lastError == 0)
        #expect(bench.status.framesLost == 13)
    }

    @Test("a sink that asks for it gets what is still in the ring")
    func catchUp() throws {
        let bench = try Bench()
        bench.sinks.first = { _, oldest in oldest }
        bench.air.publish(900..<1001)
        bench.settle()
        let notes = bench.sinks.made[0].notes
        #expect(notes.count == 9 && notes.last?.frame == 1000)
        #expect(notes.allSatisfy { $0.shown == $0.frame && !$0.isSilent })
    }

    @Test("a frame with too few samples keeps its length")
    func shortSound() throws {
        let bench = try Bench()
        bench.air.publish(1000..<1001, samples: 100)
        bench.settle()
        #expect(bench.sinks.made[0].notes[0].samples == 1920)
    }
}
