import Realtime
import Synchronization

/// Datagrams between the encoder and the thread that sends them: bounded, one writer, one reader, no lock.
///
/// `@unchecked Sendable`: places between `tail` and `head` belong to the reader, all others to the writer.
final class DatagramQueue: @unchecked Sendable {
    struct Place {
        var bytes: UnsafeRawBufferPointer
        var firstPacket: Int64
        var mark: TransportMark
    }

    private let capacity: Int
    private let placeBytes: Int
    private let storage: UnsafeMutableRawPointer
    private let marks: UnsafeMutablePointer<(first: Int64, count: Int, mark: TransportMark)>
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)

    init(capacity: Int, placeBytes: Int) {
        self.capacity = capacity
        self.placeBytes = placeBytes
        storage = .allocate(byteCount: capacity * placeBytes, alignment: 64)
        marks = .allocate(capacity: capacity)
        marks.initialize(repeating: (0, 0, TransportMark(packet: 0, counters: 0, frame: 0)), count: capacity)
    }

    deinit {
        storage.deallocate()
        marks.deallocate()
    }

    /// Writer: `false` when full.
    func push(_ bytes: UnsafeRawBufferPointer, firstPacket: Int64, mark: TransportMark) -> Bool {
        let at = head.load(ordering: .relaxed)
        guard at - tail.load(ordering: .acquiring) < capacity, bytes.count <= placeBytes else { return false }
        (storage + at % capacity * placeBytes).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
        marks[at % capacity] = (firstPacket, bytes.count, mark)
        head.store(at + 1, ordering: .releasing)
        return true
    }

    /// Reader: the oldest datagram; its bytes stay until `pop`.
    func peek() -> Place? {
        let at = tail.load(ordering: .relaxed)
        guard head.load(ordering: .acquiring) > at else { return nil }
        let (first, count, mark) = marks[at % capacity]
        return Place(
            bytes: UnsafeRawBufferPointer(start: storage + at % capacity * placeBytes, count: count),
            firstPacket: first, mark: mark)
    }

    /// Reader: gives the oldest place back.
    func pop() { tail.wrappingAdd(1, ordering: .releasing) }
}
