import Glibc

/// The leaves beside the seal, in `FILE.seal.tree`.
///
/// Little-endian: `QLQTREE1` (8 bytes), format version 1 (4), block size 65,536 (4), file size (8), then 32 bytes a block.
/// The file is not signed: its digest is, in the seal, and is computed again from these leaves whenever they are read.
extension VerityTree {
    private static let magic = Array("QLQTREE1".utf8)
    private static let headerBytes = 24

    /// The contents of the leaves file.
    package var encoded: [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(Self.headerBytes + leaves.count)
        for value: UInt64 in [1 | UInt64(Self.blockSize) << 32, UInt64(size)] {
            for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
        }
        return bytes + leaves
    }

    /// The tree from the contents of a leaves file; `nil` for anything else.
    package init?(encoded bytes: [UInt8]) {
        guard bytes.count >= Self.headerBytes, Array(bytes[..<8]) == Self.magic else { return nil }
        func word(_ offset: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
        }
        guard word(8) == 1 | UInt64(Self.blockSize) << 32, let size = Int64(exactly: word(16)), size < 1 << 50 else {
            return nil
        }
        self.init(size: size, leaves: Array(bytes[Self.headerBytes...]))
    }

    /// Reads the leaves of a file of `size` bytes whose digest must be `digest`.
    package static func load(
        path: String, size: Int64, digest: [UInt8]
    ) throws(VerifiedFileError) -> VerityTree {
        let expected = headerBytes + blocks(in: max(0, size)) * hashBytes
        let descriptor: Int32
        do throws(VerifiedFileError) {
            descriptor = try VerifiedFile.openRegular(path).descriptor
        } catch .missing {
            throw .treeMissing
        } catch {
            throw .treeMismatch
        }
        defer { close(descriptor) }
        // One byte more than expected: a longer file is not this tree.
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, filled in
            while count < buffer.count {
                let got = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(count))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                count += got
            }
            filled = count
        }
        guard let tree = VerityTree(encoded: bytes), tree.size == size, tree.digest == digest else {
            throw .treeMismatch
        }
        return tree
    }
}
