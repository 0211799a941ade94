import CLinux
import Glibc
import Realtime
import Synchronization
import Timecode

extension DatagramSender {
    /// The sending thread's side.
    ///
    /// `@unchecked Sendable`: socket and pacing belong to the thread; everything shared is atomic.
    final class Worker: @unchecked Sendable {
        let queue: DatagramQueue
        let grid: TransportGrid
        private let address: DatagramAddress
        private var socket: Int32
        private var target: sockaddr_storage
        private var targetLength: socklen_t
        private let anchor: HouseAnchor
        private let delay: Int64
        private let notebook: TransportNotebook?
        private let bytesOut = Atomic<UInt64>(0)
        private let errors = Atomic<UInt64>(0)
        private let lastError = Atomic<Int32>(0)
        private let stopping = Atomic<Bool>(false)
        private let word: UnsafeMutablePointer<UInt32>

        init(
            address: DatagramAddress, socket: (socket: Int32, address: sockaddr_storage, length: socklen_t),
            queue: DatagramQueue, grid: TransportGrid, anchor: HouseAnchor, delay: Int64, notebook: TransportNotebook?
        ) {
            self.address = address
            self.socket = socket.socket
            target = socket.address
            targetLength = socket.length
            self.queue = queue
            self.grid = grid
            self.anchor = anchor
            self.delay = delay
            self.notebook = notebook
            word = .allocate(capacity: 1)
            word.initialize(to: 0)
        }

        deinit {
            close(socket)
            word.deallocate()
        }

        func wake() {
            _ = ql_fetch_add_u32(word, 1)
            _ = ql_futex_wake(word, 1)
        }

        func stop() {
            stopping.store(true, ordering: .releasing)
            wake()
        }

        func countError(_ code: Int32) {
            errors.wrappingAdd(1, ordering: .relaxed)
            lastError.store(code, ordering: .relaxed)
        }

        var report: SinkReport {
            var report = SinkReport()
            report.bytesOut = bytesOut.load(ordering: .relaxed)
            report.errors = errors.load(ordering: .relaxed)
            report.lastError = lastError.load(ordering: .relaxed)
            return report
        }

        func run() {
            let spacing = 1504 * 1_000_000_000 * Int64(address.packets) / grid.rate
            var allowed: Int64 = .min
            var failuresInARow = 0
            while !stopping.load(ordering: .acquiring) {
                let seen = ql_load_acquire_u32(word)
                guard let place = queue.peek() else {
                    _ = ql_futex_wait(word, seen, 50_000_000)
                    continue
                }
                // When behind, catch up at no more than twice the rate: a burst would overrun the receiver.
                let due = max(anchor.monotonic(at: grid.instant(of: place.firstPacket)) + delay, allowed)
                let now = ql_monotonic_nanoseconds()
                if due > now + DatagramSender.tick {
                    // Bounded, so that a stop is never far away.
                    _ = ql_sleep_until_monotonic(min(due, now + 100_000_000))
                    continue
                }
                allowed = max(due, now - 5_000_000) + spacing / 2
                if send(place.bytes) {
                    failuresInARow = 0
                    notebook?.write(place.mark, rate: grid.rate)
                } else {
                    failuresInARow += 1
                    if failuresInARow % 1000 == 0 { reopen() }
                }
                queue.pop()
            }
        }

        private func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
            let length = targetLength
            let sent = withUnsafePointer(to: &target) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
                }
            }
            guard sent == bytes.count else {
                countError(errno)
                return false
            }
            bytesOut.wrappingAdd(UInt64(sent), ordering: .relaxed)
            return true
        }

        /// A new socket, in case the interface behind the old one has gone and come back.
        private func reopen() {
            guard let (made, address, length) = try? address.open() else { return }
            close(socket)
            socket = made
            target = address
            targetLength = length
        }
    }
}
