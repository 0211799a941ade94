import CLinux
import ChannelSchedule
import Glibc
import Realtime

/// The journal on disk: append-only lines of JSON, hash-chained, each on stable storage before it is acknowledged.
///
/// One writer (the control process); the file is locked against a second one.
package struct Journal: ~Copyable {
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// What was found when the journal was opened.
    package struct Replay: Sendable {
        package var entries: [JournalEntry] = []
        /// Bytes of a last line that a crash cut short, now cut off. Such an entry was never acknowledged.
        package var tornBytes = 0
        /// What is wrong with the chain, by line; the entries end before it and the rest was set aside.
        package var damage: String?
    }

    package let path: String
    private let descriptor: Int32
    private var lastHash: String
    private var nextNumber: UInt64
    private var lastFrame: Int64
    /// After a failed write nothing is written to this file again.
    private var failed = false

    /// Opens the journal, makes it where there is none, and reads it back.
    package static func open(_ path: String) throws(Failure) -> Journal {
        let descriptor = ql_open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw failure("open", path, -descriptor) }
        return try Journal(path: path, descriptor: descriptor)
    }

    /// What was found at opening; taken once.
    package private(set) var replay: Replay

    private init(path: String, descriptor: Int32) throws(Failure) {
        do throws(Failure) {
            guard Self.lock(descriptor) else {
                throw Failure(description: "\(path): another control process holds this journal")
            }
            let bytes = try Self.readAll(descriptor, path)
            var (found, goodBytes, hash) = Self.parse(bytes)
            if found.damage != nil {
                try Self.setAside(bytes[goodBytes...], beside: path)
            } else {
                found.tornBytes = bytes.count - goodBytes
            }
            if goodBytes < bytes.count, ftruncate(descriptor, goodBytes) != 0 || fdatasync(descriptor) != 0 {
                throw Self.failure("truncate", path, errno)
            }
            self.path = path
            self.descriptor = descriptor
            lastHash = hash
            nextNumber = UInt64(found.entries.count) + 1
            lastFrame = found.entries.last?.frame ?? 0
            replay = found
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// The last entry; `nil` before the first.
    var head: StatusComposer.JournalHead? {
        nextNumber == 1
            ? nil : StatusComposer.JournalHead(number: nextNumber - 1, hash: lastHash, frame: lastFrame)
    }

    /// Writes an entry to stable storage and returns it. What this throws on was not accepted.
    package mutating func append(
        _ action: JournalAction, by user: Peer, time: String, frame: Int64, effective: Int64
    ) throws(Failure) -> JournalEntry {
        guard !failed else { throw Failure(description: "\(path): an earlier write failed; restart control") }
        let entry = JournalEntry(
            number: nextNumber, time: time, frame: frame, effective: effective, user: user, action: action,
            previous: lastHash)
        guard let (line, hash) = try? JournalLine.write(entry) else {
            throw Failure(description: "\(path): the entry cannot be written as JSON")
        }
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count, fdatasync(descriptor) == 0 else {
            // After a failed sync the kernel may have dropped the pages: never retry on this file.
            let code = errno
            failed = true
            throw Self.failure("write", path, code)
        }
        lastHash = hash
        lastFrame = frame
        nextNumber += 1
        return entry
    }

    /// Locks the file; waits a second for a process that is about to end, or to become another program.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            usleep(50_000)
        }
        return false
    }

    /// Reads entries until the first that is not whole. Pure.
    static func parse(_ bytes: [UInt8]) -> (replay: Replay, goodBytes: Int, hash: String) {
        var replay = Replay()
        var (position, hash) = (0, JournalLine.origin)
        while let end = bytes[position...].firstIndex(of: 0x0A) {
            let number = UInt64(replay.entries.count) + 1
            do throws(JournalLine.Fault) {
                let read = try JournalLine.read(bytes[position..<end], after: hash, number: number)
                replay.entries.append(read.entry)
                hash = read.hash
            } catch {
                switch error {
                case .notAnEntry: replay.damage = "line \(number) is not an entry"
                case .wrongHash: replay.damage = "line \(number) does not match its hash"
                case .brokenChain: replay.damage = "line \(number) does not follow the line before"
                }
                return (replay, position, hash)
            }
            position = end + 1
        }
        return (replay, position, hash)
    }

    private static func readAll(_ descriptor: Int32, _ path: String) throws(Failure) -> [UInt8] {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw failure("stat", path, errno) }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + filled, $0.count - filled, off_t(filled))
            }
            guard count >= 0 else { throw failure("read", path, errno) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }

    /// Keeps what cannot be trusted for a person to look at.
    private static func setAside(_ bytes: ArraySlice<UInt8>, beside path: String) throws(Failure) {
        let copy = ql_open(path + ".damaged", O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o640)
        guard copy >= 0 else { throw failure("open", path + ".damaged", -copy) }
        defer { close(copy) }
        let written = bytes.withUnsafeBytes { write(copy, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(copy) == 0 else { throw failure("write", path + ".damaged", errno) }
    }

    private static func failure(_ call: String, _ path: String, _ code: Int32) -> Failure {
        Failure(description: SystemError(call, on: path, code: code).description)
    }
}
