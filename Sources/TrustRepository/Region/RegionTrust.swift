import TrustFormats

/// What a repository says that is in force on a channel, read from its bundle and verified.
package struct RegionTrust: Sendable {
    /// Names of the targets that mean something to a channel.
    package enum Target: String, CaseIterable, Sendable {
        case desks = "desks.json"
        case policy = "policy.json"
        case revocations = "revocations.json"

        /// Bytes it may have.
        package var mostBytes: Int { self == .revocations ? 32 << 20 : 1 << 20 }
    }

    package let desks: [PublishedDesk]
    /// The bytes of `policy.json` and `revocations.json`, where they are published.
    package let policy: [UInt8]?
    package let revocations: [UInt8]?
    /// First Unix second at which something of it does not count any more.
    package let expires: Int64
    /// Version and end of each role.
    package let roles: [MetadataRole: (version: Int64, expires: Int64)]

    package init(_ bundle: TrustBundle, pinned: [UInt8]) throws(RepositoryProblem) {
        let trusted = try bundle.verified(pinned: pinned)
        guard let timestamp = trusted.timestamp, let snapshot = trusted.snapshot, let targets = trusted.targets,
            let expires = trusted.expires
        else { throw .notFound("timestamp") }
        func file(_ target: Target) -> [UInt8]? { bundle.files[target.rawValue] }
        desks = try file(.desks).map { bytes throws(RepositoryProblem) in try PublishedDesk.read(bytes) } ?? []
        policy = file(.policy)
        revocations = file(.revocations)
        self.expires = expires
        roles = [
            .root: (trusted.root.file.version, trusted.root.file.expires),
            .timestamp: (timestamp.file.version, timestamp.file.expires),
            .snapshot: (snapshot.file.version, snapshot.file.expires),
            .targets: (targets.file.version, targets.file.expires),
        ]
    }
}
