import CLinux
import Glibc
import Realtime
import Synchronization
import Timecode

/// Sends a transport stream as datagrams, each at the instant its packets have on the house clock plus a constant delay.
///
/// A thread of its own paces them by position, never more than about 3 ms at once; the socket never blocks, so that a dead
/// network costs datagrams and nothing else.
package final class DatagramSender: TransportDestination {
    private let worker: Worker
    private let claim: TargetClaim
    private let packets: Int
    private var held: [UInt8] = []
    private var heldFirst: Int64 = 0

    /// Send at once what is due within this long; sleep for the rest.
    static let tick: Int64 = 1_500_000

    /// - Parameter delayNanoseconds: from a packet's place on the house clock to its leaving.
    package init(
        _ address: DatagramAddress, rate: Int64, anchor: HouseAnchor, delayNanoseconds: Int64,
        notebook: TransportNotebook?
    ) throws {
        claim = try address.claim()
        packets = address.packets
        let perSecond = Int(rate) / 1504 / address.packets + 1
        let queue = DatagramQueue(
            capacity: perSecond * Int(max(4, delayNanoseconds / 500_000_000)),
            placeBytes: address.packets * TransportGrid.packetBytes)
        worker = Worker(
            address: address, socket: try address.open(), queue: queue, grid: TransportGrid(rate: rate), anchor: anchor,
            delay: delayNanoseconds, notebook: notebook)
        held.reserveCapacity(address.packets * TransportGrid.packetBytes)
        let worker = worker
        try RealTimeThread.start(name: "ts-send", priority: 20) { worker.run() }
    }

    deinit { worker.stop() }

    package func put(_ packet: UnsafeRawBufferPointer, _ mark: TransportMark) {
        if held.isEmpty { heldFirst = mark.packet }
        held.append(contentsOf: packet)
        guard held.count == packets * TransportGrid.packetBytes else { return }
        let wasTaken = held.withUnsafeBytes { worker.queue.push($0, firstPacket: heldFirst, mark: mark) }
        if !wasTaken { worker.countError(ENOBUFS) }
        held.removeAll(keepingCapacity: true)
    }

    package func flush() { worker.wake() }

    /// Stops at once: what has not left is of no use to a receiver after the stream's end.
    package func finish() { worker.stop() }

    package var report: SinkReport { worker.report }

    package func firstPacket(natural: Int64, after mark: TransportMark?) -> Int64 {
        // Never back: a receiver takes a clock that jumps back for another stream's.
        max(natural, mark.map { $0.packet + 1 } ?? natural)
    }
}
