import CLinux
import Glibc
import Realtime

/// One end of a SOCK_SEQPACKET pair that carries messages and descriptors. Owns its descriptor.
///
/// `@unchecked Sendable`: the descriptor never changes; the kernel keeps messages whole between threads.
public final class MessageSocket: @unchecked Sendable {
    static let mostBytes = 16 * 1024

    public let descriptor: Int32

    /// Takes over a descriptor.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Two connected ends.
    static func pair() throws(SystemError) -> (MessageSocket, MessageSocket) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw SystemError("socketpair", code: errno) }
        return (MessageSocket(descriptor: ends[0]), MessageSocket(descriptor: ends[1]))
    }

    /// Makes sends and receives return at once (`EAGAIN`) instead of waiting.
    func setNonBlocking() throws(SystemError) { try SystemError.check(ql_set_nonblocking(descriptor, true), "fcntl") }

    func send(_ message: some WireMessage, _ descriptors: [Int32] = []) throws(SystemError) {
        let bytes = message.wire
        let sent = bytes.withUnsafeBytes {
            ql_send_message(descriptor, $0.baseAddress, $0.count, descriptors, Int32(descriptors.count))
        }
        try SystemError.check(sent, "send")
    }

    /// One received message with its descriptors, which the receiver owns; `nil` when the peer has gone.
    func receive() throws(SystemError) -> (bytes: ArraySlice<UInt8>, descriptors: [Int32])? {
        var bytes = [UInt8](repeating: 0, count: Self.mostBytes)
        var descriptors = [Int32](repeating: -1, count: 8)
        var count: Int32 = 0
        let length = bytes.withUnsafeMutableBytes {
            ql_receive_message(descriptor, $0.baseAddress, $0.count, &descriptors, 8, &count)
        }
        let received = Array(descriptors.prefix(Int(count)))
        if length < 0 {
            for descriptor in received { close(descriptor) }
            // A peer killed with unread messages of ours resets the connection: gone all the same.
            if length == -Int(ECONNRESET) { return nil }
            throw SystemError("receive", code: Int32(-length))
        }
        return length == 0 ? nil : (bytes[..<length], received)
    }
}
