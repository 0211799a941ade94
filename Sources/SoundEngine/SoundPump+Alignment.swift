import Realtime
import Timecode

// Starting, following and mending: where in the programme the card is, and where it should be.
extension SoundPump {
    /// When a programme sample should be heard: its instant on the house clock plus the delay.
    func dueAt(sample: Int64) -> Int64 {
        let instant = TAIInstant(nanoseconds: scaledDown(sample, by: 1_000_000_000, over: time.sampleRate))
        return anchor.monotonic(at: instant) + settings.delayNanoseconds
    }

    /// The programme sample due at an instant, the nearest one.
    func sample(dueAt instant: Int64) -> Int64 {
        let house = anchor.tai(atMonotonic: instant - settings.delayNanoseconds).nanoseconds
        return scaledDown(house + 500_000_000 / time.sampleRate, by: time.sampleRate, over: 1_000_000_000)
    }

    /// Starts a prepared card on a little silence, so that the first programme sample can be placed by a measure of the
    /// card itself. `nil` when it plays.
    func begin(_ card: Card) -> Next? {
        stagedCount = 0
        playing = false
        let lead = min(card.rate * settings.leadNanoseconds / 1_000_000_000, Int64(card.bufferFrames))
        var left = Int(lead)
        staging.update(repeating: 0, count: stagingCapacity * channels)
        while left > 0 {
            switch card.write(staging, frames: min(left, stagingCapacity)) {
            case .accepted(0): left = 0
            case .accepted(let count): left -= count
            case .underrun, .suspended: return retry()
            case .gone(let code): return .closed(code)
            }
        }
        let code = card.start()
        // EPIPE and ESTRPIPE pass; anything else means that the card is of no use.
        if code == 32 || code == 86 { return retry() }
        if code != 0 { return .closed(code) }
        switch card.moment() {
        case .playing(let delay, let at):
            place(delay: delay, at: at, rate: card.rate)
            loop.aligned()
            playing = true
            resumeTries = 0
            status.phase = OutputStatus.Phase.running.rawValue
            return nil
        case .gone(let code): return .closed(code)
        case .ready, .underrun, .suspended: return retry()
        }
    }

    /// After an under-run: counts it, empties the card and starts anew at the right sample.
    func restart(_ card: Card) -> Next? {
        if playing { status.recoveries += 1 }
        playing = false
        let code = card.prepare()
        if code != 0 { return .closed(code) }
        return begin(card)
    }

    /// After the machine slept. `nil` when the card plays again.
    func wake(_ card: Card) -> Next? {
        if playing { status.recoveries += 1 }
        playing = false
        let code = card.resume()
        if code == 11, resumeTries < 100 {  // EAGAIN
            resumeTries += 1
            return .sleep(until: clock + 50_000_000)
        }
        // A resumed card continues in old sound: start anew at the right sample in any case.
        return restart(card)
    }

    private func retry() -> Next { .sleep(until: clock + 10_000_000) }

    /// Measures how far what is heard is from its place, lets the loop steer, and jumps where steering cannot help.
    func follow(delay: Int64, at: Int64, rate: Int64) {
        queued = delay
        measuredAt = at
        guard playing else { return }
        let heard = at + (delay + Int64(stagedCount)) * 1_000_000_000 / rate
        let fraction = Int64((outputFraction * 1e9 / Double(time.sampleRate)).rounded())
        switch loop.observe(offset: heard - dueAt(sample: outputSample) - fraction, at: at) {
        case .steady: break
        case .settle:
            // By the mean of a window: one measure of a card that counts in bursts can be milliseconds wrong.
            shift(by: loop.offset, rate: rate)
            loop.aligned(first: false)
        case .jump:
            status.realignments += 1
            place(delay: delay, at: at, rate: rate)
            loop.aligned(first: false)
        }
    }

    /// Goes on with the sample that is due when the next frame written will be heard.
    private func place(delay: Int64, at: Int64, rate: Int64) {
        queued = delay
        measuredAt = at
        stagedCount = 0
        inputPosition = sample(dueAt: at + delay * 1_000_000_000 / rate)
        outputSample = inputPosition
        outputFraction = 0
        converter?.reset()
    }

    /// Skips what the sound is late by (or repeats what it is early by).
    private func shift(by offset: Int64, rate: Int64) {
        let staged = Int64(stagedCount) * time.sampleRate / rate
        stagedCount = 0
        inputPosition = outputSample - staged + scaledDown(offset, by: time.sampleRate, over: 1_000_000_000)
        outputSample = inputPosition
        outputFraction = 0
        converter?.reset()
    }
}
