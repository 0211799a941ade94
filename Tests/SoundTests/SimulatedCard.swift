import Realtime

/// A clock that stands until it is moved.
final class TestClock {
    var now: Int64 = 5_000_000_000 {
        didSet { moved(now) }
    }
    /// Told of every move.
    var moved: (Int64) -> Void = { _ in }
}

/// A card in memory on a test clock: it plays at its own rate, and remembers when each frame it took was heard.
final class SimulatedCard: SoundCard {
    struct Heard {
        /// The first channel's sample.
        var sample: Float
        var at: Int64
    }

    let clock: TestClock
    let rate: Int64
    let bufferFrames: Int
    let periodFrames: Int
    let channels: Int
    var driftPartsPerBillion: Int64

    private var frames = [Float]()
    private var startedAt: Int64?
    private(set) var heard = [Heard]()
    private(set) var underruns = 0
    private(set) var starts = 0
    var state: SoundCardMoment?
    private var xrun = false

    init(
        clock: TestClock, rate: Int64 = 48_000, channels: Int = 2, bufferFrames: Int = 4800,
        driftPartsPerBillion: Int64 = 0
    ) {
        self.clock = clock
        self.rate = rate
        self.channels = channels
        self.bufferFrames = bufferFrames
        self.driftPartsPerBillion = driftPartsPerBillion
        periodFrames = Int(rate) / 100
    }

    private var played: Int64 {
        guard let startedAt else { return 0 }
        let wide = (clock.now - startedAt).multipliedFullWidth(by: rate * (1_000_000_000 + driftPartsPerBillion))
        return Int64(1_000_000_000_000_000_000).dividingFullWidth(wide).quotient
    }

    private func instant(of frame: Int) -> Int64 {
        let ideal = Double(frame) * 1e9 / Double(rate) / (1 + Double(driftPartsPerBillion) / 1e9)
        return startedAt! + Int64(ideal.rounded())
    }

    /// Moves what has been played from the queue to the record.
    private func settle() {
        guard startedAt != nil else { return }
        let played = Int(played)
        let end = min(played, frames.count)
        while taken < end {
            heard.append(Heard(sample: frames[taken], at: instant(of: taken)))
            taken += 1
        }
        if played > frames.count {
            xrun = true
            underruns += 1
            startedAt = nil
        }
    }
    private var taken = 0

    /// Stops the card as an under-run does, at once: what is queued is never heard.
    func breakDown() {
        settle()
        guard startedAt != nil else { return }
        xrun = true
        underruns += 1
        startedAt = nil
    }

    func moment() -> SoundCardMoment {
        if let state { return state }
        settle()
        if xrun { return .underrun }
        guard startedAt != nil else { return .ready }
        return .playing(delay: Int64(frames.count) - played, at: clock.now)
    }

    func write(_ interleaved: UnsafePointer<Float>, frames count: Int) -> SoundCardWrite {
        if case .gone(let code) = state { return .gone(code) }
        settle()
        if xrun { return .underrun }
        let room = bufferFrames - (frames.count - Int(played))
        let accepted = max(0, min(room, count))
        for frame in 0..<accepted { frames.append(interleaved[frame * channels]) }
        return .accepted(accepted)
    }

    func prepare() -> Int32 {
        xrun = false
        startedAt = nil
        frames.removeAll()
        taken = 0
        return 0
    }

    func start() -> Int32 {
        startedAt = clock.now
        starts += 1
        return 0
    }

    func resume() -> Int32 {
        state = nil
        return 38  // ENOSYS: most cards cannot; they are prepared anew
    }
}
