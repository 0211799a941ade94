import CLinux
import Glibc
import Realtime

/// The right to write to one target, which at most one output of the box has at a time: a file, a folder, a pipe, an address.
///
/// The kernel keeps it and takes it back when its holder ends, however it ends.
final class TargetClaim: Sendable {
    private let descriptor: Int32
    /// Whether the descriptor is ours to close.
    private let isOwned: Bool

    private init(taken descriptor: Int32, isOwned: Bool) {
        self.descriptor = descriptor
        self.isOwned = isOwned
    }

    deinit { if isOwned { close(descriptor) } }

    /// Claims the file that a descriptor is open for: as long as the descriptor is open.
    ///
    /// - Throws: `EBUSY` where another output has it.
    convenience init(file descriptor: Int32, path: String) throws(SinkError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { throw Self.taken(path) }
        self.init(taken: descriptor, isOwned: false)
    }

    /// Claims the target `name` by a lock file, which stays.
    private convenience init(lock path: String, for name: String) throws(SinkError) {
        let opened = ql_open(path, O_RDWR | O_CREAT, 0o664)
        guard opened >= 0 else {
            throw SinkError("cannot make \(path): \(String(cString: strerror(-opened)))", code: -opened)
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            close(opened)
            throw Self.taken(name)
        }
        self.init(taken: opened, isOwned: true)
    }

    /// Claims a folder by the file `.lock` in it.
    convenience init(folder path: String) throws(SinkError) { try self.init(lock: "\(path)/.lock", for: path) }

    /// Claims a pipe or file by a lock file beside it, `.NAME.lock`. A device needs none: `nil`.
    convenience init?(beside path: String) throws(SinkError) {
        var facts = stat()
        if stat(path, &facts) == 0, ![S_IFIFO, S_IFREG].contains(facts.st_mode & S_IFMT) { return nil }
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        try self.init(lock: "\(path[..<end]).\(path[end...]).lock", for: path)
    }

    /// Claims a name that stands for no file, among the programs of this box: a socket's abstract address.
    convenience init(name: String, for target: String) throws(SinkError) {
        let made = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SinkError("socket: \(String(cString: strerror(errno)))", code: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = [0] + Array("qalqan:\(name)".utf8.prefix(100))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(made, $0, length) }
        }
        guard code == 0 || errno != EADDRINUSE else {
            close(made)
            throw Self.taken(target)
        }
        self.init(taken: made, isOwned: true)
    }

    private static func taken(_ target: String) -> SinkError {
        SinkError("\(target): another output writes there already; give each output a target of its own", code: EBUSY)
    }
}
