/// Which seals were approved, and by whose keys, while the trust metadata were fresh.
///
/// Past the end of the metadata nobody can know whether a key has been revoked: only approvals that are in here count then. A
/// signature that turns up later, and be it by the right key, changes nothing.
package struct SealAdmissions: Hashable, Sendable, Codable {
    private struct Entry: Hashable, Codable {
        var keys: [String]
        /// Days of Unix time, when it was last seen.
        var day: Int64
    }

    /// Seals remembered at most; those not seen for longest are forgotten first.
    private static let most = 200_000

    private var entries: [String: Entry] = [:]
    /// Changes whenever something worth keeping does.
    package private(set) var version: UInt64 = 0

    private enum CodingKeys: String, CodingKey { case entries }

    package init() {}

    package var count: Int { entries.count }

    /// Takes note of a seal (SHA-256 of its statement) and of the keys that have validly signed it.
    package mutating func note(_ seal: String, approvedBy keyIDs: [String], day: Int64) {
        let before = entries[seal]
        let keys = Set(before?.keys ?? []).union(keyIDs).sorted()
        guard before?.keys != keys || before?.day != day else { return }
        if before == nil, entries.count >= Self.most { forgetOldest() }
        entries[seal] = Entry(keys: keys, day: day)
        version += 1
    }

    /// Whose approvals of a seal count.
    package func keyIDs(of seal: String) -> Set<String> { Set(entries[seal]?.keys ?? []) }

    private mutating func forgetOldest() {
        let days = entries.values.map(\.day).sorted()
        let limit = days[days.count / 10]
        entries = entries.filter { $0.value.day > limit }
    }
}
