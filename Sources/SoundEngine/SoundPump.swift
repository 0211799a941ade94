import Realtime
import Timecode

/// Plays the programme ring on one sound card: sample *s* of the house is heard at its instant plus a fixed delay.
///
/// No thread and no clock of its own: `turn(now:)` does what is due at an instant and says when it wants the next turn.
/// Everything is allocated when the pump is made. One thread.
public final class SoundPump<Card: SoundCard, Converter: RateConverter> {
    /// When to take the next turn.
    public enum Next: Hashable, Sendable {
        /// At this instant of CLOCK_MONOTONIC.
        case sleep(until: Int64)
        /// When this programme frame has come, at the latest at this instant.
        case wait(frame: Int64, until: Int64)
        /// The card is gone; open it anew and hand it over with `take(_:converter:)`. The error number.
        case closed(Int32)
    }

    let feed: ProgrammeFeed
    let anchor: HouseAnchor
    let settings: SoundSettings
    let time: HouseTime
    let channels: Int
    /// Samples pulled from the programme at a time: 5 ms.
    let chunk: Int
    let input: UnsafeMutablePointer<Float>
    let staging: UnsafeMutablePointer<Float>
    let stagingCapacity: Int

    var card: Card?
    var converter: Converter?
    var loop: DriftLoop

    // Frames made for the card and not accepted by it yet.
    var stagedStart = 0
    var stagedCount = 0
    /// The next programme sample to pull.
    var inputPosition: Int64 = 0
    /// The programme position of the next frame to be made: sample and fraction.
    var outputSample: Int64 = 0
    var outputFraction = 0.0
    /// Frames queued in the card at `measuredAt`, and written since.
    var queued: Int64 = 0
    var measuredAt: Int64 = 0
    var playing = false
    var aligned = false
    var resumeTries = 0
    var clock: Int64 = 0
    private var random: UInt64 = 0x9e37_79b9_7f4a_7c15

    public internal(set) var status = OutputStatus()

    public init(ring: ProgrammeRing, anchor: HouseAnchor, settings: SoundSettings) {
        feed = ProgrammeFeed(ring: ring, delayNanoseconds: settings.delayNanoseconds)
        self.anchor = anchor
        self.settings = settings
        time = ring.format.time
        channels = Int(ring.format.channels)
        chunk = max(32, Int(time.sampleRate) / 200)
        // A card at 192 kHz under a channel at 8 kHz is the worst ratio: 24.
        stagingCapacity = chunk * 25 + 4096
        input = .allocate(capacity: chunk * channels)
        staging = .allocate(capacity: stagingCapacity * channels)
        staging.initialize(repeating: 0, count: stagingCapacity * channels)
        loop = DriftLoop(steers: settings.follow == .resample)
        status.phase = OutputStatus.Phase.starting.rawValue
    }

    deinit {
        input.deallocate()
        staging.deallocate()
    }

    /// Hands over a freshly opened, prepared card. The converter may be absent for a locked card at the channel's rate.
    public func take(_ card: Card, converter: Converter?) {
        precondition(
            converter != nil || (settings.follow == .locked && card.rate == time.sampleRate),
            "a card with a clock or rate of its own needs a converter")
        self.card = card
        self.converter = converter
        loop = DriftLoop(steers: settings.follow == .resample)
        playing = false
        status.phase = OutputStatus.Phase.starting.rawValue
        status.lastError = 0
    }

    /// Lets go of the card. The caller closes it.
    public func drop(error: Int32) {
        card = nil
        converter = nil
        playing = false
        status.phase = OutputStatus.Phase.waitingForDevice.rawValue
        status.lastError = error
        status.driftPartsPerBillion = 0
        status.correctionPartsPerBillion = 0
        status.offsetNanoseconds = 0
    }

    /// Does what is due: measures, corrects, recovers, and fills the card.
    public func turn(now: Int64) -> Next {
        guard let card else { return .closed(19) }  // ENODEV
        clock = now
        feed.collect()
        switch card.moment() {
        case .ready:
            if let next = begin(card) { return finish(next) }
        case .playing(let delay, let at):
            follow(delay: delay, at: at, rate: card.rate)
        case .underrun:
            if let next = restart(card) { return finish(next) }
        case .suspended:
            if let next = wake(card) { return finish(next) }
        case .gone(let code):
            return finish(.closed(code))
        }
        return finish(fill(card))
    }

