import CLinux
import Glibc
import Realtime
import Synchronization

/// Writes whole blocks into a named pipe or a file on a thread of its own.
///
/// A block once begun is always completed while its reader is there; when the reader leaves, what is left of the block goes
/// with it, and the next reader starts with a whole block. Nothing here ever holds the encoder up.
///
/// `@unchecked Sendable`: places between `tail` and `head` belong to the thread, all others to the encoder.
final class PipeWriter: @unchecked Sendable {
    private let path: String
    private let capacity: Int
    private let placeBytes: Int
    private let storage: UnsafeMutableRawPointer
    private let counts: UnsafeMutablePointer<Int>
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)
    private let done = Atomic<Bool>(false)
    private let connected = Atomic<Bool>(false)
    private let bytes = Atomic<UInt64>(0)
    private let errors = Atomic<UInt64>(0)
    private let lastError = Atomic<Int32>(0)
    private let word: UnsafeMutablePointer<UInt32>

    /// - Parameters:
    ///   - capacity: blocks held for a reader that lags.
    ///   - placeBytes: the longest block.
    ///   - unit: what a regular file that is appended to is trimmed to a multiple of.
    init(path: String, capacity: Int, placeBytes: Int, unit: Int) throws {
        self.path = path
        self.capacity = capacity
        self.placeBytes = placeBytes
        storage = .allocate(byteCount: capacity * placeBytes, alignment: 4096)
        counts = .allocate(capacity: capacity)
        counts.initialize(repeating: 0, count: capacity)
        word = .allocate(capacity: 1)
        word.initialize(to: 0)
        var facts = stat()
        if stat(path, &facts) != 0 {
            guard errno == ENOENT, mkfifo(path, 0o660) == 0 || errno == EEXIST else {
                throw SinkError("cannot make the pipe \(path): \(String(cString: strerror(errno)))", code: errno)
            }
        } else if facts.st_mode & S_IFMT == S_IFREG, Int(facts.st_size) % unit != 0 {
            _ = truncate(path, facts.st_size - Int(facts.st_size) % unit)
        }
        try RealTimeThread.start(name: "raw-write") { [self] in run() }
    }

    deinit {
        storage.deallocate()
        counts.deallocate()
        word.deallocate()
    }

    /// Whether a reader is there.
    var isOpen: Bool { connected.load(ordering: .acquiring) }
    var isDone: Bool { done.load(ordering: .acquiring) }
    var bytesOut: UInt64 { bytes.load(ordering: .relaxed) }
    var errorCount: UInt64 { errors.load(ordering: .relaxed) }
    var lastErrorNumber: Int32 { lastError.load(ordering: .relaxed) }

    /// A place for the next block, or `nil` while the reader lags.
    func place() -> UnsafeMutableRawPointer? {
        let at = head.load(ordering: .relaxed)
        guard isOpen, at - tail.load(ordering: .acquiring) < capacity else { return nil }
        return storage + at % capacity * placeBytes
    }

    /// Hands the block in `place()` on.
    func commit(_ count: Int) {
        let at = head.load(ordering: .relaxed)
        counts[at % capacity] = count
        head.store(at + 1, ordering: .releasing)
        wake()
    }

    private func wake() {
        _ = ql_fetch_add_u32(word, 1)
        _ = ql_futex_wake(word, 1)
    }

    func stop() {
        stopping.store(true, ordering: .releasing)
        wake()
    }

    private var isStopping: Bool { stopping.load(ordering: .acquiring) }

    private func note(_ code: Int32) {
        errors.wrappingAdd(1, ordering: .relaxed)
        lastError.store(code, ordering: .relaxed)
    }

    private func pause(_ nanoseconds: Int64) {
        let seen = ql_load_acquire_u32(word)
        if !isStopping { _ = ql_futex_wait(word, seen, nanoseconds) }
    }

    private func run() {
        while !isStopping {
            let descriptor = ql_open(path, O_WRONLY | O_NONBLOCK | O_APPEND, 0)
            guard descriptor >= 0 else {
                // ENXIO: no reader yet; anything else is worth a count.
                if descriptor != -ENXIO { note(-descriptor) }
                pause(20_000_000)
                continue
            }
            // A larger pipe takes a block with fewer wake-ups; refused beyond the user's limit, which does no harm.
            _ = fcntl(descriptor, 1031, 1 << 20)
            tail.store(head.load(ordering: .acquiring), ordering: .releasing)
            connected.store(true, ordering: .releasing)
            serve(descriptor)
            connected.store(false, ordering: .releasing)
            close(descriptor)
        }
        done.store(true, ordering: .releasing)
    }

    /// Writes blocks until the reader leaves or a stop is asked for.
    private func serve(_ descriptor: Int32) {
        while true {
            let at = tail.load(ordering: .relaxed)
            if head.load(ordering: .acquiring) == at {
                if isStopping { return }
                let seen = ql_load_acquire_u32(word)
                if head.load(ordering: .acquiring) == at { _ = ql_futex_wait(word, seen, 100_000_000) }
                if !hasReader(descriptor) { return }
                continue
            }
            guard write(storage + at % capacity * placeBytes, counts[at % capacity], to: descriptor) else { return }
            tail.store(at + 1, ordering: .releasing)
        }
    }

    private func hasReader(_ descriptor: Int32) -> Bool {
        var poller = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&poller, 1, 0) >= 0 && poller.revents & Int16(POLLERR) == 0
    }

    private func write(_ block: UnsafeRawPointer, _ count: Int, to descriptor: Int32) -> Bool {
        var sent = 0
        var patience = 20
        while sent < count {
            let now = Glibc.write(descriptor, block + sent, count - sent)
            if now > 0 {
                sent += now
                bytes.wrappingAdd(UInt64(now), ordering: .relaxed)
            } else if errno == EAGAIN {
                // When stopping, a reader that does not read gets 2 s to take the rest of its block.
                if isStopping {
                    patience -= 1
                    if patience == 0 { return false }
                }
                var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&poller, 1, 100)
            } else if errno != EINTR {
                if errno != EPIPE { note(errno) }
                return false
            }
        }
        return true
    }
}
