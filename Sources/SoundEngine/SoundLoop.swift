import CLinux
import Realtime

/// The sound thread's life: opens the card, turns the pump, publishes the status, and waits for a card that is gone.
public struct SoundLoop<Card: SoundCard, Converter: RateConverter> {
    /// An opened card, or the error number that kept it from opening.
    public enum Opening {
        case opened(Card, Converter?)
        case failed(Int32)
    }

    private let pump: SoundPump<Card, Converter>
    private let ring: ProgrammeRing
    private let board: Board<OutputStatus>
    private let open: () -> Opening

    /// Pause between two attempts to open a card.
    static var retryNanoseconds: Int64 { 250_000_000 }

    public init(
        ring: ProgrammeRing, anchor: HouseAnchor, settings: SoundSettings, board: Board<OutputStatus>,
        open: @escaping () -> Opening
    ) {
        pump = SoundPump(ring: ring, anchor: anchor, settings: settings)
        self.ring = ring
        self.board = board
        self.open = open
    }

    /// Runs on the calling thread for ever. `realTime` is what the thread has, for the status.
    public func run(realTime: Bool) -> Never {
        pump.markRealTime(realTime)
        while true {
            switch open() {
            case .opened(let card, let converter):
                pump.take(card, converter: converter)
                pump.drop(error: play())
            case .failed(let code):
                pump.drop(error: code)
            }
            board.write(pump.status)
            _ = ql_sleep_until_monotonic(ql_monotonic_nanoseconds() + Self.retryNanoseconds)
        }
    }

    /// Plays until the card is gone; returns why.
    private func play() -> Int32 {
        while true {
            let next = pump.turn(now: ql_monotonic_nanoseconds())
            board.write(pump.status)
            switch next {
            case .sleep(let until):
                _ = ql_sleep_until_monotonic(until)
            case .wait(let frame, let until):
                let left = until - ql_monotonic_nanoseconds()
                // A head beyond the frame would end the wait at once: never less than a millisecond between turns.
                if case .lost = ring.wait(for: frame, timeoutNanoseconds: max(left, 0)) {
                    _ = ql_sleep_until_monotonic(ql_monotonic_nanoseconds() + 1_000_000)
                }
            case .closed(let code):
                return code
            }
        }
    }
}

extension SoundPump {
    func markRealTime(_ realTime: Bool) { status.realTime = realTime }
}
