/// The hash tree of one file: SHA-256 over 64 KiB blocks, as fs-verity lays it out (Linux, Documentation/filesystems/fsverity.rst).
///
/// Only the leaves are kept; the upper levels are 2,048 times smaller each and are computed when they are asked for.
/// `digest` equals `fsverity digest --hash-alg=sha256 --block-size=65536`: no salt, no signature.
package struct VerityTree: Equatable, Sendable {
    /// Bytes of media that one leaf proves.
    package static let blockSize = 65_536
    static let hashBytes = SHA256Stream.digestBytes

    /// Bytes of the file.
    package let size: Int64
    /// One SHA-256 per block, in order; the last block is hashed as if filled up with zeros.
    package let leaves: [UInt8]

    /// The tree over leaves that were computed or stored before; `nil` when their number does not fit the size.
    package init?(size: Int64, leaves: [UInt8]) {
        guard size >= 0, leaves.count == Self.blocks(in: size) * Self.hashBytes else { return nil }
        self.size = size
        self.leaves = leaves
    }

    /// Blocks of a file of `size` bytes; 0 for an empty one.
    package static func blocks(in size: Int64) -> Int { Int((size + Int64(blockSize) - 1) / Int64(blockSize)) }

    package var blocks: Int { leaves.count / Self.hashBytes }

    /// The hash at the top of the tree, 32 bytes; all zeros for an empty file.
    package var root: [UInt8] {
        guard !leaves.isEmpty else { return [UInt8](repeating: 0, count: Self.hashBytes) }
        var level = leaves
        while level.count > Self.hashBytes { level = Self.parents(of: level) }
        return level
    }

    /// The fs-verity file digest, 32 bytes: SHA-256 of the descriptor that names the parameters, the size and the root.
    package var digest: [UInt8] {
        var descriptor = [UInt8](repeating: 0, count: 256)
        descriptor[0] = 1  // version
        descriptor[1] = 1  // SHA-256
        descriptor[2] = 16  // log2 of the block size
        for index in 0..<8 { descriptor[8 + index] = UInt8(truncatingIfNeeded: size >> Int64(8 * index)) }
        descriptor.replaceSubrange(16..<48, with: root)
        return SHA256Stream.digest(of: descriptor)
    }

    /// The first block that is not the same in both; `nil` when all that both have are.
    package func firstBlock(differingFrom other: VerityTree) -> Int? {
        zip(leaves, other.leaves).enumerated().first { $0.element.0 != $0.element.1 }.map { $0.offset / Self.hashBytes }
    }

    private static func parents(of level: [UInt8]) -> [UInt8] {
        var hasher = VerityHasher()
        level.withUnsafeBytes { hasher.update($0) }
        return hasher.finish().leaves
    }
}
