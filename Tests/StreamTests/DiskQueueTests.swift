import Glibc
import Realtime
import Synchronization
import Testing

@testable import StreamFFmpeg

@Suite("Disk work beside the coder")
struct DiskQueueTests {
    /// A disk that does nothing until it is let go.
    private final class Gate: Sendable {
        let pipe: (read: Int32, write: Int32)

        init() {
            var ends: [Int32] = [0, 0]
            Glibc.pipe(&ends)
            pipe = (ends[0], ends[1])
        }

        func wait() {
            var byte: UInt8 = 0
            _ = read(pipe.read, &byte, 1)
        }

        func open() { _ = write(pipe.write, "x", 1) }
    }

    @Test("what stands behind a hung disk is done in order when it is back")
    func order() throws {
        let queue = try DiskQueue(mostBytes: 1000)
        let gate = Gate()
        let done = Mutex<[Int]>([])
        let log: @Sendable (Int) -> Void = { number in done.withLock { $0.append(number) } }
        try queue.submit { gate.wait() }
        for number in 0..<100 { try queue.submit(1) { log(number) } }
        #expect(done.withLock { $0 }.isEmpty)
        gate.open()
        try queue.drain(atMost: .max / 4)
        #expect(done.withLock { $0 } == Array(0..<100))
    }

    @Test("a disk that falls too far behind is an error, and what waited for it is dropped")
    func overflow() throws {
        let queue = try DiskQueue(mostBytes: 1000)
        let gate = Gate()
        let written = Atomic<Int>(0)
        try queue.submit(400) { gate.wait() }
        try queue.submit(600) { written.add(1, ordering: .relaxed) }
        let error = #expect(throws: SinkError.self) { try queue.submit(1) {} }
        #expect(error?.code == EAGAIN)
        gate.open()
        #expect(throws: SinkError.self) { try queue.drain(atMost: .max / 4) }
        #expect(throws: SinkError.self) { try queue.submit {} }
        #expect(written.load(ordering: .relaxed) == 0)
    }

    @Test("jobs that hold the queue itself may be the last to hold it when they are given up")
    func givesUpItsOwnHolders() throws {
        let gate = Gate()
        do {
            let queue = try DiskQueue(mostBytes: 1000)
            try queue.submit {
                gate.wait()
                throw SinkError("full", code: ENOSPC)
            }
            for _ in 0..<10 { try queue.submit(1) { withExtendedLifetime(queue) {} } }
        }
        // Nobody but its jobs has the queue now; the failure drops them all.
        gate.open()
        let next = try DiskQueue(mostBytes: 1000)
        try next.submit {}
        try next.drain(atMost: .max / 4)
    }

    @Test("the first failure stands and is thrown again")
    func failure() throws {
        let queue = try DiskQueue(mostBytes: 1000)
        try queue.submit { throw SinkError("full", code: ENOSPC) }
        let error = #expect(throws: SinkError.self) { try queue.drain(atMost: .max / 4) }
        #expect(error?.code == ENOSPC)
        #expect(throws: SinkError.self) { try queue.submit {} }
    }
}
