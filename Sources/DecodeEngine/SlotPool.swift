import Realtime

/// Which picture slots of a ring may be drawn into.
///
/// A slot is busy while a descriptor that air has not consumed names it. That is read off the ring alone, so that a decoder
/// restarted on a used ring never draws into what air still shows.
struct SlotPool {
    private let ring: SourceRing
    /// The last item frame that each slot was published for, -1 before the first.
    private var lastFrame: [Int64]

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

    /// The first slot nobody shows, or `nil` while all are busy.
    ///
    /// Air copies a picture before it consumes the frame, so that a consumed frame's slot is free at once. Low slots are used
    /// again first: memory that has never been needed is never touched.
    func free() -> Int? {
        let consumed = ring.framesConsumed
        return lastFrame.firstIndex { $0 < consumed }
    }

    /// Remembers that `slot` shows item frame `frame`.
    mutating func published(_ slot: Int, as frame: Int64) { lastFrame[slot] = frame }
}
