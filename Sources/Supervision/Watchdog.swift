import Glibc

/// Whether air's frames advance: decides when air counts as hung, and when the service's own watchdog is fed.
struct Watchdog {
    /// Frames may stand still this long before air counts as hung, in nanoseconds.
    static let patience: Int64 = 700_000_000
    /// A starting air gets this long until its first frame.
    static let startPatience: Int64 = 5_000_000_000

    private var lastFrame: Int64 = .min
    private var lastAdvance: Int64
    private var seenFrame = false

    init(now: Int64) { lastAdvance = now }

    /// Begins afresh for a newly started air.
    mutating func restart(now: Int64) {
        lastAdvance = now
        seenFrame = false
    }

    /// Takes a look at the frame counter; `true` when it has moved since the last look.
    mutating func observe(frame: Int64?, now: Int64) -> Bool {
        guard let frame, frame != lastFrame else { return false }
        lastFrame = frame
        lastAdvance = now
        seenFrame = true
        return true
    }

    /// Whether the last new frame is more than two tenths of a second old.
    func isStanding(now: Int64) -> Bool { now - lastAdvance > 200_000_000 }

    func isHung(now: Int64) -> Bool { now - lastAdvance > (seenFrame ? Self.patience : Self.startPatience) }
}
