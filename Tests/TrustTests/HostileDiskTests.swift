import Foundation
import Synchronization
import Testing
import TrustDigest

/// Disks that fail, and files that others write to: what leaves is what was sealed, or nothing.
@Suite struct HostileDiskTests {
    let bench: Workbench
    /// Six whole blocks and a piece; the third block is zeros.
    let bytes: [UInt8]
    let tree: VerityTree
    private static let block = VerityTree.blockSize

    init() throws {
        bench = try Workbench()
        var bytes = noise(6 * Self.block + 4321, seed: 21)
        bytes.replaceSubrange(2 * Self.block..<3 * Self.block, with: repeatElement(0, count: Self.block))
        self.bytes = bytes
        tree = VerityTreeTests.tree(of: bytes, pieces: 65_536)
        try bench.write(bytes, to: "media")
        try bench.write(tree.encoded, to: "media.seal.tree")
    }

    private func open(_ disk: @escaping VerifiedFile.Disk) throws -> VerifiedFile {
        try VerifiedFile(
            path: bench.path("media"), treePath: bench.path("media.seal.tree"), digest: tree.digest,
            size: Int64(bytes.count), disk: disk)
    }

    @Test(arguments: [1, 7, 1000, 65_535])
    func readsThatComeInPiecesAreWhole(most: Int) throws {
        var calls = 0
        let file = try open { descriptor, piece, offset in
            calls += 1
            if calls % 5 == 0 { return -Int(EINTR) }
            return VerifiedFile.pread(
                descriptor, UnsafeMutableRawBufferPointer(rebasing: piece[..<min(most, piece.count)]), offset)
        }
        let count = most == 1 ? 70_000 : bytes.count
        #expect(try VerifiedFileTests.read(file, at: 0, count: count) == Array(bytes[..<count]))
        #expect(file.failure == nil)
    }

    /// A block that cannot be read ends the reading for good: what lies before it is handed on, a disk that recovers is not asked.
    @Test(arguments: [EIO, ENODEV, ETIMEDOUT, ESTALE])
    func aBlockThatCannotBeRead(code: Int32) throws {
        var isBroken = true
        let file = try open { descriptor, piece, offset in
            isBroken && offset >= 4 * Self.block ? -Int(code) : VerifiedFile.pread(descriptor, piece, offset)
        }
        #expect(try VerifiedFileTests.read(file, at: 100, count: bytes.count) == Array(bytes[100..<4 * Self.block]))
        #expect(file.failure == .readFailed(code))
        isBroken = false
        #expect(throws: VerifiedFileError.readFailed(code)) { try VerifiedFileTests.read(file, at: 0, count: 1) }
    }

    /// Each block is read once and handed on from where it was hashed: a disk that answers differently every time gets nothing in.
    @Test func aDiskThatAnswersDifferentlyTheSecondTime() throws {
        var reads: [Int64: Int] = [:]
        let file = try open { descriptor, piece, offset in
            reads[offset, default: 0] += 1
            let got = VerifiedFile.pread(descriptor, piece, offset)
            if reads[offset]! > 1 { for index in 0..<got { piece[index] ^= 0xff } }
            return got
        }
        for offset in stride(from: 0, to: bytes.count, by: 30_000) {
            let end = min(bytes.count, offset + 30_000)
            #expect(try VerifiedFileTests.read(file, at: Int64(offset), count: 30_000) == Array(bytes[offset..<end]))
        }
        #expect(try VerifiedFileTests.read(file, at: 0, count: 10) == Array(bytes[..<10]))
        #expect(reads.values.allSatisfy { $0 == 1 })
        #expect(reads.keys.count { $0 % Int64(Self.block) == 0 } == tree.blocks)
    }

    /// Half of a block from before a write, half from after it.
    @Test func aBlockTornByAWriteInTheMiddleOfItsReading() throws {
        var calls = 0
        let path = bench.path("media")
        let file = try open { descriptor, piece, offset in
            calls += 1
            if calls == 2 {
                let writer = Glibc.open(path, O_WRONLY | O_CLOEXEC)
                _ = [UInt8](repeating: 1, count: Self.block).withUnsafeBytes {
                    pwrite(writer, $0.baseAddress, $0.count, 0)
                }
                close(writer)
            }
            return VerifiedFile.pread(
                descriptor, UnsafeMutableRawBufferPointer(rebasing: piece[..<min(40_000, piece.count)]), offset)
        }
        #expect(throws: VerifiedFileError.badBlock(0)) { try VerifiedFileTests.read(file, at: 0, count: 1) }
    }

