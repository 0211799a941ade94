/// A recall that has taken effect on a channel: it stays, whatever becomes of the keys that signed it.
public struct RecallEffect: Hashable, Sendable {
    public var serial: String
    /// fs-verity digest of the sealed file, 32 bytes.
    public var verityDigest: [UInt8]
    public var reason: String
    /// Names of the desks whose signatures made it hold, and their keys.
    public var desks: [String]
    public var keys: [String]
    /// Whether they are k of n; else each of them had approved the item.
    public var isQuorum: Bool
    /// First house frame from which the channel does not show the item any more.
    public var firstFrame: Int64

    public init(
        serial: String, verityDigest: [UInt8], reason: String, by approvals: [Approval], isQuorum: Bool,
        firstFrame: Int64
    ) {
        self.serial = serial
        self.verityDigest = verityDigest
        self.reason = reason
        desks = approvals.map(\.desk)
        keys = approvals.map(\.keyID)
        self.isQuorum = isQuorum
        self.firstFrame = firstFrame
    }

    /// Whether it holds for an item: not for another desk's file that was given the same serial.
    func holds(for seal: SealStatement, signedBy approvers: Set<String>, need: Int) -> Bool {
        guard serial == seal.serial, verityDigest == seal.verityDigest else { return false }
        return isQuorum ? keys.count >= need : keys.contains { approvers.contains($0) }
    }

    /// The desks whose signatures made it hold.
    var approvals: [Approval] {
        zip(keys, desks).map { Approval(keyID: $0, desk: $1, country: "") }
    }
}
