import CLinux
import PlayoutCore
import Realtime
import Synchronization
import Timecode
import Timeline

/// A ring, or the news that there will be none, on its way to the frame thread.
///
/// `@unchecked Sendable`: the ring is kept alive by the `SourceDesk` until the frame thread has released it.
struct SourceArrival: BitwiseCopyable, @unchecked Sendable {
    let ticket: UInt32
    let ring: UnsafeRawPointer?
    let isLost: Bool

    init(ticket: UInt32, ring: SourceRing?, isLost: Bool) {
        self.ticket = ticket
        self.ring = ring.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
        self.isLost = isLost
    }
}

/// One frame after the other: takes what has arrived, lets the ladder decide, puts the frame together, sees to the cues.
///
/// The same on air and in rendering; what differs is who calls it and when. `@unchecked Sendable`: everything but the
/// mailboxes and `incoming` belongs to the one thread that makes frames.
package final class FrameEngine: @unchecked Sendable {
    package let format: ChannelFormat
    package let time: HouseTime
    let composer: Composer
    package internal(set) var ladder: Ladder
    var readings: SourceReadings = InlineArray(repeating: SourceReading())
    var effects = EffectBuffer()
    var edges: SoundEdges
    private var rings: InlineArray<4, UnsafeRawPointer?> = InlineArray(repeating: nil)
    private var tickets: InlineArray<4, UInt32> = InlineArray(repeating: 0)
    private var isLost: InlineArray<4, Bool> = InlineArray(repeating: false)

    /// To the desk: cues, releases, retired plans.
    package let orders = Mailbox<Effect>(capacity: 1024)
    /// To the log: notes, and the plans that no later note names.
    package let notes = Mailbox<Effect>(capacity: 8192)
    private let arrivals = Mailbox<SourceArrival>(capacity: 256)
    private let arrivalLock = Mutex(())
    /// The newest plan that the frame thread has not taken yet: a retained `PlayoutPlan`, or 0.
    private let incoming = Atomic<UInt>(0)
    /// Orders and notes that found no room.
    package private(set) var overflow: UInt64 = 0

    /// What the log thread tells: rows that are not durable yet, and whether its disk fails.
    package let logBacklog = Atomic<UInt32>(0)
    package let logIsFailing = Atomic<Bool>(false)

    /// The local emergency input: whoever adds 1 here (a signal, a contact) has the emergency slate on the next frame. Lives
    /// as long as the process.
    package let emergencyInput = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    private var answeredInputs: UInt32 = 0

    /// - Parameters:
    ///   - marks: the resident marks; `nil` where none are, so that programme that needs one gives way to the slate.
    ///   - edgeFade: milliseconds of the fades where programme sound begins and ends, 0 = none; at most a frame.
    ///   - waits: whether frames wait for their sources (rendering).
    package init(
        format: ChannelFormat, slates: SlateBank, marks: MarkBank? = nil, edgeFade: Int = 0, waits: Bool
    ) {
        self.format = format
        time = format.time
        composer = Composer(format: format, slates: slates, marks: marks)
        edges = SoundEdges(length: max(0, edgeFade) * Int(format.sampleRate) / 1000)
        emergencyInput.initialize(to: 0)
        let settings = LadderSettings(time: time, waits: waits, standingMarks: marks?.standing ?? 0)
        ladder = Ladder(time: time, settings: settings)
    }

    // MARK: From other threads

    /// The marks that can be drawn.
    package var drawable: MarkSet { MarkSet(rawValue: composer.marks?.drawable ?? 0) }

    /// Publishes a plan; one that the frame thread has not seen yet is superseded. Any thread but the frame thread.
    package func publish(_ plan: PlayoutPlan) {
        // One reference for the frame thread's desk, one for its log: each gives its own back on `.retire`.
        let reference = Unmanaged.passRetained(plan).retain()
        let before = incoming.exchange(UInt(bitPattern: reference.toOpaque()), ordering: .acquiringAndReleasing)
        guard let unseen = UnsafeRawPointer(bitPattern: before) else { return }
        Unmanaged<PlayoutPlan>.fromOpaque(unseen).release()
        Unmanaged<PlayoutPlan>.fromOpaque(unseen).release()
    }

    func deliver(_ arrival: SourceArrival) {
        // Several threads may have news; the mailbox has one writer at a time.
        arrivalLock.withLock { _ in _ = arrivals.push(arrival) }
    }

    // MARK: The frame thread

    /// Takes plans and rings that have arrived. Real-time safe.
    package func takeArrivals() {
        if let pointer = UnsafeRawPointer(bitPattern: incoming.exchange(0, ordering: .acquiringAndReleasing)) {
            effects.removeAll()
            ladder.take(
                Unmanaged<PlayoutPlan>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.view }, effects: &effects)
            dispatch()
        }
        while let arrival = arrivals.pop() {
            for index in ladder.slots.indices
            where !ladder.slots[index].isFree && ladder.slots[index].ticket == arrival.ticket {
                rings[index] = arrival.ring
                tickets[index] = arrival.ticket
                isLost[index] = arrival.isLost
            }
        }
    }

    /// The ring in a slot, while its cue is the one the ring came for. Real-time safe.
    func ring(_ index: Int) -> Unmanaged<SourceRing>? {
        let slot = ladder.slots[index]
        guard !slot.isFree, tickets[index] == slot.ticket, let pointer = rings[index] else { return nil }
        return Unmanaged<SourceRing>.fromOpaque(pointer)
    }

    /// Looks at every source. Real-time safe.
    package func readSources() {
        for index in ladder.slots.indices {
            var reading = SourceReading()
            if let ring = ring(index) {
                reading = ring._withUnsafeGuaranteedRef { Self.reading(of: $0) }
            }
            let isOurs = tickets[index] == ladder.slots[index].ticket
            // What the ring says of its item stands; a decoder lost without a word is a fault of its own.
            if isOurs, isLost[index], reading.condition == .absent || reading.condition == .working {
                reading.condition = .lost
            }
            readings[index] = reading
        }
    }

    private static func reading(of ring: SourceRing) -> SourceReading {
        var reading = SourceReading()
        // The state first: once it says ended, the counts read after it are final.
        switch ring.state {
        case .working: reading.condition = .working
        case .ended: reading.condition = .ended
        case .verificationFailed: reading.condition = .verificationFailed
        case .mediaFailed: reading.condition = .unreadable
        case .missing: reading.condition = .missing
        }
        // The other side may write anything; only what can be true is passed on.
        reading.framesFrom = ring.framesConsumed
        reading.samplesFrom = ring.samplesConsumed
        reading.framesTo = min(max(ring.framesWritten, 0), reading.framesFrom + Int64(ring.geometry.depth))
        reading.samplesTo = min(max(ring.samplesWritten, 0), reading.samplesFrom + Int64(ring.sampleCapacity))
        reading.endFrame = min(max(ring.endFrame, 0), 1 << 40)
        return reading
    }

    /// Decides `frame`. Real-time safe.
    package func decide(_ frame: Int64) -> Decision {
        readSources()
        let (item, alternate) = ladder.addresses(at: frame)
        markDamage(item)
        markDamage(alternate)
        effects.removeAll()
        let inputs = ql_load_acquire_u32(emergencyInput)
        if inputs != answeredInputs {
            answeredInputs = inputs
            ladder.answerEmergency(at: frame, effects: &effects)
        }
        let decision = ladder.decide(frame: frame, readings: readings, effects: &effects)
        if decision.slot < 0 { edges.interrupt() }
        dispatch()
        return decision
    }

    private func markDamage(_ address: SourceAddress) {
        guard address.slot >= 0 else { return }
        let index = Int(address.slot)
        let reading = readings[index]
        guard address.ringFrame >= reading.framesFrom, address.ringFrame < reading.framesTo, let ring = ring(index)
        else { return }
        readings[index].isDamaged = ring._withUnsafeGuaranteedRef { $0.picture(ofFrame: address.ringFrame) } == nil
    }

    /// Gives back what has aired and sees to the cues. Real-time safe.
    package func finish(_ frame: Int64, onAirOnly: Bool = false) {
        for index in ladder.slots.indices {
            let slot = ladder.slots[index]
            guard slot.consumedFrames > 0, let ring = ring(index) else { continue }
            ring._withUnsafeGuaranteedRef {
                $0.consume(framesBefore: slot.consumedFrames, samplesBefore: slot.consumedSamples)
            }
        }
        tend(after: frame, onAirOnly: onAirOnly)
    }

    /// Sees to the cues for what comes after `frame`. Real-time safe.
    package func tend(after frame: Int64, onAirOnly: Bool = false) {
        readSources()
        effects.removeAll()
        ladder.tend(after: frame, readings: readings, onAirOnly: onAirOnly, effects: &effects)
        dispatch()
    }

    /// Tells of a cue that a former air process left behind. Before the first frame.
    package func offerLiveCue(key: UInt64) { ladder.offerLiveCue(key: key) }

    /// Goes on with the emergency that a former air process answered at `frame`. Before the first frame.
    package func resumeEmergency(answeredAt frame: Int64) { ladder.resumeEmergency(answeredAt: frame) }

    /// Closes the open row of the as-run. After the last frame.
    package func close() {
        effects.removeAll()
        ladder.finish(effects: &effects)
        dispatch()
    }

    /// Hands the effects to the threads that carry them out. Real-time safe.
    private func dispatch() {
        var (hasOrders, hasNotes) = (false, false)
        for index in 0..<effects.count {
            let effect = effects[index]
            var taken = true
            switch effect {
            case .cue, .release:
                taken = orders.push(effect)
                hasOrders = true
            case .note:
                taken = notes.push(effect)
                hasNotes = true
            case .retire:
                taken = orders.push(effect)
                taken = notes.push(effect) && taken
                (hasOrders, hasNotes) = (true, true)
            }
            if !taken { overflow &+= 1 }
        }
        if hasOrders { orders.wake() }
        if hasNotes { notes.wake() }
    }
}
