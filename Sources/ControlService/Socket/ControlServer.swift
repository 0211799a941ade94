import CLinux
import ChannelSchedule
import Foundation
import Glibc
import Realtime
import Synchronization

/// The control socket: a Unix socket, mode 0660, group `qalqan` where there is one; JSON lines, one answer a request.
///
/// A thread accepts; each client has a thread of its own, which may block without holding anybody else up. Requests are
/// bounded in size and time, clients in number; a client that is slow or silent is dropped.
package final class ControlServer: Sendable {
    package struct Limits: Sendable {
        /// Bytes of one request: a playlist document of some 100,000 events fits.
        package var requestBytes = 32 << 20
        package var clients = 64
        /// How long a client may stay silent between requests, take to send one, and take to read its answer.
        package var idleNanoseconds: Int64 = 60_000_000_000
        package var requestNanoseconds: Int64 = 10_000_000_000
        package var answerNanoseconds: Int64 = 10_000_000_000
        package init() {}
    }

    package typealias Handler = @Sendable (OperatorRequest, Peer) async -> OperatorAnswer

    package let path: String
    private let listener: Int32
    private let limits: Limits
    private let handler: Handler
    private let clients = Mutex<Set<Int32>>([])
    private let stopped = Atomic<Bool>(false)

    /// Binds the socket. A leftover socket of a dead process is replaced; a living one is not (EADDRINUSE).
    package init(path: String, limits: Limits = Limits(), handler: @escaping Handler) throws(SystemError) {
        guard let address = UnixSocket.address(path) else {
            throw SystemError("socket path too long:", on: path, code: ENAMETOOLONG)
        }
        let probe = try UnixSocket.open()
        let answered = UnixSocket.connect(probe, to: address)
        close(probe)
        guard answered != 0 else { throw SystemError("another control process answers on", on: path, code: EADDRINUSE) }
        if answered == ECONNREFUSED { unlink(path) }
        let listener = try UnixSocket.open()
        // Nobody connects between bind and chmod: the mode is narrow from the start.
        let mask = umask(0o177)
        let bound = UnixSocket.bind(listener, to: address)
        umask(mask)
        guard bound == 0, listen(listener, 64) == 0 else {
            let code = bound == 0 ? errno : bound
            close(listener)
            throw SystemError("bind", on: path, code: code)
        }
        if let group = getgrnam("qalqan") { chown(path, uid_t.max, group.pointee.gr_gid) }
        chmod(path, 0o660)
        self.path = path
        self.listener = listener
        self.limits = limits
        self.handler = handler
    }

    /// Starts to answer. The server lives until `stop`.
    package func start() {
        Thread.detachNewThread { [self] in acceptClients() }
    }

    /// Stops, ends every client's connection and removes the socket.
    package func stop() {
        guard !stopped.exchange(true, ordering: .sequentiallyConsistent) else { return }
        unlink(path)
        shutdown(listener, Int32(SHUT_RDWR))
        clients.withLock { for client in $0 { shutdown(client, Int32(SHUT_RDWR)) } }
    }

    private func acceptClients() {
        defer { close(listener) }
        while !stopped.load(ordering: .sequentiallyConsistent) {
            let client = accept(listener, nil, nil)
            guard client >= 0 else {
                // Out of descriptors passes; a closed listener does not.
                if errno == EINTR || errno == ECONNABORTED { continue }
                if errno == EMFILE || errno == ENFILE || errno == ENOMEM {
                    usleep(50_000)
                    continue
                }
                return
            }
            _ = ql_set_cloexec(client, true)
            let admitted = clients.withLock { $0.count < limits.clients && $0.insert(client).inserted }
            guard admitted else {
                answer(.refused("busy", "too many clients at once; try again"), to: client)
                close(client)
                continue
            }
            Thread.detachNewThread { [self] in
                serve(client)
                clients.withLock { _ = $0.remove(client) }
                close(client)
            }
        }
    }

    private func serve(_ client: Int32) {
        guard let peer = Peer(of: client) else { return }
        var reader = LineReader(client, mostBytes: limits.requestBytes)
        var session = OrderSession()
        while !stopped.load(ordering: .sequentiallyConsistent) {
            switch reader.next(idle: limits.idleNanoseconds, whole: limits.requestNanoseconds) {
            case .line(let line):
                guard answer(respond(to: line, from: peer, in: &session), to: client) else { return }
            case .tooLong:
                answer(.refused("too-long", "the request has more than \(limits.requestBytes) bytes"), to: client)
                return
            case .timedOut:
                answer(.refused("timeout", "the request did not arrive in time"), to: client)
                return
            case .end, .failed: return
            }
        }
    }

    private func respond(to line: [UInt8], from peer: Peer, in session: inout OrderSession) -> OperatorAnswer {
        let request: OperatorRequest
        do {
            request = try JSONDecoder().decode(OperatorRequest.self, from: Data(line))
        } catch {
            let known = OperatorRequest.Command.allCases.map(\.rawValue).joined(separator: ", ")
            return .refused("bad-request", "not a request: expected a JSON object with a command (\(known))")
        }
        if let answered = session.admit(request) { return answered }
        // This thread is the client's own: it may wait for the actor.
        let done = DispatchSemaphore(value: 0)
        let answer = Answer()
        Task { [handler] in
            let response = await handler(request, peer)
            answer.value.withLock { $0 = response }
            done.signal()
        }
        done.wait()
        return answer.value.withLock { $0 }
    }

    /// Where a client's thread finds the answer that a task has made for it.
    private final class Answer: Sendable {
        let value = Mutex<OperatorAnswer>(.refused("stopped", "control is stopping"))
    }

    @discardableResult
    private func answer(_ response: OperatorAnswer, to client: Int32) -> Bool {
        guard var line = try? ControlCoding.encode(response) else { return false }
        line.append(0x0A)
        let deadline = ql_monotonic_nanoseconds() + limits.answerNanoseconds
        return UnixSocket.send(line, to: client, until: deadline) == 0
    }
}
