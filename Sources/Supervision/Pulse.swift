/// The sign of life of a standing child that is not air: a count that grows while it goes round its loop.
struct Pulse {
    /// How long the count may stand still.
    enum Patience {
        /// An output that delivers: a second is what it may lose.
        static let output: Int64 = 1_000_000_000
        /// Opening a card or an encoder, waiting for a device.
        static let opening: Int64 = 15_000_000_000
        static let preview: Int64 = 5_000_000_000
        /// Resolving a very long list takes its time.
        static let control: Int64 = 30_000_000_000
        /// From the start of a process to its first sign of life.
        static let start: Int64 = 60_000_000_000
    }

    private var count: UInt64?
    private var since: Int64
    private var hasBeaten = false

    init(now: Int64) { since = now }

    /// Takes a look at the count; `true` when it has stood still for longer than `patience`.
    ///
    /// - Parameter isExpected: `false` while nothing can make the count grow; then time does not run.
    mutating func isGone(count: UInt64, patience: Int64, isExpected: Bool, now: Int64) -> Bool {
        if count != self.count || !isExpected {
            if self.count != nil, count != self.count { hasBeaten = true }
            self.count = count
            since = now
            return false
        }
        return now - since > (hasBeaten ? patience : max(patience, Patience.start))
    }
}
