import CLinux

/// A queue of fixed capacity from one thread to one other. Neither side ever waits for the other to finish anything.
///
/// `@unchecked Sendable`: one thread pushes and writes `tail`, one pops and writes `head`; both are published with release
/// and read with acquire, and an element is touched only by the side that owns its place.
package final class Mailbox<Element: BitwiseCopyable>: @unchecked Sendable {
    private let elements: UnsafeMutablePointer<Element>
    /// Words on lines of their own: 0 head, 16 tail, 32 futex word.
    private let words: UnsafeMutablePointer<UInt64>
    private let capacity: UInt64

    /// - Parameter capacity: most elements that wait; rounded up to a power of two.
    package init(capacity: Int) {
        var size = 2
        while size < capacity { size *= 2 }
        self.capacity = UInt64(size)
        elements = .allocate(capacity: size)
        words = .allocate(capacity: 48)
        words.initialize(repeating: 0, count: 48)
    }

    deinit {
        elements.deallocate()
        words.deallocate()
    }

    /// Adds an element; `false` when there is no room. Real-time safe.
    package func push(_ element: Element) -> Bool {
        let tail = ql_load_relaxed_u64(words + 16)
        guard tail &- ql_load_acquire_u64(words) < capacity else { return false }
        (elements + Int(tail & (capacity - 1))).initialize(to: element)
        ql_store_release_u64(words + 16, tail &+ 1)
        return true
    }

    /// Takes the oldest element, if there is one. Real-time safe.
    package func pop() -> Element? {
        let head = ql_load_relaxed_u64(words)
        guard head != ql_load_acquire_u64(words + 16) else { return nil }
        let element = (elements + Int(head & (capacity - 1))).pointee
        ql_store_release_u64(words, head &+ 1)
        return element
    }

    /// Elements that wait. Real-time safe.
    package var count: Int { Int(ql_load_acquire_u64(words + 16) &- ql_load_acquire_u64(words)) }

    /// Wakes the thread that waits in `wait`. Real-time safe.
    package func wake() {
        _ = ql_fetch_add_u32(futex, 1)
        _ = ql_futex_wake(futex, 1)
    }

    /// Sleeps until woken, at most `timeoutNanoseconds`; returns at once when something waits. Not for the frame thread.
    package func wait(timeoutNanoseconds: Int64) {
        let seen = ql_load_acquire_u32(futex)
        guard count == 0 else { return }
        _ = ql_futex_wait(futex, seen, timeoutNanoseconds)
    }

    private var futex: UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(words + 32).assumingMemoryBound(to: UInt32.self)
    }
}
