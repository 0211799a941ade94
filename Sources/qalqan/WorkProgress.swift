import Glibc
import Synchronization

/// Progress of long work on several files, one line on standard error that rewrites itself; silent without a terminal.
final class WorkProgress: Sendable {
    private struct State {
        var files = 0
        var bytes: Int64 = 0
        var drawn: Int64 = 0
    }

    private let verb: String
    private let files: Int
    private let bytes: Int64
    private let state = Mutex(State())

    init(_ verb: String, files paths: [String]) {
        self.verb = verb
        files = paths.count
        bytes = paths.reduce(0) { $0 + ((try? FileState($1))?.size ?? 0) }
    }

    /// Notes work done; draws at most ten times a second.
    func add(bytes count: Int64, files finished: Int = 0) {
        guard StandardError.isTerminal else { return }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let instant = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        let line: String? = state.withLock { state in
            state.bytes += count
            state.files += finished
            guard instant - state.drawn > 100_000_000 || state.files == files else { return nil }
            state.drawn = instant
            let percent = bytes == 0 ? 100 : min(100, state.bytes * 100 / bytes)
            return "\(verb) \(state.files) of \(files), \(percent) % of \(bytes / 1_000_000) MB"
        }
        if let line { draw(line) }
    }

    /// Clears the line.
    func finish() { if StandardError.isTerminal { draw("") } }

    private func draw(_ text: String) {
        let bytes = Array("\r\u{1b}[K\(text)".utf8)
        _ = write(2, bytes, bytes.count)
    }
}
