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

        /// Returns what is given up. It is to be let go of outside the lock: the last job may hold the queue itself.
        mutating func fail(_ error: SinkError) -> [Job] {
            guard failure == nil else { return [] }
            failure = error
            bytes -= waiting.reduce(0) { $0 + $1.bytes }
            defer { waiting = [] }
            return waiting
        }
    }

    private let state = Mutex(State())
    private let work = Bell()
    private let idle = Bell()
    private let mostBytes: Int

    init(mostBytes: Int) { self.mostBytes = mostBytes }

    func submit(_ job: Job) throws(SinkError) {
        let (failure, dropped) = state.withLock { state -> (SinkError?, [Job]) in
            var dropped: [Job] = []
            if state.bytes + job.bytes > mostBytes {
                let text = "the disk does not keep up: \(state.bytes / 1024) KiB wait for it"
                dropped = state.fail(SinkError(text, code: EAGAIN))
            }
            guard state.failure == nil else { return (state.failure, dropped) }
            state.waiting.append(job)
            state.bytes += job.bytes
            return (nil, dropped)
        }
        withExtendedLifetime(dropped) {}
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
            switch workOnce() {
            case .did(let bytes, let failure): finish(bytes, failure)
            case .nothing(let isOver):
                if isOver { return }
                work.wait(past: seen, nanoseconds: 1_000_000_000)
            }
        }
    }

    private enum Turn {
        case did(bytes: Int, failure: SinkError?)
        case nothing(isOver: Bool)
    }

    /// Does the first job and lets go of it, with all it holds, before anybody is told that it is done.
    @inline(never) private func workOnce() -> Turn {
        let (job, isOver) = state.withLock { state -> (Job?, Bool) in
            guard !state.waiting.isEmpty else { return (nil, state.isClosed) }
            state.isWorking = true
            return (state.waiting.removeFirst(), false)
        }
        guard let job else { return .nothing(isOver: isOver) }
        do {
            try job.work()
            return .did(bytes: job.bytes, failure: nil)
        } catch {
            return .did(bytes: job.bytes, failure: error as? SinkError ?? SinkError("\(error)", code: EIO))
        }
    }

    private func finish(_ bytes: Int, _ failure: SinkError?) {
        let dropped = state.withLock { state -> [Job] in
            state.isWorking = false
            state.bytes -= bytes
            return failure.map { state.fail($0) } ?? []
        }
        withExtendedLifetime(dropped) {}
        idle.ring()
    }
}
