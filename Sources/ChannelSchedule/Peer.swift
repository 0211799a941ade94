/// Who gave an order, as the kernel vouches for it at the other end of a local socket (SO_PEERCRED).
package struct Peer: Hashable, Sendable, Codable {
    package var uid: UInt32
    /// The account's name, or the number where it has none.
    package var name: String
    package var pid: UInt32?

    package init(uid: UInt32, name: String, pid: UInt32? = nil) {
        self.uid = uid
        self.name = name
        self.pid = pid
    }
}
