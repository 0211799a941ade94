import Glibc

/// A sealed file, read so that no byte leaves that was not proven: the only way from the media disk to a demuxer.
///
/// Blocks of 64 KiB are read into private memory, hashed there, and handed on from that same memory; the file is never
/// mapped, so what was hashed is what is used, whoever writes to it meanwhile. The first bad block latches: every later read
/// fails, also of blocks that were good before. The last 32 blocks stay in memory, so that a demuxer's small seeks are free.
///
/// Everything is opened by `init`; `read` needs `pread` alone (and `errno`), so it works inside a system call filter.
/// Not thread-safe: one thread at a time.
package final class VerifiedFile {
    static let slots = 32

    /// How bytes come from the disk: `pread` (POSIX), or in tests a disk that fails. Returns what came, or minus an `errno`.
    package typealias Disk = (_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, _ offset: Int64) -> Int

    /// Bytes of the file, as sealed.
    package let size: Int64
    /// Why reading has stopped for good; `nil` while all that was read is proven.
    package private(set) var failure: VerifiedFileError?

    private let descriptor: Int32
    private let disk: Disk
    private let tree: VerityTree
    private let memory: UnsafeMutableRawPointer
    /// Which block lies in each slot (-1: none), and when it was last used.
    private var blockInSlot = [Int](repeating: -1, count: slots)
    private var lastUse = [UInt64](repeating: 0, count: slots)
    private var uses: UInt64 = 0
    private var latestSlot = 0

    /// Opens the media and its leaves, and proves the leaves against the sealed digest.
    ///
    /// Never blocks on a FIFO or a device. A file whose size is not the sealed one is refused here.
    package init(
        path: String, treePath: String, digest: [UInt8], size: Int64, disk: @escaping Disk = VerifiedFile.pread
    ) throws(VerifiedFileError) {
        let (descriptor, actualSize) = try Self.openRegular(path)
        do throws(VerifiedFileError) {
            guard actualSize == size else { throw .wrongSize }
            tree = try VerityTree.load(path: treePath, size: size, digest: digest)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.disk = disk
        self.size = size
        memory = UnsafeMutableRawPointer.allocate(byteCount: Self.slots * VerityTree.blockSize, alignment: 4096)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit {
        close(descriptor)
        memory.deallocate()
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
                let slot = try slotHolding(block)
                let source = memory + slot * VerityTree.blockSize + start
                (buffer.baseAddress! + done).copyMemory(from: source, byteCount: count)
            } catch {
                failure = error
                if done == 0 { throw error }
                break
            }
            done += count
        }
        return done
    }

    private func slotHolding(_ block: Int) throws(VerifiedFileError) -> Int {
        uses += 1
        if blockInSlot[latestSlot] != block {
            if let slot = blockInSlot.firstIndex(of: block) {
                latestSlot = slot
            } else {
                let slot = lastUse.indices.min { lastUse[$0] < lastUse[$1] }!
                blockInSlot[slot] = -1
                try load(block, into: memory + slot * VerityTree.blockSize)
                blockInSlot[slot] = block
                latestSlot = slot
            }
        }
        lastUse[latestSlot] = uses
        return latestSlot
    }

    /// Reads one whole block into a slot and proves it.
    private func load(_ block: Int, into slot: UnsafeMutableRawPointer) throws(VerifiedFileError) {
        let start = Int64(block) * Int64(VerityTree.blockSize)
        let expected = Int(min(Int64(VerityTree.blockSize), size - start))
        // A whole block is asked for even at the end: a file that has grown there is not the sealed one.
        var count = 0
        while count < VerityTree.blockSize {
            let rest = UnsafeMutableRawBufferPointer(start: slot + count, count: VerityTree.blockSize - count)
            let got = disk(descriptor, rest, start + Int64(count))
            if got == -Int(EINTR) { continue }
            if got < 0 { throw .readFailed(Int32(-got)) }
            if got == 0 { break }
            count += got
        }
        guard count == expected else { throw .wrongSize }
        (slot + count).initializeMemory(as: UInt8.self, repeating: 0, count: VerityTree.blockSize - count)
        guard tree.isLeaf(block, of: UnsafeRawBufferPointer(start: slot, count: VerityTree.blockSize)) else {
            throw .badBlock(block)
        }
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
