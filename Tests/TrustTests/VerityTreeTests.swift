import Testing
import TrustDigest

@Suite struct VerityTreeTests {
    static let block = VerityTree.blockSize
    /// Around every boundary: nothing, one block, and one full level (2,048 blocks, 128 MiB) of the tree.
    static let sizes = [
        0, 1, 31, 4_096, block - 1, block, block + 1, 2 * block - 1, 2 * block, 2 * block + 1, 17 * block + 12_345,
        2_048 * block - 1, 2_048 * block, 2_048 * block + 1,
    ]

    static func tree(of bytes: [UInt8], pieces: Int) -> VerityTree {
        var hasher = VerityHasher()
        bytes.withUnsafeBytes { all in
            var start = 0
            while start < all.count {
                let end = min(all.count, start + pieces)
                hasher.update(UnsafeRawBufferPointer(rebasing: all[start..<end]))
                start = end
            }
        }
        return hasher.finish()
    }

    @Test(arguments: sizes) func digestIsTheOneOfFsverity(size: Int) throws {
        let bench = try Workbench()
        let bytes = noise(size)
        try bench.write(bytes, to: "media")
        let oracle = try bench.run(
            "fsverity", "digest", "--compact", "--hash-alg=sha256", "--block-size=65536", "media")
        #expect(oracle.status == 0)
        let tree = Self.tree(of: bytes, pieces: 1_000_003)
        #expect(hex(tree.digest) == oracle.output.trimmingSuffix { $0.isWhitespace })
        #expect(tree.size == Int64(size))
        #expect(tree.blocks == (size + Self.block - 1) / Self.block)
    }

    @Test func theWholeFileDigestIsTheOneOfSha256sum() throws {
        let bench = try Workbench()
        let bytes = noise(300_001)
        try bench.write(bytes, to: "media")
        let oracle = try bench.run("sha256sum", "media")
        #expect(oracle.output.hasPrefix(hex(SHA256Stream.digest(of: bytes)) + " "))
    }

    @Test(arguments: [1, 63, 4_096, 65_536, 65_537, 200_000]) func piecesDoNotMatter(pieces: Int) {
        let bytes = noise(196_700)
        #expect(Self.tree(of: bytes, pieces: pieces) == Self.tree(of: bytes, pieces: bytes.count))
    }

    @Test(arguments: [0, 1, block, 5 * block + 7]) func leavesFileRoundTrips(size: Int) throws {
        let tree = Self.tree(of: noise(size), pieces: 65_536)
        let encoded = tree.encoded
        #expect(encoded.count == 24 + 32 * tree.blocks)
        #expect(VerityTree(encoded: encoded) == tree)
        #expect(VerityTree(encoded: encoded + [0]) == nil)
        #expect(VerityTree(encoded: Array(encoded.dropLast())) == nil)
        for index in 0..<16 {
            var spoilt = encoded
            spoilt[index] ^= 1
            #expect(VerityTree(encoded: spoilt) == nil, "byte \(index) of the header was not looked at")
        }
    }
}

extension String {
    func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
