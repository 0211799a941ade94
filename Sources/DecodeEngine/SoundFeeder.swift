import Realtime
import Timecode

/// Moves sound from its reader into the ring, then silence up to the item's end.
final class SoundFeeder {
    private let session: DecodeSession
    private let ring: SourceRing
    private let reader: (any SoundReader)?
    private let time: HouseTime
    private let block: UnsafeMutablePointer<Float>
    /// Most samples handed on at once; the ring holds more than this in every geometry.
    private let blockSamples: Int
    /// Whether the reader has no more.
    private(set) var hasEnded: Bool
    /// Where the media's own sound ended, in samples from the in-point; 0 until it has.
    private(set) var endSample: Int64 = 0

    init(session: DecodeSession, request: ItemRequest, reader: (any SoundReader)?) {
        self.session = session
        ring = session.ring
        self.reader = reader
        time = session.ring.format.time
        blockSamples = min(1024, session.ring.sampleCapacity / 2)
        hasEnded = reader == nil
        block = .allocate(capacity: blockSamples * Int(session.ring.format.channels))
    }

    deinit { block.deallocate() }

    /// Samples still to be published up to the item's end as known now.
    private var missing: Int64 { ItemRequest.samples(covering: session.endFrame, time) - ring.samplesWritten }

    var isComplete: Bool { missing <= 0 }

    private var nextCount: Int { Int(min(Int64(blockSamples), max(0, missing))) }

    /// Whether the next block fits.
    var hasRoom: Bool { !isComplete && ring.roomForSamples >= nextCount }

    /// Publishes the next block if it fits. `false` when nothing was published.
    func feed() throws(ItemFailure) -> Bool {
        let count = nextCount
        guard count > 0, ring.roomForSamples >= count else { return false }
        var filled = 0
        if let reader, !hasEnded {
            filled = try reader.read(count, into: block)
            if filled < count {
                hasEnded = true
                endSample = ring.samplesWritten + Int64(filled)
            }
        }
        let channels = Int(ring.format.channels)
        (block + filled * channels).update(repeating: 0, count: (count - filled) * channels)
        guard !session.isOver else { return false }
        ring.publishSamples(block, count: count)
        session.settle()
        return true
    }
}
