import CLinux
import Realtime

/// Wakes threads that wait for something to change.
///
/// `@unchecked Sendable`: one word, touched by atomic calls alone.
final class Bell: @unchecked Sendable {
    private let word: UnsafeMutablePointer<UInt32>

    init() {
        word = .allocate(capacity: 1)
        word.initialize(to: 0)
    }

    deinit { word.deallocate() }

    /// How often it has rung. Read it before looking at what is waited for.
    var count: UInt32 { ql_load_acquire_u32(word) }

    func ring() {
        _ = ql_fetch_add_u32(word, 1)
        _ = ql_futex_wake(word, .max)
    }

    /// Waits until it has rung since `count` was read, at most `nanoseconds`; may return early.
    func wait(past count: UInt32, nanoseconds: Int64) { _ = ql_futex_wait(word, count, nanoseconds) }
}
