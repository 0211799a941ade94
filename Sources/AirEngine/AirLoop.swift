import CLinux
import Glibc
import PlayoutCore
import Realtime
import Synchronization
import Timecode

/// The loop on air: every frame published one frame period before its deadline, for as long as the channel runs.
///
/// `@unchecked Sendable`: `run` is entered by one thread, which owns everything but `stopFlag`.
package final class AirLoop: @unchecked Sendable {
    /// What moves the loop on.
    package enum Clock: Sendable {
        /// The house clock: frame *n* is due when it starts.
        case house(HouseAnchor)
        /// A test that drives frame by frame: each 8-byte little-endian number read lets frames run up to it.
        case stepped(descriptor: Int32)
    }

    package let engine: FrameEngine
    private let programme: ProgrammeRing
    private let board: Board<AirStatus>
    private let clock: Clock
    private let time: HouseTime
    private let stopFlag = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)
    var status = AirStatus()

    package init(
        engine: FrameEngine, programme: ProgrammeRing, board: Board<AirStatus>, clock: Clock, isLocked: Bool
    ) {
        self.engine = engine
        self.programme = programme
        self.board = board
        self.clock = clock
        time = engine.time
        status.locked = isLocked
        // What a former air process has latched stays latched.
        if let last = board.read(), last.emergencyFrame != 0 {
            engine.resumeEmergency(answeredAt: last.emergencyFrame)
        }
    }

    /// Asks the loop to end after the frame it is at.
    package func stop() { stopFlag.store(true, ordering: .releasing) }
    /// Whether it has ended.
    package var isStopped: Bool { stopped.load(ordering: .acquiring) }

    /// Runs until stopped. The body of the frame thread.
    package func run() {
        status.realTime = sched_getscheduler(0) == SCHED_FIFO
        // The emergency input comes in on this thread, the one with the right to run first.
        _ = ql_let_signal_in(SIGUSR1)
        switch clock {
        case .house(let anchor): runByHouseClock(anchor)
        case .stepped(let descriptor): runBySteps(descriptor)
        }
        engine.close()
        stopped.store(true, ordering: .releasing)
    }

    private func runByHouseClock(_ anchor: HouseAnchor) {
        func deadline(_ frame: Int64) -> Int64 { anchor.monotonic(at: time.start(of: frame)) }
        var frame = time.frame(at: anchor.tai(atMonotonic: ql_monotonic_nanoseconds())) + 2
        engine.takeArrivals()
        engine.tend(after: frame - 1)
        while !stopFlag.load(ordering: .acquiring) {
            while ql_monotonic_nanoseconds() < deadline(frame - 1) {
                _ = ql_sleep_until_monotonic(deadline(frame - 1))
            }
            let now = ql_monotonic_nanoseconds()
            if now >= deadline(frame + 1) {
                // Slept through: those frames are gone, and running after them would only make more late.
                let present = time.frame(at: anchor.tai(atMonotonic: now))
                status.lostFrames &+= UInt64(max(0, present - frame))
                frame = max(frame, present)
            }
            publish(frame, deadline: deadline(frame))
            frame += 1
        }
    }

    private func runBySteps(_ descriptor: Int32) {
        var next: Int64?
        while !stopFlag.load(ordering: .acquiring) {
            var target: Int64 = 0
            switch Self.readStep(descriptor, &target) {
            case .target:
                let first = next ?? target
                if next == nil {
                    engine.takeArrivals()
                    engine.tend(after: first - 1)
                }
                next = max(first, target + 1)
                if first <= target { for frame in first...target { publish(frame, deadline: nil) } }
            case .nothing:
                // The cues go on filling while the clock stands still, and whoever steps wants to see it.
                engine.takeArrivals()
                engine.readSources()
                writeStatus()
            case .closed: return
            }
        }
    }

    private enum Step { case target, nothing, closed }

    private static func readStep(_ descriptor: Int32, _ target: inout Int64) -> Step {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 5) > 0 else { return .nothing }
        let got = withUnsafeMutableBytes(of: &target) { read(descriptor, $0.baseAddress, 8) }
        guard got == 8 else { return got < 0 && errno == EINTR ? .nothing : .closed }
        target = Int64(littleEndian: target)
        return .target
    }

    /// Makes and publishes one frame, then does what must be done between frames. Real-time safe.
    private func publish(_ frame: Int64, deadline: Int64?) {
        engine.takeArrivals()
        let decision = engine.decide(frame)
        let slot = programme.begin(frame)
        let slate = engine.compose(decision, picture: slot.picture, samples: slot.samples)
        let lateness = deadline.map { ql_monotonic_nanoseconds() - $0 } ?? 0
        programme.publish(
            frame,
            ProgrammeFacts(
                sampleCount: Int(decision.sampleCount), segment: decision.segment, revision: decision.revision,
                slate: slate, itemFrame: slate == 0 ? decision.itemFrame : -1, lateness: lateness))
        count(decision, slate: slate, lateness: lateness)
        engine.finish(frame)
        writeStatus()
    }

    private func count(_ decision: Decision, slate: UInt32, lateness: Int64) {
        status.frame = decision.frame
        status.revision = decision.revision
        status.segment = decision.segment
        status.slate = slate
        status.itemFrame = slate == 0 ? decision.itemFrame : -1
        status.frames &+= 1
        if lateness > 0 {
            status.lateFrames &+= 1
            status.latenessSumNanoseconds &+= lateness
        }
        status.worstLatenessNanoseconds = max(status.worstLatenessNanoseconds, lateness)
        var bucket = 0
        while bucket < AirStatus.latenessBounds.count, lateness > AirStatus.latenessBounds[bucket] * 1000 {
            bucket += 1
        }
        status.lateness[bucket] &+= 1
        status.fallenFrames = engine.ladder.fallenFrames
        status.falls = engine.ladder.falls
        status.marks = decision.marks
        status.emergencyFrame = engine.ladder.emergencyFrame
    }

    private static func state(_ condition: SourceReading.Condition) -> SourceState {
        switch condition {
        case .absent, .working: .working
        case .ended: .ended
        case .verificationFailed: .verificationFailed
        case .unreadable, .lost: .mediaFailed
        case .missing: .missing
        }
    }

    private func writeStatus() {
        for index in engine.ladder.slots.indices {
            let slot = engine.ladder.slots[index]
            var cue = AirStatus.Cue()
            if !slot.isFree {
                let reading = engine.readings[index]
                cue.segment = slot.segment
                cue.state = Self.state(reading.condition).rawValue
                cue.framesReady = max(0, reading.framesTo - reading.framesFrom)
            }
            status.cues[index] = cue
        }
        status.logBacklog = UInt32(clamping: engine.notes.count) &+ engine.logBacklog.load(ordering: .relaxed)
        status.logFailed = engine.logIsFailing.load(ordering: .relaxed)
        board.write(status)
    }
}
