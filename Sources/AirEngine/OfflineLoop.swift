import CLinux
import PlayoutCore
import Realtime
import Timecode

/// The same frames without a clock: frame *n* waits for its source, so that the result never depends on the machine.
package final class OfflineLoop {
    /// A frame in the hands of whoever takes it; the memory is valid until the call returns.
    package struct Frame {
        package let frame: Int64
        /// Planes as in `PictureLayout(format)`.
        package let picture: UnsafeRawPointer
        package let samples: UnsafePointer<Float>
        package let sampleCount: Int
        /// Code of the slate shown, 0 for programme.
        package let slate: UInt32
        package let segment: Int32
    }

    /// How long a frame waits for its source before the ladder decides without it.
    package static let patienceNanoseconds: Int64 = 30_000_000_000

    private let engine: FrameEngine
    private let desk: SourceDesk
    /// Looks after the decoders; called while frames wait.
    private let supervise: () -> Bool
    /// Draws the slates, once one is needed: most renders need none.
    private let drawSlates: (_ reason: UInt32) -> SlateBank?
    private var slates: Composer?
    private let picture: UnsafeMutableRawPointer
    private let samples: UnsafeMutablePointer<Float>
    /// What `picture` shows: the same slate within one second of the clock is the same picture.
    private var painted: (reason: UInt32, second: Int64, marks: UInt64)?
    private var isFirst = true

    /// - Parameters:
    ///   - drawSlates: called before the first slate; `nil` shows the slate compiled into the program.
    ///   - supervise: looks after the decoders while a frame waits; `true` when a source has come nearer in a way that its
    ///     ring does not show (its file is being read through): the frame's patience then starts anew.
    package init(
        engine: FrameEngine, desk: SourceDesk, drawSlates: @escaping (_ reason: UInt32) -> SlateBank? = { _ in nil },
        supervise: @escaping () -> Bool
    ) {
        self.engine = engine
        self.desk = desk
        self.drawSlates = drawSlates
        self.supervise = supervise
        picture = .allocate(byteCount: engine.composer.layout.byteCount, alignment: 4096)
        picture.initializeMemory(as: UInt8.self, repeating: 0, count: engine.composer.layout.byteCount)
        let count = Int(engine.time.mostSamplesInAFrame) * Int(engine.format.channels)
        samples = .allocate(capacity: count)
        samples.initialize(repeating: 0, count: count)
    }

    deinit {
        picture.deallocate()
        samples.deallocate()
    }

    /// Asks for the first frame's source, so that it gets ready while other things are made ready.
    ///
    /// The first frame has the machine to itself: what lies ahead is cued after it.
    package func prepare(_ frame: Int64) {
        isFirst = false
        engine.takeArrivals()
        engine.tend(after: frame - 1, onAirOnly: true)
        desk.carryOut()
    }

    /// Makes one frame, waiting for its source, and hands it to `take`. Frames come in ascending order.
    package func make(_ frame: Int64, _ take: (Frame) throws -> Void) rethrows {
        if isFirst { prepare(frame) }
        settle(frame)
        let decision = engine.decide(frame)
        try deliver(decision, take)
        engine.finish(frame)
        desk.carryOut()
    }

    private func deliver(_ decision: Decision, _ take: (Frame) throws -> Void) rethrows {
        let count = Int(decision.sampleCount)
        var slate: UInt32 = 0
        let shown: UnsafeRawPointer
        if let source = engine.sourcePicture(decision) {
            engine.composeSamples(decision, to: samples)
            shown = marked(source, decision)
        } else {
            slate = engine.slateReason(decision)
            paint(slate, decision)
            slates!.slateSamples(frame: decision.frame, count: count, to: samples)
            shown = UnsafeRawPointer(picture)
        }
        try take(
            Frame(
                frame: decision.frame, picture: shown, samples: UnsafePointer(samples), sampleCount: count,
                slate: slate, segment: decision.segment))
    }

    /// The source's picture where it lies, or with its marks on it.
    private func marked(_ source: UnsafeRawPointer, _ decision: Decision) -> UnsafeRawPointer {
        guard decision.marks != 0 else { return source }
        engine.composer.copyPicture(source, to: picture)
        engine.composer.drawMarks(decision, on: picture)
        painted = nil
        return UnsafeRawPointer(picture)
    }

    private func paint(_ reason: UInt32, _ decision: Decision) {
        let second = engine.clockSecond(decision.frame)
        if let painted, painted == (reason, second, decision.marks) { return }
        let composer =
            slates ?? drawSlates(reason).map {
                Composer(format: engine.format, slates: $0, marks: engine.composer.marks)
            } ?? engine.composer
        slates = composer
        composer.copyPicture(composer.slatePicture(reason: reason), to: picture)
        composer.drawClock(ClockFace(second: second), on: picture)
        composer.drawMarks(decision, on: picture)
        painted = (reason, second, decision.marks)
    }

    // MARK: Waiting

    /// Waits until the frame's source is there or will not come; then, if it will not, the same for the alternate.
    private func settle(_ frame: Int64) {
        var deadline = ql_monotonic_nanoseconds() + Self.patienceNanoseconds
        var hasAskedAgain = false
        while true {
            desk.carryOut()
            engine.takeArrivals()
            // Before the look at the indices, so that no signal is missed between look and sleep.
            let (item, alternate) = engine.ladder.addresses(at: frame)
            let signals = (signal(item), signal(alternate))
            engine.readSources()
            if engine.isReady(item) { return }
            if engine.mayStillCome(item) {
                guard wait(item, signals.0, until: &deadline) else { return }
            } else if engine.isReady(alternate) {
                return
            } else if engine.mayStillCome(alternate) {
                guard wait(alternate, signals.1, until: &deadline) else { return }
            } else if !hasAskedAgain {
                // The item has failed just now: its alternate is cued for this very frame.
                hasAskedAgain = true
                engine.tend(after: frame - 1)
            } else {
                return
            }
        }
    }

    private func signal(_ address: SourceAddress) -> UInt32 {
        guard address.slot >= 0, let ring = engine.ring(Int(address.slot)) else { return 0 }
        return ring.takeUnretainedValue().producerSignal
    }

    /// Sleeps until the source moves; `false` when its time is up.
    private func wait(_ address: SourceAddress, _ seen: UInt32, until deadline: inout Int64) -> Bool {
        if let ring = engine.ring(Int(address.slot)) {
            ring.takeUnretainedValue().waitForProducer(seen: seen, timeoutNanoseconds: 50_000_000)
        } else {
            _ = ql_sleep_until_monotonic(ql_monotonic_nanoseconds() + 1_000_000)
        }
        let now = ql_monotonic_nanoseconds()
        if supervise() { deadline = now + Self.patienceNanoseconds }
        return now < deadline
    }
}

extension FrameEngine {
    func isReady(_ address: SourceAddress) -> Bool {
        address.slot >= 0 && ladder.isReady(address, readings[Int(address.slot)])
    }

    func mayStillCome(_ address: SourceAddress) -> Bool {
        address.slot >= 0 && ladder.mayStillCome(address, readings[Int(address.slot)])
    }
}
