import CLinux
import Glibc
import Realtime

/// Unix stream sockets, the little of them that control needs.
enum UnixSocket {
    /// A socket's address; `nil` when the path is too long for one (107 bytes).
    static func address(_ path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    static func open() throws(SystemError) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("socket", code: errno) }
        return descriptor
    }

    static func connect(_ descriptor: Int32, to address: sockaddr_un) -> Int32 {
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 ? 0 : errno
            }
        }
    }

    static func bind(_ descriptor: Int32, to address: sockaddr_un) -> Int32 {
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 ? 0 : errno
            }
        }
    }

    /// Waits until the descriptor can be read or written; `false` after `deadline` (CLOCK_MONOTONIC nanoseconds).
    static func wait(_ descriptor: Int32, for events: Int32, until deadline: Int64) -> Bool {
        while true {
            let left = deadline - ql_monotonic_nanoseconds()
            guard left > 0 else { return false }
            var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let ready = poll(&entry, 1, Int32(clamping: (left + 999_999) / 1_000_000))
            if ready > 0 { return true }
            if ready == 0 || errno != EINTR { return false }
        }
    }

    /// Sends every byte, or says which error stopped it (ETIMEDOUT at the deadline).
    static func send(_ bytes: [UInt8], to descriptor: Int32, until deadline: Int64) -> Int32 {
        var sent = 0
        while sent < bytes.count {
            guard wait(descriptor, for: POLLOUT, until: deadline) else { return ETIMEDOUT }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 { sent += count } else if errno != EAGAIN && errno != EINTR { return errno }
        }
        return 0
    }
}
