import Glibc
import Realtime
import Synchronization

/// What the picture side and the sound side of one decoder share: the first failure, the item's end, who has finished.
final class DecodeSession: Sendable {
    private struct Facts {
        var failure: ItemFailure?
        /// First item frame that does not exist, once it is known.
        var endFrame: Int64
    }

    let ring: SourceRing
    private let facts: Mutex<Facts>
    private let soundFinished: SoundFinished
    /// Longest sleep before the stop flag is looked at again.
    private static let patience: Int64 = 500_000_000

    init(ring: SourceRing, frames: Int64) {
        self.ring = ring
        facts = Mutex(Facts(endFrame: frames))
        soundFinished = SoundFinished()
    }

    var failure: ItemFailure? { facts.withLock { $0.failure } }
    var endFrame: Int64 { facts.withLock { $0.endFrame } }

    /// Whether nothing more may be published.
    var isOver: Bool { ring.stopRequested || failure != nil }

    /// Latches the first failure and tells air at once.
    func fail(_ failure: ItemFailure) {
        let isFirst = facts.withLock { facts in
            if facts.failure != nil { return false }
            facts.failure = failure
            return true
        }
        if isFirst { ring.setState(failure.state) }
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