    @Test func aFileThatEndsEarlyOrGrowsUnderTheReader() throws {
        for (most, bad) in [(5 * Self.block, 5), (5 * Self.block + 1, 5), (bytes.count - 1, 6)] {
            let file = try open { descriptor, piece, offset in
                let count = max(0, min(piece.count, most - Int(offset)))
                return count == 0
                    ? 0
                    : VerifiedFile.pread(
                        descriptor, UnsafeMutableRawBufferPointer(rebasing: piece[..<count]), offset)
            }
            let got = try VerifiedFileTests.read(file, at: 0, count: bytes.count)
            #expect(got == Array(bytes[..<(bad * Self.block)]))
            #expect(file.failure == .wrongSize)
        }
        let file = try open(VerifiedFile.pread)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: bench.path("media")))
        try handle.truncate(atOffset: UInt64(bytes.count) + 1 << 30)
        try handle.close()
        // The blocks before the end are the sealed ones still; the last one is not the last one any more.
        #expect(try VerifiedFileTests.read(file, at: 0, count: bytes.count) == Array(bytes[..<(6 * Self.block)]))
        #expect(file.failure == .wrongSize)
    }

    /// A hole reads as zeros: where zeros were sealed that is the sealed file, anywhere else it is not.
    @Test func holes() throws {
        func punch(_ block: Int) throws {
            let outcome = try bench.run(
                "fallocate", "--punch-hole", "--offset", "\(block * Self.block)", "--length", "\(Self.block)", "media")
            try #require(outcome.status == 0, "\(outcome.output)")
        }
        try punch(2)
        let whole = try open(VerifiedFile.pread)
        #expect(try VerifiedFileTests.read(whole, at: 0, count: bytes.count) == bytes)
        try tree.prove(bench.path("media"))
        try punch(4)
        let holed = try open(VerifiedFile.pread)
        #expect(try VerifiedFileTests.read(holed, at: 0, count: bytes.count) == Array(bytes[..<(4 * Self.block)]))
        #expect(holed.failure == .badBlock(4))
        #expect(throws: VerifiedFileError.badBlock(4)) { try tree.prove(bench.path("media")) }
    }

    /// Who has the file open reads on in what was sealed; who opens it afterwards is refused.
    @Test func aFileRenamedOver() throws {
        let old = try open(VerifiedFile.pread)
        #expect(try VerifiedFileTests.read(old, at: 0, count: 10).count == 10)
        try bench.write(noise(bytes.count, seed: 22), to: "other")
        #expect(rename(bench.path("other"), bench.path("media")) == 0)
        #expect(try VerifiedFileTests.read(old, at: 0, count: bytes.count) == bytes)
        let new = try open(VerifiedFile.pread)
        #expect(throws: VerifiedFileError.badBlock(0)) { try VerifiedFileTests.read(new, at: 0, count: 1) }
    }

    /// A disk that does not answer holds up the reader that asked, and only that one; when it answers, reading goes on.
    @Test func aDiskThatStalls() throws {
        let gate = DispatchSemaphore(value: 0)
        let arrived = DispatchSemaphore(value: 0)
        let result = Mutex<[UInt8]>([])
        let done = DispatchSemaphore(value: 0)
        let (bench, tree, bytes) = (bench, tree, bytes)
        Thread.detachNewThread {
            let file = try? VerifiedFile(
                path: bench.path("media"), treePath: bench.path("media.seal.tree"), digest: tree.digest,
                size: Int64(bytes.count)
            ) { descriptor, piece, offset in
                if offset == 3 * Self.block {
                    arrived.signal()
                    gate.wait()
                }
                return VerifiedFile.pread(descriptor, piece, offset)
            }
            if let file, let got = try? VerifiedFileTests.read(file, at: 0, count: bytes.count) {
                result.withLock { $0 = got }
            }
            done.signal()
        }
        #expect(arrived.wait(timeout: .now() + 60) == .success)
        let other = try open(VerifiedFile.pread)
        #expect(try VerifiedFileTests.read(other, at: 0, count: bytes.count) == bytes)
        #expect(result.withLock { $0.isEmpty })
        gate.signal()
        #expect(done.wait(timeout: .now() + 60) == .success)
        #expect(result.withLock { $0 } == bytes)
    }

    /// Pictures and sound read the same file: each block comes from the disk once, and each of the two fails by itself.
    @Test func readersThatShareTheirBlocks() throws {
        var reads = 0
        let first = try open { descriptor, piece, offset in
            if offset % Int64(Self.block) == 0 { reads += 1 }
            return VerifiedFile.pread(descriptor, piece, offset)
        }
        let second = VerifiedFile(sharing: first)
        for offset in stride(from: 0, to: 3 * Self.block, by: 10_000) {
            let expected = Array(bytes[offset..<offset + 10_000])
            #expect(try VerifiedFileTests.read(first, at: Int64(offset), count: 10_000) == expected)
            #expect(try VerifiedFileTests.read(second, at: Int64(offset), count: 10_000) == expected)
        }
        #expect(reads == 4)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: bench.path("media")))
        try handle.seek(toOffset: UInt64(5 * Self.block))
        try handle.write(contentsOf: Data([bytes[5 * Self.block] ^ 1]))
        try handle.close()
        let bad = VerifiedFileError.badBlock(5)
        #expect(throws: bad) { try VerifiedFileTests.read(first, at: Int64(5 * Self.block), count: 1) }
        #expect(throws: bad) { try VerifiedFileTests.read(first, at: 0, count: 1) }
        // The other one has not come to that block yet: what it is given up to there is proven.
        let rest = try VerifiedFileTests.read(second, at: 0, count: bytes.count)
        #expect(rest == Array(bytes[..<(5 * Self.block)]) && second.failure == bad)
        #expect(throws: bad) { try VerifiedFileTests.read(second, at: 0, count: 1) }
    }
}
