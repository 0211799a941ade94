import CLinux
import Glibc
import Realtime

/// One connection to a running control process.
package struct ControlClient: ~Copyable {
    /// Why a question has no answer.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    private let descriptor: Int32
    private var reader: LineReader

    /// Connects to the control socket at `path`.
    package init(path: String) throws(Failure) {
        let descriptor = try Self.connect(path)
        self.descriptor = descriptor
        reader = LineReader(descriptor, mostBytes: 64 << 20)
    }

    private static func connect(_ path: String) throws(Failure) -> Int32 {
        guard let address = UnixSocket.address(path) else {
            throw Failure(description: "socket path too long: \(path)")
        }
        guard let descriptor = try? UnixSocket.open() else {
            throw Failure(description: "no socket to be had: \(String(cString: strerror(errno)))")
        }
        let code = UnixSocket.connect(descriptor, to: address)
        guard code == 0 else {
            close(descriptor)
            switch code {
            case ENOENT, ECONNREFUSED, ENOTDIR:
                throw Failure(description: "no channel is running there (nobody answers at \(path))")
            case EACCES, EPERM:
                throw Failure(description: "no permission for \(path): join the group `qalqan`, or use sudo")
            default: throw Failure(description: "\(path): \(String(cString: strerror(code)))")
            }
        }
        return descriptor
    }

    deinit { close(descriptor) }

    /// How long a question that changes or reads the running schedule may take.
    package static let patienceSeconds: Int64 = 8

    /// Asks, and waits for the answer at most `seconds`.
    package mutating func ask(_ request: OperatorRequest, seconds: Int64 = patienceSeconds) throws(Failure)
        -> OperatorAnswer
    {
        var request = request
        if request.command.isOrder {
            let answer = try exchange(OperatorRequest(.hello), seconds: seconds)
            // A server that has no room for this client says so at once.
            guard let word = answer.word else { return answer }
            request.word = word
        }
        return try exchange(request, seconds: seconds)
    }

    /// One line there, one line back.
    private mutating func exchange(_ request: OperatorRequest, seconds: Int64) throws(Failure) -> OperatorAnswer {
        guard var line = try? ControlCoding.encode(request) else {
            throw Failure(description: "cannot write the request")
        }
        line.append(0x0A)
        let nanoseconds = seconds * 1_000_000_000
        let code = UnixSocket.send(line, to: descriptor, until: ql_monotonic_nanoseconds() + nanoseconds)
        // A server that refuses early has answered before it closed: read on.
        if code != 0 && code != EPIPE && code != ECONNRESET {
            throw Failure(description: "the request could not be sent: \(String(cString: strerror(code)))")
        }
        switch reader.next(idle: nanoseconds, whole: nanoseconds) {
        case .line(let bytes):
            guard let response = try? ControlCoding.decode(OperatorAnswer.self, from: bytes) else {
                throw Failure(description: "control answered in a way this version does not understand")
            }
            return response
        case .timedOut:
            throw Failure(
                description: "control did not answer within \(seconds) s; what is on air goes on without it, and it is "
                    + "started again by itself when it hangs: try again in half a minute")
        case .tooLong: throw Failure(description: "control's answer is too long")
        case .end, .failed: throw Failure(description: "control closed the connection without an answer")
        }
    }
}
