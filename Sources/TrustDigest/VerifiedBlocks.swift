import Glibc
import Synchronization

/// The proven blocks of one sealed file, for all readers of an item: each is read and hashed once for all of them while it
/// is of use.
///
/// Blocks of 64 KiB are read into private memory, hashed there, and handed on from that same memory. The last 128 stay, 8 MiB:
/// more than a second of a 50 Mbit/s file, by which pictures and sound of an item lie apart. A reader waits while another's
/// block is being read.
///
/// `@unchecked Sendable`: all that changes, the memory too, is behind `state`.
final class VerifiedBlocks: @unchecked Sendable {
    static let slots = 128

    private struct State {
        /// Which block lies in each slot (-1: none), and when it was last used.
        var blockInSlot = [Int](repeating: -1, count: slots)
        var lastUse = [UInt64](repeating: 0, count: slots)
        var uses: UInt64 = 0
        var latestSlot = 0
        /// Blocks that could not be had, and why: they are not asked for again.
        var failures: [Int: VerifiedFileError] = [:]
    }

    let size: Int64
    private let descriptor: Int32
    private let disk: VerifiedFile.Disk
    private let tree: VerityTree
    private let memory: UnsafeMutableRawPointer
    private let state = Mutex(State())

    /// Takes over the descriptor.
    init(descriptor: Int32, tree: VerityTree, disk: @escaping VerifiedFile.Disk) {
        self.descriptor = descriptor
        self.tree = tree
        self.disk = disk
        size = tree.size
        memory = UnsafeMutableRawPointer.allocate(byteCount: Self.slots * VerityTree.blockSize, alignment: 4096)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit {
        close(descriptor)
        memory.deallocate()
    }

    /// Copies `count` bytes from byte `start` of a block, once the block is proven.
    func copy(
        _ block: Int, from start: Int, count: Int, to target: UnsafeMutableRawPointer
    ) throws(VerifiedFileError) {
        try state.withLock { state throws(VerifiedFileError) in
            let slot = try slotHolding(block, &state)
            target.copyMemory(from: memory + slot * VerityTree.blockSize + start, byteCount: count)
        }
    }

    private func slotHolding(_ block: Int, _ state: inout State) throws(VerifiedFileError) -> Int {
        if let failure = state.failures[block] { throw failure }
        state.uses += 1
        if state.blockInSlot[state.latestSlot] != block {
            if let slot = state.blockInSlot.firstIndex(of: block) {
                state.latestSlot = slot
            } else {
                let slot = state.lastUse.indices.min { state.lastUse[$0] < state.lastUse[$1] }!
                state.blockInSlot[slot] = -1
                do throws(VerifiedFileError) {
                    try load(block, into: memory + slot * VerityTree.blockSize)
                } catch {
                    state.failures[block] = error
                    throw error
                }
                state.blockInSlot[slot] = block
                state.latestSlot = slot
            }
        }
        state.lastUse[state.latestSlot] = state.uses
        return state.latestSlot
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
}
