/// Builds the hash tree of a file from its bytes, read once from start to end in pieces of any size.
package struct VerityHasher {
    private var stream = SHA256Stream()
    private var inBlock = 0
    private var size: Int64 = 0
    private var leaves: [UInt8] = []

    package init() {}

    /// Takes the next bytes of the file.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            let count = min(rest.count, VerityTree.blockSize - inBlock)
            stream.update(UnsafeRawBufferPointer(rebasing: rest[..<count]))
            inBlock += count
            if inBlock == VerityTree.blockSize { endBlock() }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        size += Int64(bytes.count)
    }

    /// The tree of all that was taken.
    package consuming func finish() -> VerityTree {
        if inBlock > 0 {
            withUnsafeBytes(of: ZeroPage()) { page in
                var missing = VerityTree.blockSize - inBlock
                while missing > 0 {
                    let count = min(missing, page.count)
                    stream.update(UnsafeRawBufferPointer(rebasing: page[..<count]))
                    missing -= count
                }
            }
            endBlock()
        }
        return VerityTree(size: size, leaves: leaves)!
    }

    private mutating func endBlock() {
        leaves.append(contentsOf: stream.finish())
        inBlock = 0
    }

    /// What fills up the last block.
    private struct ZeroPage {
        let bytes = InlineArray<1024, UInt8>(repeating: 0)
    }
}
