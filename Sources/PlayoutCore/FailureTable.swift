import Timeline

/// The last sources that failed: from which media frame on, and why. A ring of fixed size. Real-time safe.
struct FailureTable: Sendable {
    private struct Entry: BitwiseCopyable, Sendable {
        var source: UInt64 = 0
        var from: Int64 = 0
        var reason: UInt32 = 0
        var attempts: Int32 = 0
    }

    /// Decoders that may be lost for one source before it counts as failed.
    static let mostAttempts: Int32 = 3

    private var entries: InlineArray<16, Entry> = InlineArray(repeating: Entry())
    private var next = 0

    /// Why `mediaFrame` of `source` cannot air, 0 when nothing is known against it.
    func reason(_ source: UInt64, at mediaFrame: Int64) -> UInt32 {
        for index in entries.indices {
            let entry = entries[index]
            if entry.source == source, source != 0, entry.reason != 0, mediaFrame >= entry.from { return entry.reason }
        }
        return 0
    }

    /// Whether a decoder of `source` was lost before.
    func hasAttempts(_ source: UInt64) -> Bool {
        for index in entries.indices where entries[index].source == source && entries[index].attempts > 0 {
            return true
        }
        return false
    }

    mutating func add(_ source: UInt64, from mediaFrame: Int64, reason: SlateReason) {
        for index in entries.indices where entries[index].source == source {
            if entries[index].reason == 0 || mediaFrame < entries[index].from { entries[index].from = mediaFrame }
            entries[index].reason = reason.rawValue
            return
        }
        entries[next] = Entry(source: source, from: mediaFrame, reason: reason.rawValue)
        next = (next + 1) % entries.count
    }

    /// Counts a lost decoder; after the last attempt the source has failed.
    mutating func addAttempt(_ source: UInt64) {
        for index in entries.indices where entries[index].source == source {
            entries[index].attempts += 1
            if entries[index].attempts >= Self.mostAttempts, entries[index].reason == 0 {
                entries[index].from = .min
                entries[index].reason = SlateReason.technical.rawValue
            }
            return
        }
        entries[next] = Entry(source: source, attempts: 1)
        next = (next + 1) % entries.count
    }

    /// Drops what may have been mended since, except what concerns the two sources given.
    mutating func forgetMendable(except first: UInt64, _ second: UInt64) {
        for index in entries.indices where entries[index].source != first && entries[index].source != second {
            if entries[index].reason != SlateReason.altered.rawValue { entries[index] = Entry() }
        }
    }
}
