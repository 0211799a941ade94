import Realtime

/// Which picture slots of a ring may be drawn into.
///
/// A slot is busy while a descriptor that air has not consumed names it. That is read off the ring alone, so that a decoder
/// restarted on a used ring never draws into what air still shows.
struct SlotPool {
    private let ring: SourceRing
    /// The last item frame that each slot was published for, -1 before the first.
    private var lastFrame: [Int64]
    private var next = 0

    init(_ ring: SourceRing) {
        self.ring = ring
        lastFrame = [Int64](repeating: -1, count: ring.geometry.pictures)
        let written = ring.framesWritten
        var frame = max(ring.framesConsumed, written - Int64(ring.geometry.depth), 0)
        while frame < written {
            let slot = ring.slot(ofWritten: frame)
            if lastFrame.indices.contains(slot) { lastFrame[slot] = frame }
            frame += 1
        }
    }

    /// A slot nobody shows, oldest first, or `nil` while all are busy.
    mutating func free() -> Int? {
        // Air copies the picture before it consumes the frame: a consumed frame's slot is free at once.
        let consumed = ring.framesConsumed
        for offset in 0..<lastFrame.count {
            let slot = (next + offset) % lastFrame.count
            if lastFrame[slot] < consumed {
                next = (slot + 1) % lastFrame.count
                return slot
            }
        }
        return nil
    }

    /// Remembers that `slot` shows item frame `frame`.
    mutating func published(_ slot: Int, as frame: Int64) { lastFrame[slot] = frame }
}
