import Realtime
import Synchronization

/// Which picture slots of a ring may be written.
///
/// A slot is busy while a descriptor that air has not consumed names it, and while somebody holds it: a decoder that writes
/// it or refers to it, or the picture that is being shown. What air still shows is read off the ring alone, so that a decoder
/// restarted on a used ring never writes into it.
final class SlotPool: PicturePlaces {
    private struct Slots {
        /// The last item frame that each slot was published for, -1 before the first.
        var lastFrame: [Int64]
        var isHeld: [Bool]

        /// The first slot nobody shows or holds, if there are more than `spare` of them.
        ///
        /// Low slots are used again first: memory that has never been needed is never touched.
        mutating func hold(consumed: Int64, leaving spare: Int) -> Int? {
            var first: Int?
            var count = 0
            for slot in lastFrame.indices where !isHeld[slot] && lastFrame[slot] < consumed {
                first = first ?? slot
                count += 1
                if count > spare { break }
            }
            guard let first, count > spare else { return nil }
            isHeld[first] = true
            return first
        }
    }

    /// Slots that decoders leave free: one to draw into while the one drawn before is still being shown. A decoder that holds
    /// all others as references can therefore never keep pictures from being published.
    private static let forDrawing = 2

    private let ring: SourceRing
    private let slots: Mutex<Slots>

    init(_ ring: SourceRing) {
        self.ring = ring
        let count = ring.geometry.pictures
        var lastFrame = [Int64](repeating: -1, count: count)
        let written = ring.framesWritten
        var frame = max(ring.framesConsumed, written - Int64(ring.geometry.depth), 0)
        while frame < written {
            let slot = ring.slot(ofWritten: frame)
            if lastFrame.indices.contains(slot) { lastFrame[slot] = frame }
            frame += 1
        }
        slots = Mutex(Slots(lastFrame: lastFrame, isHeld: [Bool](repeating: false, count: count)))
    }

    var layout: PictureLayout { ring.layout }
    var count: Int { ring.geometry.pictures }

    func picture(_ slot: Int) -> UnsafeMutableRawPointer { ring.picture(slot) }

    func take() -> Int? {
        // Air copies a picture before it consumes the frame, so that a consumed frame's slot is free at once.
        let consumed = ring.framesConsumed
        return slots.withLock { $0.hold(consumed: consumed, leaving: Self.forDrawing) }
    }

    /// A slot to draw into, `nil` while all are busy. Held until it is given back.
    func takeForDrawing() -> Int? {
        let consumed = ring.framesConsumed
        return slots.withLock { $0.hold(consumed: consumed, leaving: 0) }
    }

    func giveBack(_ slot: Int) { slots.withLock { $0.isHeld[slot] = false } }

    /// Remembers that `slot` shows item frame `frame`; whoever holds it has not given it back yet.
    func published(_ slot: Int, as frame: Int64) { slots.withLock { $0.lastFrame[slot] = frame } }
}
