import Foundation
import Testing
import TrustDigest

@Suite struct VerifiedFileTests {
    let bench: Workbench
    let bytes = noise(5 * VerityTree.blockSize + 777)
    let tree: VerityTree

    init() throws {
        bench = try Workbench()
        tree = VerityTreeTests.tree(of: bytes, pieces: 100_000)
        try bench.write(bytes, to: "media")
        try bench.write(tree.encoded, to: "media.seal.tree")
    }

    func open(_ name: String = "media", size: Int64? = nil) throws(VerifiedFileError) -> VerifiedFile {
        try VerifiedFile(
            path: bench.path(name), treePath: bench.path("media.seal.tree"), digest: tree.digest,
            size: size ?? Int64(bytes.count))
    }

    static func read(_ file: VerifiedFile, at offset: Int64, count: Int) throws(VerifiedFileError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 1)
        defer { buffer.deallocate() }
        let got = try file.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        return Array(buffer[..<got])
    }

    func change(_ name: String, at offset: Int, to byte: UInt8) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: bench.path(name)))
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: Data([byte]))
        try handle.close()
    }

    @Test func readingThroughProvesEveryByte() throws {
        var read: [Int64] = []
        try tree.prove(bench.path("media")) {
            read.append($0)
            return true
        }
        #expect(read == [4 * 65_536, Int64(bytes.count)])
        #expect(throws: VerifiedFileError.readFailed(ECANCELED)) { try tree.prove(bench.path("media")) { _ in false } }
        #expect(throws: VerifiedFileError.missing) { try tree.prove(bench.path("nowhere")) }
        #expect(throws: VerifiedFileError.notRegular) { try tree.prove(bench.folder.path) }
    }

    @Test(arguments: [0, 65_535, 65_536, 200_000, 4 * 65_536, 5 * 65_536, 5 * 65_536 + 776])
    func readingThroughFindsEveryChange(offset: Int) throws {
        try change("media", at: offset, to: bytes[offset] ^ 0x10)
        #expect(throws: VerifiedFileError.badBlock(offset / VerityTree.blockSize)) {
            try tree.prove(bench.path("media"))
        }
    }

    @Test func readingThroughFindsAnotherSize() throws {
        for wrong in [Array(bytes.dropLast()), bytes + [0], []] {
            try bench.write(wrong, to: "media")
            #expect(throws: VerifiedFileError.wrongSize) { try tree.prove(bench.path("media")) }
        }
    }

    @Test func handsOnEveryByteAtEveryOffset() throws {
        let file = try open()
        for (offset, count) in [
            (0, bytes.count), (0, 1), (65_535, 2), (65_536, 65_536), (327_600, 500), (bytes.count - 1, 10),
            (bytes.count, 10), (bytes.count + 5, 10), (3, 0), (200_000, 100_000),
        ] {
            let expected = offset < bytes.count ? Array(bytes[offset..<min(bytes.count, offset + count)]) : []
            #expect(try Self.read(file, at: Int64(offset), count: count) == expected)
        }
        #expect(file.failure == nil)
    }

    @Test(arguments: [0, 65_535, 65_536, 200_000, 5 * 65_536, 5 * 65_536 + 776])
    func aChangedByteNeverLeaves(offset: Int) throws {
        try change("media", at: offset, to: bytes[offset] ^ 0x10)
        let file = try open()
        let bad = offset / VerityTree.blockSize
        // Everything before the bad block is handed on, and nothing after it.
        let whole = bad == 0 ? [] : try Self.read(file, at: 0, count: bytes.count)
        #expect(whole == Array(bytes[..<(bad * VerityTree.blockSize)]))
        if bad == 0 { #expect(throws: VerifiedFileError.badBlock(0)) { try Self.read(file, at: 0, count: 1) } }
        #expect(file.failure == .badBlock(bad))
        // Latched: blocks proven before are refused as well, and so they are once the file has been mended.
        try change("media", at: offset, to: bytes[offset])
        #expect(throws: VerifiedFileError.badBlock(bad)) { try Self.read(file, at: 0, count: 1) }
        #expect(throws: VerifiedFileError.badBlock(bad)) { try Self.read(file, at: Int64(offset), count: 1) }
    }

    @Test func aChangeDuringTheItemIsFoundInTheNextBlockRead() throws {
        let file = try open()
        #expect(try Self.read(file, at: 0, count: 65_536) == Array(bytes[..<65_536]))
        try change("media", at: 70_000, to: bytes[70_000] ^ 1)
        #expect(throws: VerifiedFileError.badBlock(1)) { try Self.read(file, at: 65_536, count: 10) }
    }

    @Test func whatWasProvenIsHandedOnFromMemory() throws {
        let file = try open()
        #expect(try Self.read(file, at: 0, count: 65_536).count == 65_536)
        try change("media", at: 10, to: bytes[10] ^ 1)
        #expect(try Self.read(file, at: 0, count: 100) == Array(bytes[..<100]))
    }

    @Test func aFileThatShrinksWhileItAirsFails() throws {
        let file = try open()
        #expect(try Self.read(file, at: 0, count: 10).count == 10)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: bench.path("media")))
        try handle.truncate(atOffset: 100_000)
        try handle.close()
        #expect(throws: VerifiedFileError.wrongSize) { try Self.read(file, at: 70_000, count: 10) }
        #expect(throws: VerifiedFileError.wrongSize) { try Self.read(file, at: 0, count: 10) }
    }

    @Test func aFileThatGrowsWhileItAirsFailsAtItsEnd() throws {
        let file = try open()
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: bench.path("media")))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([0]))
        try handle.close()
        #expect(throws: VerifiedFileError.wrongSize) { try Self.read(file, at: 5 * 65_536, count: 10) }
    }

    @Test func sizesOtherThanTheSealedOneAreRefusedAtOpening() throws {
        #expect(throws: VerifiedFileError.wrongSize) { _ = try open(size: Int64(bytes.count) + 1) }
        try bench.write(bytes + [0], to: "media")
        #expect(throws: VerifiedFileError.wrongSize) { _ = try open() }
        try bench.write([], to: "media")
        #expect(throws: VerifiedFileError.wrongSize) { _ = try open() }
    }

    @Test func whatIsNotAFileIsRefusedWithoutWaiting() throws {
        #expect(throws: VerifiedFileError.missing) { _ = try open("nowhere") }
        #expect(throws: VerifiedFileError.missing) { _ = try open("media/below") }
        #expect(throws: VerifiedFileError.notRegular) { _ = try open("") }
        #expect(mkfifo(bench.path("pipe"), 0o600) == 0)
        #expect(throws: VerifiedFileError.notRegular) { _ = try open("pipe") }
        try FileManager.default.createSymbolicLink(atPath: bench.path("loop"), withDestinationPath: "loop")
        #expect(throws: VerifiedFileError.unreadable(ELOOP)) { _ = try open("loop") }
    }

    @Test func leavesAreProvenBeforeTheyAreUsed() throws {
        var spoilt = tree.encoded
        spoilt[24 + 40] ^= 1
        try bench.write(spoilt, to: "media.seal.tree")
        #expect(throws: VerifiedFileError.treeMismatch) { _ = try open() }
        try bench.write(tree.encoded + [0], to: "media.seal.tree")
        #expect(throws: VerifiedFileError.treeMismatch) { _ = try open() }
        try FileManager.default.removeItem(atPath: bench.path("media.seal.tree"))
        #expect(throws: VerifiedFileError.treeMissing) { _ = try open() }
    }

    @Test func manyBlocksPassThroughTheSmallCache() throws {
        let large = noise(170 * VerityTree.blockSize + 1, seed: 7)
        let tree = VerityTreeTests.tree(of: large, pieces: 65_536)
        let file = try VerifiedFile(
            path: bench.write(large, to: "large"), treePath: bench.write(tree.encoded, to: "large.tree"),
            digest: tree.digest, size: Int64(large.count))
        for offset in [0, 8_000_000, 170 * VerityTree.blockSize, 12, 2_000_000, 11_140_000] {
            let end = min(large.count, offset + 9_000_000)
            #expect(try Self.read(file, at: Int64(offset), count: 9_000_000) == Array(large[offset..<end]))
        }
    }

    @Test func anEmptyFileIsProvenAndEmpty() throws {
        let tree = VerityTreeTests.tree(of: [], pieces: 1)
        let file = try VerifiedFile(
            path: bench.write([], to: "empty"), treePath: bench.write(tree.encoded, to: "empty.tree"),
            digest: tree.digest, size: 0)
        #expect(try Self.read(file, at: 0, count: 10).isEmpty)
    }
}
