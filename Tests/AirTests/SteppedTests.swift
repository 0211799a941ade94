import AirEngine
import CLinux
import Glibc
import PlayoutCore
import Realtime
import Testing
import Timecode
import Timeline

/// The real loop on a stepped clock: what goes into the programme ring, frame by frame.
@Suite struct SteppedTests {
    /// An air loop on a thread of its own, driven through a pipe.
    final class Rig: @unchecked Sendable {
        let format: ChannelFormat
        let sources: FakeSources
        let engine: FrameEngine
        let programme: ProgrammeRing
        let board: Board<AirStatus>
        let boardMemory: SharedMemory
        let loop: AirLoop
        private var writing: Int32

        init(
            rate: FrameRate, _ revision: TimelineRevision?, slots: Int = 8, marks: MarkBank? = nil,
            board former: SharedMemory? = nil
        ) throws {
            format = .small(rate)
            sources = FakeSources(format: format)
            engine = FrameEngine(
                format: format, slates: try LastSlate.makeBank(format: format), marks: marks, waits: false)
            let desk = SourceDesk(format: format, frames: engine, broker: sources)
            sources.desk = desk
            programme = try ProgrammeRing.create(
                in: try SharedMemory.create(
                    name: "programme", count: ProgrammeRing.byteCount(format: format, slots: slots)),
                format: format, slots: slots)
            boardMemory =
                try former ?? SharedMemory.create(name: "board", count: Board<AirStatus>.byteCount)
            board = try Board(in: boardMemory)
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            writing = ends[1]
            let reading = ends[0]
            loop = AirLoop(
                engine: engine, programme: programme, board: board, clock: .stepped(descriptor: reading),
                isLocked: false)
            if let revision { engine.publish(PlayoutPlan(revision, drawable: engine.drawable)) }
            let loop = loop
            try RealTimeThread.start(name: "test-desk") { desk.run() }
            try RealTimeThread.start(name: "test-air") {
                loop.run()
                close(reading)
            }
        }

        /// Ends the loop; the status is final then.
        func finish() {
            if writing >= 0 { close(writing) }
            writing = -1
            while !loop.isStopped { pause() }
        }

        /// Lets the other threads run. What is waited for is a state, not a time.
        private func pause() { _ = ql_sleep_until_monotonic(ql_monotonic_nanoseconds() + 500_000) }

        /// Lets the loop run up to `frame` and returns what it published for it.
        func step(_ frame: Int64) -> (picture: (tag: UInt8, frame: Int64)?, facts: ProgrammeFacts, samples: [Float])? {
            sources.pump()
            var target = frame.littleEndian
            guard write(writing, &target, 8) == 8 else { return nil }
            guard case .frame(let reading) = programme.wait(for: frame, timeoutNanoseconds: 20_000_000_000) else {
                return nil
            }
            let picture = reading.facts.slate == 0 ? TestPicture.read(reading.slot.picture, format) : nil
            let samples = Array(
                UnsafeBufferPointer(start: reading.slot.samples, count: reading.facts.sampleCount * 2))
            return (picture, reading.facts, samples)
        }

        /// Waits until a cue for this segment is ready.
        func waitForCue(_ segment: Int32) {
            for _ in 0..<40_000 {
                if let status = board.read() {
                    for index in status.cues.indices
                    where status.cues[index].segment == segment && status.cues[index].framesReady > 0 { return }
                }
                pause()
            }
        }
    }

