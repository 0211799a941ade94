import Glibc

/// A sealed file, read so that no byte leaves that was not proven: the only way from the media disk to a demuxer.
///
/// Blocks of 64 KiB are read into private memory, hashed there, and handed on from that same memory; the file is never
/// mapped, so what was hashed is what is used, whoever writes to it meanwhile. The first bad block latches: every later read
/// fails, also of blocks that were good before. Proven blocks stay in memory for a while, so that a demuxer's small seeks are
/// free, and so are those of a second reader that shares them.
///
/// Everything is opened by `init`; `read` needs `pread` alone (and `errno`), so it works inside a system call filter.
/// Not thread-safe: one thread at a time; readers that share their blocks may each have a thread.
package final class VerifiedFile {
    /// How bytes come from the disk: `pread` (POSIX), or in tests a disk that fails. Returns what came, or minus an `errno`.
    package typealias Disk = (_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, _ offset: Int64) -> Int

    /// Bytes of the file, as sealed.
    package let size: Int64
    /// Why reading has stopped for good; `nil` while all that was read is proven.
    package private(set) var failure: VerifiedFileError?

    private let blocks: VerifiedBlocks

    /// Opens the media and its leaves, and proves the leaves against the sealed digest.
    ///
    /// Never blocks on a FIFO or a device. A file whose size is not the sealed one is refused here.
    package init(
        path: String, treePath: String, digest: [UInt8], size: Int64, disk: @escaping Disk = VerifiedFile.pread
    ) throws(VerifiedFileError) {
        let (descriptor, actualSize) = try Self.openRegular(path)
        do throws(VerifiedFileError) {
            guard actualSize == size else { throw .wrongSize }
            let tree = try VerityTree.load(path: treePath, size: size, digest: digest)
            blocks = VerifiedBlocks(descriptor: descriptor, tree: tree, disk: disk)
        } catch {
            close(descriptor)
            throw error
        }
        self.size = size
    }

    /// Another reader of the same open file: what one of them has proven the other need not prove again. Each fails by itself,
    /// at the first bad block that it comes to.
    package init(sharing other: VerifiedFile) {
        blocks = other.blocks
        size = other.size
    }

    /// Copies proven bytes from `offset` on and returns how many; 0 at or after the end.
    ///
    /// Fewer than asked for at the end of the file, or where a bad block follows (the next read throws).
    package func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(VerifiedFileError) -> Int {
        if let failure { throw failure }
        guard offset >= 0, offset < size else { return 0 }
        let wanted = Int(min(Int64(buffer.count), size - offset))
        var done = 0
        while done < wanted {
            let position = offset + Int64(done)
            let block = Int(position / Int64(VerityTree.blockSize))
            let start = Int(position % Int64(VerityTree.blockSize))
            let count = min(wanted - done, VerityTree.blockSize - start)
            do throws(VerifiedFileError) {
                try blocks.copy(block, from: start, count: count, to: buffer.baseAddress! + done)
            } catch {
                failure = error
                if done == 0 { throw error }
                break
            }
            done += count
        }
        return done
    }

    /// The disk itself.
    package static func pread(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, _ offset: Int64) -> Int {
        let got = Glibc.pread(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
        return got < 0 ? -Int(errno) : got
    }

    /// Opens a regular file for reading; anything else is refused without being touched or waited for.
    package static func openRegular(_ path: String) throws(VerifiedFileError) -> (descriptor: Int32, size: Int64) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw failedOpen(errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw failedOpen(errno) }
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notRegular
        }
        return (descriptor, Int64(facts.st_size))
    }

    private static func failedOpen(_ code: Int32) -> VerifiedFileError {
        code == ENOENT || code == ENOTDIR ? .missing : .unreadable(code)
    }
}
