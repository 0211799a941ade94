import CLinux
import ChannelSchedule
import Glibc

extension Peer {
    /// The process behind a connected Unix socket.
    package init?(of socket: Int32) {
        var (pid, uid, gid): (UInt32, UInt32, UInt32) = (0, 0, 0)
        guard ql_peer_credentials(socket, &pid, &uid, &gid) >= 0 else { return nil }
        self.init(uid: uid, name: Self.accountName(uid), pid: pid)
    }

    /// Control itself, for what it accepts from its folder.
    package static var control: Peer {
        let uid = geteuid()
        return Peer(uid: uid, name: accountName(uid), pid: UInt32(getpid()))
    }

    /// The emergency input of air: nobody on this side of a socket.
    static var emergencyInput: Peer { Peer(uid: geteuid(), name: "emergency-input") }

    static func accountName(_ uid: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return String(uid)
        }
        return String(cString: name)
    }
}
