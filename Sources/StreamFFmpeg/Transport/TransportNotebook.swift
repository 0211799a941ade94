import CLinux
import Realtime

/// Where a running stream notes how far it has got, in memory that outlives the encoder: the spare end of its status board.
///
/// One writer. Torn notes do no harm: a counter that is off by one is what any lost packet looks like.
///
/// `@unchecked Sendable`: whole words, each stored and loaded at once.
package final class TransportNotebook: @unchecked Sendable {
    private static let magic: UInt64 = 0x31_4b_52_4d_4c_51_41_51
    private static let offset = 2048
    private let memory: SharedMemory

    /// `nil` where the board leaves no room.
    package init?(board: Board<OutputStatus>) {
        guard board.memory.count >= Self.offset + 64, 128 + MemoryLayout<OutputStatus>.stride <= Self.offset else {
            return nil
        }
        memory = board.memory
    }

    private var words: UnsafeMutablePointer<UInt64> {
        (memory.base + Self.offset).assumingMemoryBound(to: UInt64.self)
    }

    package func write(_ mark: TransportMark, rate: Int64) {
        ql_store_relaxed_u64(words + 1, UInt64(bitPattern: mark.packet))
        ql_store_relaxed_u64(words + 2, UInt64(mark.counters))
        ql_store_relaxed_u64(words + 3, UInt64(bitPattern: mark.frame))
        ql_store_relaxed_u64(words + 4, UInt64(bitPattern: rate))
        ql_store_release_u64(words, Self.magic)
    }

    /// The last note, if it speaks of a stream of this rate.
    package func read(rate: Int64) -> TransportMark? {
        guard ql_load_acquire_u64(words) == Self.magic,
            Int64(bitPattern: ql_load_relaxed_u64(words + 4)) == rate
        else { return nil }
        return TransportMark(
            packet: Int64(bitPattern: ql_load_relaxed_u64(words + 1)),
            counters: UInt32(truncatingIfNeeded: ql_load_relaxed_u64(words + 2)),
            frame: Int64(bitPattern: ql_load_relaxed_u64(words + 3)))
    }
}
