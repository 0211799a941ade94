/// A recall as the journal tells of it: which seal, why, and by whose signatures it holds.
package struct RecallRecord: Hashable, Sendable, Codable {
    package var serial: String
    /// fs-verity digest of the sealed file, 64 hexadecimal digits.
    package var digest: String
    /// File name in the seal.
    package var name: String
    package var reason: String
    /// Names of the desks, and their keys.
    package var desks: [String]
    package var keys: [String]
    /// Whether they are k of n; else each of them had approved the item.
    package var isQuorum: Bool

    package init(
        serial: String, digest: String, name: String, reason: String, desks: [String], keys: [String], isQuorum: Bool
    ) {
        self.serial = serial
        self.digest = digest
        self.name = name
        self.reason = reason
        self.desks = desks
        self.keys = keys
        self.isQuorum = isQuorum
    }
}
