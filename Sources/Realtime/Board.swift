import CLinux

/// A small record that one process rewrites and others read: a seqlock in a memory file.
///
/// `@unchecked Sendable`: one writer; readers retry while the sequence is odd or has moved.
public final class Board<Record: BitwiseCopyable & Sendable>: @unchecked Sendable {
    public let memory: SharedMemory

    /// Bytes of memory a board of this record needs.
    public static var byteCount: Int { (128 + MemoryLayout<Record>.stride + 4095) / 4096 * 4096 }

    var sequence: UnsafeMutablePointer<UInt64> { memory.base.assumingMemoryBound(to: UInt64.self) }
    var record: UnsafeMutableRawPointer { memory.base + 128 }

    /// A board in memory of at least `byteCount` bytes.
    public init(in memory: SharedMemory) throws(SystemError) {
        guard memory.count >= Self.byteCount else { throw SystemError("too small:", on: "board", code: 22) }
        self.memory = memory
    }

    /// Changes with every write: a sign of life of the writer, whatever the record says. Any process.
    public var writes: UInt64 { ql_load_acquire_u64(sequence) }

    /// Rewrites the record. One writer only. Real-time safe.
    public func write(_ value: Record) {
        let before = ql_load_relaxed_u64(sequence) | 1
        ql_store_release_u64(sequence, before)
        ql_fence_release()
        record.storeBytes(of: value, as: Record.self)
        ql_fence_release()
        ql_store_release_u64(sequence, before &+ 1)
    }

    /// The record as last written in full, or `nil` before the first write or when the writer died while writing.
    public func read() -> Record? {
        for _ in 0..<1000 {
            let before = ql_load_acquire_u64(sequence)
            if before == 0 { return nil }
            if before & 1 == 0 {
                let value = record.loadUnaligned(as: Record.self)
                ql_fence_acquire()
                if ql_load_relaxed_u64(sequence) == before { return value }
            }
        }
        return nil
    }
}
