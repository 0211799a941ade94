import CLinux
import Glibc
import Realtime
import Synchronization

/// The thread's side of a `DiskQueue`. Any thread may call anything but `run`, which is the thread.
final class DiskWorker: Sendable {
    struct Job: Sendable {
        let bytes: Int
        let work: @Sendable () throws -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var bytes = 0
        var isWorking = false
        var isClosed = false
        var failure: SinkError?

        mutating func fail(_ error: SinkError) {
            guard failure == nil else { return }
            failure = error
            bytes -= waiting.reduce(0) { $0 + $1.bytes }
            waiting = []
        }
    }

    private let state = Mutex(State())
    private let work = Bell()
    private let idle = Bell()
    private let mostBytes: Int

    init(mostBytes: Int) { self.mostBytes = mostBytes }

    func submit(_ job: Job) throws(SinkError) {
        let failure = state.withLock { state -> SinkError? in
            if state.bytes + job.bytes > mostBytes {
                let text = "the disk does not keep up: \(state.bytes / 1024) KiB wait for it"
                state.fail(SinkError(text, code: EAGAIN))
            }
            guard state.failure == nil else { return state.failure }
            state.waiting.append(job)
            state.bytes += job.bytes
            return nil
        }
        if let failure { throw failure }
        work.ring()
    }

    func drain(atMost nanoseconds: Int64) throws(SinkError) {
        let end = ql_monotonic_nanoseconds() + nanoseconds
        while true {
            let seen = idle.count
            let (isIdle, failure) = state.withLock { ($0.waiting.isEmpty && !$0.isWorking, $0.failure) }
            if let failure { throw failure }
            let left = end - ql_monotonic_nanoseconds()
            if isIdle || left <= 0 { return }
            idle.wait(past: seen, nanoseconds: left)
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        work.ring()
    }

    func run() {
        while true {
            let seen = work.count
            let (job, isOver) = state.withLock { state -> (Job?, Bool) in
                guard !state.waiting.isEmpty else { return (nil, state.isClosed) }
                state.isWorking = true
                return (state.waiting.removeFirst(), false)
            }
            if let job {
                finish(job)
            } else if isOver {
                return
            } else {
                work.wait(past: seen, nanoseconds: 1_000_000_000)
            }
        }
    }

    private func finish(_ job: Job) {
        var failure: SinkError?
        do { try job.work() } catch { failure = error as? SinkError ?? SinkError("\(error)", code: EIO) }
        state.withLock { state in
            state.isWorking = false
            state.bytes -= job.bytes
            if let failure { state.fail(failure) }
        }
        idle.ring()
    }
}
