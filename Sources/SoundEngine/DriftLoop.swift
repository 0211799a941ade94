/// Keeps a free-running sound card in step with the house clock: a delay-locked loop, second order, pure arithmetic.
///
/// Fed with the *offset* of what is heard from where it should be (nanoseconds, positive = late), it averages over a
/// window and steers the correction (parts per billion, positive = play the programme faster) by a proportional and an
/// integral term. It *acquires* with a natural frequency of 0.35 rad/s over windows of half a second, critically damped,
/// and then *tracks* with 0.06 rad/s over two seconds, where the card's jitter no longer moves the pitch. The integral is the
/// card's drift. A card that counts in bursts of some milliseconds throws it about while acquiring: tracking begins with
/// its mean over the last windows.
///
/// Offsets that correction cannot mend in good time are answered with `.jump`.
public struct DriftLoop: Sendable {
    public enum Advice: Hashable, Sendable {
        case steady
        /// The first measure after an alignment shows that it missed: align once more, at no one's cost.
        case settle
        /// The offset has grown beyond `jumpNanoseconds`: align again and count it.
        case jump
    }

    public enum Mode: Hashable, Sendable { case acquiring, tracking }

    /// Most correction, parts per billion: 300 ppm, half a cent of pitch, which no one hears.
    public static let limit: Int64 = 300_000
    /// Offsets beyond this are jumped over instead of being corrected away.
    public static let jumpNanoseconds: Int64 = 20_000_000
    /// An alignment that missed by more than this is repeated.
    public static let settleNanoseconds: Int64 = 1_000_000
    /// So many windows in a row with a mean offset below this end the acquisition. Bursts of 6 ms move the mean of a window
    /// of half a second by some 0.25 ms, and the loop adds to it: a closer bound would keep such cards from ever tracking.
    static let calmNanoseconds: Int64 = 1_000_000
    static let calmWindowsToTrack = 40

    /// Whether the card is steered. A locked card is only watched.
    public let steers: Bool
    public private(set) var mode = Mode.acquiring
    /// Mean offset in the last window, nanoseconds.
    public private(set) var offset: Int64 = 0

    private var windowNanoseconds: Int64 { mode == .acquiring ? 500_000_000 : 2_000_000_000 }
    private var frequency: Double { mode == .acquiring ? 0.35 : 0.06 }

    private var integral = 0.0
    private var from = 0.0
    private var to = 0.0
    private var turnedAt: Int64 = 0
    private var settling = true
    private var calmWindows = 0
    private var calmSum = 0.0
    private var wildWindows = 0
    private var farMeasures = 0
    private var firstWindow: (offset: Int64, at: Int64)?
    private var watchedDrift: Int64 = 0

    private var windowStart: Int64?
    private var sum: Int64 = 0
    private var count: Int64 = 0
    private var least: Int64 = .max
    private var most: Int64 = .min

    public init(steers: Bool = true) { self.steers = steers }

    /// The correction to apply at an instant: it glides from one window's value to the next. Real-time safe.
    public func correction(at now: Int64) -> Int64 {
        let part = min(1, max(0, Double(now - turnedAt) / Double(windowNanoseconds)))
        return Int64((from + (to - from) * part).rounded())
    }

    /// How fast the card's clock runs against the house clock, parts per billion, as far as it is known.
    public var drift: Int64 { steers ? Int64((-integral).rounded()) : watchedDrift }

    /// Forgets offsets measured before an alignment; what was learnt of the card's drift stays. Real-time safe.
    public mutating func aligned(first: Bool = true) {
        settling = first
        farMeasures = 0
        firstWindow = nil
        clearWindow()
    }

    /// Takes one measure of the offset at an instant of the house's monotonic clock. Real-time safe.
    public mutating func observe(offset measure: Int64, at now: Int64) -> Advice {
        farMeasures = abs(measure) > Self.jumpNanoseconds ? farMeasures + 1 : 0
        if farMeasures >= 3 {
            offset = measure
            return .jump
        }
        let start = windowStart ?? now
        windowStart = start
        let bounded = max(-1_000_000_000, min(1_000_000_000, measure))
        sum += bounded
        count += 1
        least = min(least, bounded)
        most = max(most, bounded)
        guard now - start >= windowNanoseconds else { return .steady }
        // The two extremes of a window say more about scheduling than about the card.
        let mean = count > 4 ? (sum - least - most) / (count - 2) : sum / count
        clearWindow()
        return close(mean: mean, seconds: Double(now - start) / 1e9, at: now)
    }

    private mutating func clearWindow() {
        windowStart = nil
        sum = 0
        count = 0
        least = .max
        most = .min
    }

    private mutating func close(mean: Int64, seconds: Double, at now: Int64) -> Advice {
        offset = mean
        if settling {
            settling = false
            if abs(mean) > Self.settleNanoseconds { return .settle }
        }
        guard steers else {
            watch(mean, at: now)
            return .steady
        }
        from = Double(correction(at: now))
        if turnMode(mean) { integral = calmSum / Double(Self.calmWindowsToTrack / 4) }
        let limit = Double(Self.limit)
        let proportional = 2 * frequency * Double(mean)
        // Bounded by what a card may be wrong by: what it learns too much can swing the sound by 0.3 ms at most.
        integral = max(-limit, min(limit, integral + frequency * frequency * Double(mean) * seconds))
        to = max(-limit, min(limit, proportional + integral))
        turnedAt = now
        return .steady
    }

    /// Whether tracking begins.
    private mutating func turnMode(_ mean: Int64) -> Bool {
        calmWindows = abs(mean) < Self.calmNanoseconds ? calmWindows + 1 : 0
        // Only the last quarter of them: the earlier may still be finding it.
        calmSum = calmWindows <= Self.calmWindowsToTrack * 3 / 4 ? 0 : calmSum + integral
        wildWindows = abs(mean) > 1_000_000 ? wildWindows + 1 : 0
        if mode == .acquiring, calmWindows >= Self.calmWindowsToTrack {
            mode = .tracking
            return true
        } else if mode == .tracking, wildWindows >= 2 {
            mode = .acquiring
            calmWindows = 0
            calmSum = 0
        }
        return false
    }

    private mutating func watch(_ mean: Int64, at now: Int64) {
        guard let first = firstWindow else {
            firstWindow = (mean, now)
            return
        }
        let seconds = Double(now - first.at) / 1e9
        if seconds >= 1 { watchedDrift = Int64((Double(first.offset - mean) / seconds).rounded()) }
    }
}
