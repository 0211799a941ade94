import CLinux
import Realtime
import Timecode

/// Follows the programme ring frame by frame and hands every house frame to one sink, in order, exactly once.
///
/// Air never waits for it. A frame that air does not publish in time is replaced by the last picture and silence. An encoder
/// that is too slow leaps to a fresh frame and codes nothing for those it leaves out: all its time goes to pictures that
/// viewers have not seen. Both are counted, and the sink's timeline stays whole. A sink that fails is closed and made anew.
package final class EncodeEngine {
    package struct Options: Sendable {
        /// How long after its start a frame may be published before it is replaced.
        package var patienceNanoseconds: Int64 = 120_000_000
        /// Never replace a frame for being late: for programmes that do not keep the time of day.
        package var isFollowing = false
        /// Longest loss that is passed over; after a longer one the sink is made anew.
        package var mostPassedFrames: Int64 = 500
        /// First and longest wait before a failed sink is made anew.
        package var backoffNanoseconds: ClosedRange<Int64> = 200_000_000...5_000_000_000

        package init() {}
    }

    /// What one step did.
    package enum Step: Hashable, Sendable {
        case wrote(Int64)
        /// A frame replaced by the last picture and silence.
        case filled(Int64)
        /// Frames left out.
        case passed(Range<Int64>)
        case waiting
        case failed
    }

    /// Makes the sink whose first frame will be the one given, or an earlier one still in the ring; returns which.
    package typealias MakeSink = (_ head: Int64, _ oldest: Int64) throws -> (sink: any ProgrammeSink, first: Int64)

    private let ring: ProgrammeRing
    private let anchor: HouseAnchor
    private let board: Board<OutputStatus>
    private let options: Options
    private let now: () -> Int64
    private let makeSink: MakeSink

    private var sink: (any ProgrammeSink)?
    private var next: Int64?
    private var last: ProgrammeRing.Reading?
    private let silence: UnsafeMutablePointer<Float>
    private let patched: UnsafeMutablePointer<Float>
    /// Grows when air turns out to be late rather than dead.
    private var patience: Int64
    /// The first frame replaced since the last look at whether air published it after all.
    private var replaced: Int64?
    private var retryAt: Int64 = .min
    private var backoff: Int64
    package private(set) var status = OutputStatus()
    /// Counters of sinks that are gone.
    private var before = SinkReport()
    private var lostFrames: UInt64 = 0
    private var failures: UInt64 = 0
    /// What the last failure said; for the log.
    package private(set) var lastFailure: String?

    package init(
        ring: ProgrammeRing, anchor: HouseAnchor, board: Board<OutputStatus>, options: Options = Options(),
        now: @escaping () -> Int64 = ql_monotonic_nanoseconds, makeSink: @escaping MakeSink
    ) {
        self.ring = ring
        self.anchor = anchor
        self.board = board
        self.options = options
        self.now = now
        self.makeSink = makeSink
        backoff = options.backoffNanoseconds.lowerBound
        patience = options.patienceNanoseconds
        let count = ring.mostSamples * Int(ring.format.channels)
        silence = .allocate(capacity: count)
        silence.initialize(repeating: 0, count: count)
        patched = .allocate(capacity: count)
        patched.initialize(repeating: 0, count: count)
    }

    deinit {
        silence.deallocate()
        patched.deallocate()
    }

    /// Runs until `isStopped` says so, which is asked at least ten times a second; then finishes the sink.
    package func run(until isStopped: () -> Bool, log: (String) -> Void = { _ in }) {
        publish()
        while !isStopped() {
            if case .failed = step(atMost: 50_000_000), let lastFailure { log(lastFailure) }
        }
        do { try sink?.finish() } catch { log("\(error)") }
        publish()
        sink = nil
    }

    /// Does one thing, waiting at most `nanoseconds` for it.
    package func step(atMost nanoseconds: Int64) -> Step {
        if sink == nil {
            guard let head = ring.head else {
                _ = ring.wait(for: .min + 1, timeoutNanoseconds: nanoseconds)
                return .waiting
            }
            guard now() >= retryAt else {
                // The ring's next frame is as good a clock as any to wait on.
                _ = ring.wait(for: head + 1, timeoutNanoseconds: nanoseconds)
                return .waiting
            }
            do { try open(head) } catch { return fail(error) }
        }
        guard let frame = next else { return .waiting }
        do {
            return try advance(frame, nanoseconds)
        } catch {
            return fail(error)
        }
    }

    private func open(_ head: Int64) throws {
        // The last quarter of the ring is where air may write while we read.
        let oldest = max(head - Int64(ring.slots * 3 / 4) + 1, next ?? .min)
        let (made, first) = try makeSink(head, min(oldest, head))
        sink = made
        if let next, first > next { lostFrames += UInt64(first - next) }
        next = first
    }

    private func advance(_ frame: Int64, _ nanoseconds: Int64) throws -> Step {
        learn()
        let deadline = due(frame) + patience
        var wait = nanoseconds
        if !options.isFollowing, last != nil { wait = min(wait, max(deadline - now(), 0)) }
        switch ring.wait(for: frame, timeoutNanoseconds: wait) {
        case .frame(let reading):
            // A slot about to be overwritten is as good as lost: what is coded must not change meanwhile.
            if let head = ring.head, head - frame >= Int64(ring.slots) - 2 { return try pass(from: frame, head) }
            try write(reading, frame)
            if !ring.isIntact(reading) { lostFrames += 1 }
            last = reading
            next = frame + 1
            publish()
            return .wrote(frame)
        case .lost(let oldest):
            return try pass(from: frame, ring.head ?? oldest)
        case .notYet:
            guard !options.isFollowing, last != nil, now() >= deadline else {
                publish()
                return .waiting
            }
            if replaced == nil { replaced = frame }
            return try fill(frame)
        }
    }

    /// Waits a frame longer from now on when a replaced frame was published after all: an air that is always a little late
    /// must not stand still for ever. At most half the ring.
    private func learn() {
        guard let frame = replaced, let head = ring.head, head >= frame else { return }
        replaced = nil
        guard ring.reading(of: frame) != nil else { return }
        let most = due(frame + Int64(ring.slots / 2)) - due(frame)
        patience = max(patience, min(patience + due(frame + 1) - due(frame), most))
    }

    /// The instant of CLOCK_MONOTONIC at which a frame starts.
    private func due(_ frame: Int64) -> Int64 { anchor.monotonic(at: ring.format.time.start(of: frame)) }

    private func write(_ reading: ProgrammeRing.Reading, _ frame: Int64) throws {
        let owned = sampleCount(frame)
        var samples = UnsafePointer(reading.slot.samples)
        if reading.facts.sampleCount < owned {
            // Fewer samples than the frame owns would pull all later sound ahead of its picture.
            let channels = Int(ring.format.channels)
            let have = reading.facts.sampleCount * channels
            patched.update(repeating: 0, count: owned * channels)
            patched.update(from: reading.slot.samples, count: have)
            samples = UnsafePointer(patched)
        }
        let isOut = try deliver(reading.slot.picture, samples, frame)
        status.frame = frame
        if isOut { status.framesOut += 1 }
        let delay = now() - due(frame)
        status.delayNanoseconds = delay
        if status.framesOut > 25 { status.worstDelayNanoseconds = max(status.worstDelayNanoseconds, delay) }
    }

    /// Hands a frame to the sink; returns whether the sink did not drop it.
    private func deliver(
        _ picture: UnsafeRawPointer, _ samples: UnsafePointer<Float>, _ frame: Int64
    ) throws -> Bool {
        guard let sink else { return false }
        let dropped = sink.report.framesDropped
        try sink.write(
            picture: picture, layout: ring.layout, samples: samples, sampleCount: sampleCount(frame), frame: frame)
        return sink.report.framesDropped == dropped
    }

    private func sampleCount(_ frame: Int64) -> Int {
        Int(ring.format.time.firstSample(of: frame + 1) - ring.format.time.firstSample(of: frame))
    }

    /// Puts the last picture that is still whole and silence in the place of a frame that air has not published.
    private func fill(_ frame: Int64) throws -> Step {
        var reading = last
        if let found = reading, !ring.isIntact(found) { reading = nil }
        if reading == nil, let head = ring.head { reading = ring.reading(of: head) }
        guard let reading else { return .waiting }
        // What the sink has dropped it counts itself.
        if try deliver(reading.slot.picture, UnsafePointer(silence), frame) { lostFrames += 1 }
        next = frame + 1
        status.frame = frame
        publish()
        return .filled(frame)
    }

    /// Leaves out what is not to be had any more. One that has fallen behind by the whole ring goes on near its newest frame,
    /// with the whole ring before it; else just the frames that air never published are left out.
    private func pass(from frame: Int64, _ head: Int64) throws -> Step {
        let isBehind = head - frame >= Int64(ring.slots) - 2
        let start = isBehind ? max(head - Int64(ring.slots / 8), frame + 1) : min(frame + 1, head)
        guard let fresh = (start...head).lazy.compactMap({ self.ring.reading(of: $0) }).first else { return .waiting }
        let frames = frame..<fresh.slot.frame
        if Int64(frames.count) > options.mostPassedFrames {
            try? sink?.finish()
            retire()
        } else {
            try sink?.pass(frames, picture: fresh.slot.picture, layout: ring.layout)
        }
        next = frames.upperBound
        lostFrames += UInt64(frames.count)
        status.frame = frames.upperBound - 1
        publish()
        return .passed(frames)
    }

    private func retire() {
        if let report = sink?.report {
            before.bytesOut += report.bytesOut
            before.framesDropped += report.framesDropped
            before.errors += report.errors
            before.lateUnits += report.lateUnits
        }
        sink = nil
        last = nil
    }

    private func fail(_ error: any Error) -> Step {
        lastFailure = "\(error)"
        status.lastError = (error as? SinkError)?.code ?? 5
        failures += 1
        retire()
        retryAt = now() + backoff
        backoff = min(backoff * 2, options.backoffNanoseconds.upperBound)
        publish()
        return .failed
    }

    private func publish() {
        let report = sink?.report ?? SinkReport()
        status.bytesOut = before.bytesOut + report.bytesOut
        status.framesLost = lostFrames + before.framesDropped + report.framesDropped
        status.lateUnits = before.lateUnits + report.lateUnits
        status.recoveries = failures + before.errors + report.errors
        if report.errors > 0 { status.lastError = report.lastError }
        let phase: OutputStatus.Phase
        if sink == nil {
            phase = failures > 0 ? .failing : .starting
        } else if report.isWaiting {
            phase = .waitingForDevice
        } else {
            phase = status.framesOut > 0 ? .running : .starting
        }
        if phase == .running {
            backoff = options.backoffNanoseconds.lowerBound
            if report.errors == 0 { status.lastError = 0 }
        }
        status.phase = phase.rawValue
        board.write(status)
    }
}