    /// Brings the status up to date with a turn's outcome.
    private func finish(_ next: Next) -> Next {
        status.frame = feed.lastFrame == .min ? 0 : feed.lastFrame
        status.framesOut = feed.framesTaken
        status.framesLost = feed.framesMissed
        status.driftPartsPerBillion = loop.drift
        status.correctionPartsPerBillion = settings.follow == .resample ? loop.correction(at: clock) : 0
        status.offsetNanoseconds = loop.offset
        if case .closed(let code) = next { status.lastError = code }
        return next
    }

    // MARK: Filling

    private func fill(_ card: Card) -> Next {
        let target = targetFrames(card)
        let low = card.rate * settings.lowNanoseconds / 1_000_000_000
        // Bounded: each pass either adds a chunk or ends the loop.
        for _ in 0..<256 {
            if stagedCount > 0 {
                switch card.write(staging + stagedStart * channels, frames: stagedCount) {
                case .accepted(let count):
                    stagedStart += count
                    stagedCount -= count
                    queued += Int64(count)
                    status.bytesOut &+= UInt64(count * channels * MemoryLayout<Float>.stride)
                    if stagedCount > 0 { return sleepUntil(queued: queued - Int64(card.periodFrames), card) }
                case .underrun:
                    return restart(card) ?? .sleep(until: clock)
                case .suspended:
                    return .sleep(until: clock)
                case .gone(let code):
                    return .closed(code)
                }
            }
            let fill = queuedNow(card)
            if fill >= target { break }
            if make(card, orSilence: fill < low) == 0 {
                // The frame has not come: as long as the card has enough, there is time to wait for it.
                return .wait(frame: feed.frame(owning: inputPosition), until: instant(queued: low - 1, card))
            }
        }
        // Half to one and a half periods from now, at random: many cards count in bursts, and a thread that always woke at
        // the same place in a burst would take its length for drift.
        let period = Int64(card.periodFrames)
        return sleepUntil(queued: target - period / 2 - Int64(draw() % UInt64(period)), card)
    }

    /// xorshift64
    private func draw() -> UInt64 {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return random >> 11
    }

    /// Makes up to one chunk of frames for the card. Returns how many programme samples were used.
    private func make(_ card: Card, orSilence: Bool) -> Int {
        let before = feed.lastFrame
        let available = feed.pull(
            converter == nil ? staging : input, at: inputPosition, count: chunk, orSilence: orSilence)
        if feed.lastFrame != before { noteDelay() }
        guard available > 0 else { return 0 }
        stagedStart = 0
        guard let converter else {
            stagedCount = available
            inputPosition += Int64(available)
            advance(Double(available))
            return available
        }
        let ratio = ratio(card)
        let (used, made) = converter.convert(
            input, frames: available, into: staging, capacity: stagingCapacity, ratio: ratio)
        stagedCount = made
        inputPosition += Int64(used)
        advance(Double(made) / ratio)
        return used
    }

    private func advance(_ samples: Double) {
        let sum = outputFraction + samples
        let whole = sum.rounded(.down)
        outputSample += Int64(whole)
        outputFraction = sum - whole
    }

    private func ratio(_ card: Card) -> Double {
        let plain = Double(card.rate) / Double(time.sampleRate)
        return plain / (1 + Double(loop.correction(at: clock)) / 1e9)
    }

    private func noteDelay() {
        let delay = clock - anchor.monotonic(at: time.start(of: feed.lastFrame))
        status.delayNanoseconds = delay
        status.worstDelayNanoseconds = max(status.worstDelayNanoseconds, delay)
    }

    // MARK: The card's queue

    func targetFrames(_ card: Card) -> Int64 {
        let wanted = card.rate * settings.fillNanoseconds / 1_000_000_000
        let most = Int64(max(card.periodFrames, card.bufferFrames - card.periodFrames))
        return min(wanted, most)
    }

    /// Frames queued in the card now, by the last measure and the time since. Real-time safe.
    func queuedNow(_ card: Card) -> Int64 { queued - (clock - measuredAt) * card.rate / 1_000_000_000 }

    /// The instant at which the card's queue will have sunk to so many frames.
    func instant(queued level: Int64, _ card: Card) -> Int64 {
        measuredAt + (queued - level) * 1_000_000_000 / card.rate
    }

    private func sleepUntil(queued level: Int64, _ card: Card) -> Next {
        // At least a millisecond: a measure that jitters must not make the thread spin.
        .sleep(until: max(clock + 1_000_000, instant(queued: level, card)))
    }
}