    @Test(arguments: [FrameRate.fps25, .fps2997])
    func programmeIsExactInTheRing(rate: FrameRate) throws {
        let first: Int64 = 40_000
        let rig = try Rig(rate: rate, schedule([("a", 3, 50), ("b", 100, 50)], from: first, rate: rate))
        defer { rig.finish() }
        #expect(rig.step(first - 5)?.facts.slate == SlateReason.nothingScheduled.rawValue)
        rig.waitForCue(0)
        let time = rig.format.time
        for frame in first..<first + 100 {
            if frame == first + 40 { rig.waitForCue(1) }
            let made = try #require(rig.step(frame))
            let (file, inFrame, start) = frame < first + 50 ? ("a", Int64(3), first) : ("b", 100, first + 50)
            #expect(made.facts.slate == 0 && made.facts.revision == 1)
            #expect(made.facts.itemFrame == frame - start)
            #expect(made.picture?.tag == TestPicture.tag(file) && made.picture?.frame == inFrame + frame - start)
            let sample = time.firstSample(of: inFrame) + time.firstSample(of: frame) - time.firstSample(of: start)
            #expect(made.samples.count == 2 * Int(time.firstSample(of: frame + 1) - time.firstSample(of: frame)))
            #expect(made.samples.first == TestPicture.sample(sample, channel: 0))
            #expect(made.samples.last == TestPicture.sample(sample + Int64(made.samples.count / 2) - 1, channel: 1))
        }
        rig.finish()
        let status = try #require(rig.board.read())
        #expect(status.falls == 0 && status.lostFrames == 0)
        #expect(status.revision == 1 && status.segment == 1)
    }

    @Test func aSourceThatStandsStillFallsAndComesBackInPlace() throws {
        let first: Int64 = 1000
        let rig = try Rig(rate: .fps25, schedule([("a", 0, 500)], from: first, rate: .fps25))
        defer { rig.finish() }
        rig.sources.behaviours["a"] = .init(budget: 60)
        _ = rig.step(first - 5)
        rig.waitForCue(0)
        var slates: [Int64] = []
        for frame in first..<first + 300 {
            if frame == first + 90 { rig.sources.behaviours["a"]?.budget = .max }
            let made = try #require(rig.step(frame))
            if made.facts.slate == 0 {
                #expect(made.picture?.frame == frame - first)
            } else {
                #expect(made.facts.slate == SlateReason.late.rawValue)
                slates.append(frame)
            }
        }
        #expect(slates.first == first + 60)
        #expect(slates.count >= 50 && slates.count < 120)
        #expect(slates == Array(slates.first!...slates.last!))
        rig.finish()
        #expect(rig.board.read()?.falls == 1)
        #expect(rig.board.read()?.fallenFrames == UInt64(slates.count))
    }

    @Test func aRevisionTakesOverOnItsFrame() throws {
        let first: Int64 = 1000
        let rig = try Rig(rate: .fps25, schedule([("a", 0, 500)], from: first, rate: .fps25))
        defer { rig.finish() }
        _ = rig.step(first - 5)
        rig.waitForCue(0)
        for frame in first..<first + 50 { #expect(rig.step(frame)?.picture?.frame == frame - first) }
        let next = schedule(
            [("a", 0, 80), ("b", 40, 100)], from: first, rate: .fps25, number: 2, effectiveFrom: first + 60)
        rig.engine.publish(PlayoutPlan(next))
        for frame in first + 50..<first + 75 {
            let made = rig.step(frame)
            #expect(made?.picture?.frame == frame - first)
            #expect(made?.facts.revision == (frame < first + 60 ? 1 : 2))
        }
        rig.waitForCue(1)
        for frame in first + 75..<first + 120 {
            let made = try #require(rig.step(frame))
            let isFirst = frame < first + 80
            #expect(made.picture?.tag == TestPicture.tag(isFirst ? "a" : "b"))
            #expect(made.picture?.frame == (isFirst ? frame - first : 40 + frame - first - 80))
        }
        rig.finish()
        #expect(rig.board.read()?.falls == 0)
        #expect(rig.sources.requests.count == 2)
    }

    @Test func severalFramesAtOneStep() throws {
        let rig = try Rig(rate: .fps25, nil, slots: 16)
        defer { rig.finish() }
        #expect(rig.step(100) != nil)
        #expect(rig.step(110)?.facts.slate == SlateReason.nothingScheduled.rawValue)
        for frame in Int64(100)...110 { #expect(rig.programme.reading(of: frame) != nil) }
        rig.finish()
        #expect(rig.board.read()?.frames == 11)
    }
}
