import CLinux
import Glibc

/// Lines out of a socket, each bounded in length and in time.
struct LineReader {
    enum Outcome: Equatable {
        case line([UInt8])
        /// The peer closed between lines.
        case end
        case tooLong
        /// The peer was silent, or slower than the deadline allows.
        case timedOut
        case failed(Int32)
    }

    let descriptor: Int32
    let mostBytes: Int
    private var pending: [UInt8] = []
    private var searched = 0

    init(_ descriptor: Int32, mostBytes: Int) {
        self.descriptor = descriptor
        self.mostBytes = mostBytes
    }

    /// The next line without its end. Waits `idle` nanoseconds for its first byte, and `whole` for the rest.
    mutating func next(idle: Int64, whole: Int64) -> Outcome {
        var deadline = ql_monotonic_nanoseconds() + (pending.isEmpty ? idle : whole)
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = pending[searched...].firstIndex(of: 0x0A) {
                let line = Array(pending[..<end])
                pending.removeSubrange(...end)
                searched = 0
                return line.count > mostBytes ? .tooLong : .line(line)
            }
            searched = pending.count
            if pending.count > mostBytes { return .tooLong }
            guard UnixSocket.wait(descriptor, for: POLLIN, until: deadline) else { return .timedOut }
            let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            if count == 0 { return pending.isEmpty ? .end : .failed(ECONNRESET) }
            if count < 0 {
                if errno == EAGAIN || errno == EINTR { continue }
                return .failed(errno)
            }
            // The first byte starts the line's own clock.
            if pending.isEmpty { deadline = ql_monotonic_nanoseconds() + whole }
            pending.append(contentsOf: chunk[..<count])
        }
    }
}
