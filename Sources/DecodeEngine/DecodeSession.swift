import Glibc
import Realtime
import Synchronization
import Timecode

/// What the picture side and the sound side of one decoder share: the failure, the item's end, who has finished.
///
/// Either side may meet a failure long before the other, because the two lie apart in the file. What counts is where in the
/// item it is met: up to there both go on, so that the item ends on its last good frame, and air is told when that one lies in
/// the ring with its sound.
final class DecodeSession: Sendable {
    private struct Facts {
        var failure: ItemFailure?
        /// Whether air has been told of it: nothing more may be published.
        var isTold = false
        /// First item frame that does not exist or cannot be had, once it is known.
        var endFrame: Int64
    }

    let ring: SourceRing
    private let time: HouseTime
    private let facts: Mutex<Facts>
    private let soundFinished: SoundFinished
    /// Longest sleep before the stop flag is looked at again.
    private static let patience: Int64 = 500_000_000

    init(ring: SourceRing, frames: Int64) {
        self.ring = ring
        time = ring.format.time
        facts = Mutex(Facts(endFrame: frames))
        soundFinished = SoundFinished()
    }

    var failure: ItemFailure? { facts.withLock { $0.failure } }
    var endFrame: Int64 { facts.withLock { $0.endFrame } }

    /// Whether nothing more may be published.
    var isOver: Bool { ring.stopRequested || facts.withLock { $0.isTold } }

    /// Ends the item here and now: nothing of it can be had any more. The first such failure tells air at once.
    func fail(_ failure: ItemFailure) {
        let isFirst = facts.withLock { facts in
            if facts.isTold { return false }
            facts.failure = facts.failure ?? failure
            facts.isTold = true
            return true
        }
        if isFirst { ring.setState(failure.state) }
    }

    /// One side cannot go on at item frame `frame`. Of two failures the one that is met earlier in the item counts.
    func fail(_ failure: ItemFailure, at frame: Int64) {
        facts.withLock { facts in
            guard facts.failure == nil || frame < facts.endFrame else { return }
            facts.failure = failure
            facts.endFrame = min(facts.endFrame, frame)
        }
        settle()
    }

    /// Tells air of a failure once all that lies before it is in the ring. Called after each publication.
    func settle() {
        let due = facts.withLock { facts -> ItemFailure? in
            guard let failure = facts.failure, !facts.isTold, ring.framesWritten >= facts.endFrame,
                ring.samplesWritten >= ItemRequest.samples(covering: facts.endFrame, time)
            else { return nil }
            facts.isTold = true
            return failure
        }
        if let due { ring.setState(due.state) }
    }

    /// The first item frame whose sound is not wholly in the ring.
    var frameWithoutSound: Int64 {
        let samples = ring.samplesWritten
        var frame = samples * time.rate.numerator / (time.rate.denominator * time.sampleRate)
        while frame > 0, ItemRequest.samples(covering: frame, time) > samples { frame -= 1 }
        return frame
    }

    /// The item has no frame from `frame` on.
    func end(at frame: Int64) { facts.withLock { $0.endFrame = min($0.endFrame, frame) } }

    /// Called once, by the sound thread, when it publishes nothing more.
    func finishSound() { soundFinished.signal() }

    /// Sleeps until the sound thread has finished: it does so by itself at the end, after a failure and when asked to stop.
    func awaitSound() { soundFinished.wait() }

    /// Sleeps until `ready`, or until nothing more may be published. Returns whether it is ready.
    func wait(until ready: () -> Bool) -> Bool {
        while true {
            let seen = ring.consumerSignal
            if isOver { return false }
            if ready() { return true }
            ring.waitForConsumer(seen: seen, timeoutNanoseconds: Self.patience)
        }
    }
}

/// A POSIX semaphore at a fixed address.
///
/// `@unchecked Sendable`: the semaphore is made to be used by several threads; the address never changes.
private final class SoundFinished: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func signal() { sem_post(semaphore) }

    func wait() { while sem_wait(semaphore) != 0 {} }
}
