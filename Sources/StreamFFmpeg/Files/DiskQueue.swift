import CLinux
import Glibc
import Realtime

/// Does an output's disk work in order on a thread of its own: a disk that stands still for seconds costs no frame.
///
/// The first failure stands: what was still waiting is dropped, and every later `submit` throws it, so that the output is made
/// anew. What is waiting when the queue is let go is still done.
final class DiskQueue: Sendable {
    private let worker: DiskWorker

    /// - Parameter mostBytes: what may wait for the disk at most; with more the output fails.
    init(mostBytes: Int) throws(SystemError) {
        let worker = DiskWorker(mostBytes: mostBytes)
        try RealTimeThread.start(name: "disk") { worker.run() }
        self.worker = worker
    }

    deinit { worker.close() }

    /// Puts work behind all that is there. Never waits for the disk.
    ///
    /// - Parameter bytes: how much memory the work holds.
    /// - Throws: what an earlier piece of work ended with, or `EAGAIN` where the disk has fallen too far behind.
    func submit(_ bytes: Int = 0, _ work: @escaping @Sendable () throws -> Void) throws(SinkError) {
        try worker.submit(DiskWorker.Job(bytes: bytes, work: work))
    }

    /// Waits until all is done, at most `nanoseconds`.
    ///
    /// - Throws: what a piece of work ended with.
    func drain(atMost nanoseconds: Int64) throws(SinkError) { try worker.drain(atMost: nanoseconds) }
}
