import CLinux
import Glibc
import Realtime
import Timecode

/// Appends rows to the as-run log and makes them durable.
///
/// One thread, never the one that keeps time. A file per UTC day; a new one as well after a torn end and after any failed
/// write: what has failed once is not written to again, because after a failed `fsync` nobody knows what is on the disk.
/// A new file that took no whole batch, because the disk is full, is removed: a disk that stays full is not filled with names.
package struct AirLogWriter: ~Copyable {
    /// Rows kept in memory while the disk takes none; beyond them the oldest wait is given up and counted.
    package static let mostWaiting = 4096

    private let folder: String
    private let time: HouseTime
    private var file: Int32 = -1
    /// Where `file` lies, while all that is in it is still waiting as well: it may go without a loss.
    private var freshPath: String?
    private var day = ""
    private var counter = -1
    private var previous = AsRunChain.start
    private var sequence: UInt64 = 0
    /// Lines that no file has taken durably yet, oldest first.
    private var waiting: [(day: String, line: [UInt8])] = []
    /// Files given up because a write or a sync failed, and rows dropped because too many waited.
    package private(set) var failures: UInt64 = 0
    package private(set) var dropped: UInt64 = 0
    /// Rows not durable yet.
    package var backlog: Int { waiting.count }
    /// Whether the last attempt to write failed.
    package private(set) var isFailing = false

    /// Goes on where the log in `folder` ends; makes the folder if need be.
    package init(folder: String, time: HouseTime) throws(SystemError) {
        self.folder = folder
        self.time = time
        if mkdir(folder, 0o750) != 0, errno != EEXIST { throw SystemError("mkdir", on: folder, code: errno) }
        try resume()
    }

    deinit { if file >= 0 { close(file) } }

    /// Adds a row to the chain; `flush` makes it durable.
    package mutating func append(_ row: AsRunRow) {
        var row = row
        guard waiting.count < Self.mostWaiting else {
            dropped += 1
            return
        }
        sequence += 1
        let sealed = row.seal(sequence: sequence, previous: previous)
        previous = sealed.hash
        // A clock set back must not sort new rows before old ones.
        let rowDay = max(UTCStamp(time.start(of: row.lastFrame)).date.description, waiting.last?.day ?? day)
        waiting.append((rowDay, sealed.line))
    }

    /// Writes and syncs what waits. `false` when the disk did not take it; call again later.
    @discardableResult
    package mutating func flush() -> Bool {
        // A new file for each attempt after a failure, and no endless number of attempts.
        for _ in 0..<2 {
            guard !waiting.isEmpty else { return true }
            do {
                try writeWaiting()
                isFailing = false
            } catch {
                failures += 1
                isFailing = true
                if file >= 0 { close(file) }
                file = -1
                if let freshPath, error.call == Self.writeCall, unlink(freshPath) == 0 { counter -= 1 }
                freshPath = nil
            }
        }
        return waiting.isEmpty
    }

    private mutating func writeWaiting() throws(SystemError) {
        while let first = waiting.first {
            if file < 0 || first.day != day { try openNext(day: first.day) }
            let batch = waiting.prefix { $0.day == first.day }
            try write(batch.flatMap(\.line))
            guard fdatasync(file) == 0 else { throw SystemError("fdatasync", on: folder, code: errno) }
            waiting.removeFirst(batch.count)
            freshPath = nil
        }
    }

    /// What failed, where the bytes did not go to the file at all.
    private static let writeCall = "write"

    private func write(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + done, $0.count - done) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw SystemError(Self.writeCall, on: folder, code: written < 0 ? errno : EIO) }
            done += written
        }
    }

    private mutating func openNext(day next: String) throws(SystemError) {
        if file >= 0 { close(file) }
        file = -1
        counter = next == day ? counter + 1 : 0
        day = next
        // Another file of that name is in the way only if it was made behind our back; step over it.
        for _ in 0..<1000 {
            let path = folder + "/" + AirLogFolder.name(day: day, counter: counter)
            let opened = ql_open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o640)
            if opened >= 0 {
                file = opened
                freshPath = path
                syncFolder()
                return
            }
            guard opened == -EEXIST else { throw SystemError("create", on: path, code: -opened) }
            counter += 1
        }
        throw SystemError("create", on: folder, code: EEXIST)
    }

    private func syncFolder() {
        let handle = ql_open(folder, O_RDONLY | O_DIRECTORY, 0)
        guard handle >= 0 else { return }
        fsync(handle)
        close(handle)
    }

    // MARK: Going on after a restart

    /// Finds the last whole row; a torn end after it is cut off, and a new file begun.
    private mutating func resume() throws(SystemError) {
        let names = try AirLogFolder.files(in: folder)
        for (age, name) in names.reversed().enumerated() {
            guard let parts = AirLogFolder.parts(name) else { continue }
            let path = folder + "/" + name
            if age == 0 { (day, counter) = parts }
            let tail = try AirLogFolder.tail(path, count: 256 * 1024)
            guard let end = Self.lastRow(tail.bytes) else { continue }
            (previous, sequence) = (end.link.hash, end.link.sequence)
            let whole = tail.fileSize - tail.bytes.count + end.offset
            if age == 0, whole == tail.fileSize {
                let opened = ql_open(path, O_WRONLY | O_APPEND, 0)
                if opened >= 0 { file = opened }
            } else if whole < tail.fileSize {
                truncate(path, off_t(whole))
            }
            return
        }
    }

    /// The last line that is whole and true, and where it ends in `bytes`.
    private static func lastRow(_ bytes: [UInt8]) -> (link: AsRunChain.Link, offset: Int)? {
        var end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1
        while end >= 0 {
            let start = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if let link = AsRunChain.link(bytes[start..<end]) { return (link, end + 1) }
            end = start - 1
        }
        return nil
    }
}
