/// The metadata that is trusted, and the rules by which the next piece is: the client workflow of the TUF specification (5.3 to
/// 5.6) without its requests.
///
/// Pure: bytes go in, the state grows or a problem comes out, and a problem changes nothing but what is said. Time is an
/// argument (Unix seconds); `nil` leaves ends out, for looking at what was trusted once. Pieces come in the order of the
/// specification: roots, timestamp, snapshot, targets.
package struct TrustedMetadata: Sendable {
    package private(set) var root: RootMetadata
    package private(set) var timestamp: TimestampMetadata?
    package private(set) var snapshot: SnapshotMetadata?
    /// The targets role and those it delegates to, by name.
    private var targetsRoles: [String: TargetsMetadata] = [:]

    package var targets: TargetsMetadata? { targetsRoles[MetadataRole.targets.rawValue] }

    /// Begins with root metadata that somebody trustworthy has put on this machine.
    package init(pinned bytes: [UInt8]) throws(RepositoryProblem) {
        let file = try MetadataFile(bytes, "the pinned root")
        let root = try RootMetadata(file)
        try root.verify(file, as: .root)
        self.root = root
    }

    /// 5.3: the next root, signed by the threshold of the one before and by its own.
    package mutating func take(root bytes: [UInt8]) throws(RepositoryProblem) {
        let expected = root.file.version + 1
        let file = try MetadataFile(bytes, "root \(expected)")
        let next = try RootMetadata(file)
        try root.verify(file, as: .root)
        try next.verify(file, as: .root)
        guard file.version == expected else {
            throw .wrongVersion("root", expected: expected, found: file.version)
        }
        root = next
    }

    /// What a timestamp that is taken means.
    package enum TimestampStep: Sendable {
        case taken
        /// The version that is trusted already: it stays, whatever this one says.
        case unchanged
    }

    /// 5.4: the timestamp. One that has ended is an error, and is kept in mind against rollback all the same.
    @discardableResult
    package mutating func take(timestamp bytes: [UInt8], at second: Int64?) throws(RepositoryProblem) -> TimestampStep {
        try root.file.askFresh(at: second)
        let file = try MetadataFile(bytes, "timestamp")
        let next = try TimestampMetadata(file)
        try root.verify(file, as: .timestamp)
        if let trusted = timestamp {
            guard file.version >= trusted.file.version else {
                throw .rolledBack("timestamp", trusted: trusted.file.version, offered: file.version)
            }
            if file.version == trusted.file.version {
                try trusted.file.askFresh(at: second)
                return .unchanged
            }
            let (old, new) = (trusted.snapshot.version ?? 0, next.snapshot.version ?? 0)
            guard new >= old else { throw .rolledBack("snapshot", trusted: old, offered: new) }
        }
        timestamp = next
        try file.askFresh(at: second)
        return .taken
    }

    /// 5.5: the snapshot that the timestamp names.
    ///
    /// - Parameter isKept: read from this machine's own store, where a newer timestamp may be that names another by hash.
    package mutating func take(
        snapshot bytes: [UInt8], isKept: Bool = false, at second: Int64?
    ) throws(RepositoryProblem) {
        guard let timestamp else { throw .notFound("timestamp") }
        try timestamp.file.askFresh(at: second)
        if !isKept { try timestamp.snapshot.verify(bytes, "snapshot") }
        let file = try MetadataFile(bytes, "snapshot")
        let next = try SnapshotMetadata(file)
        try root.verify(file, as: .snapshot)
        if let trusted = snapshot {
            for (role, listed) in trusted.roles {
                guard let now = next.roles[role] else { throw .notListed("\(role).json", in: "snapshot") }
                let (old, new) = (listed.version ?? 0, now.version ?? 0)
                guard new >= old else { throw .rolledBack(role, trusted: old, offered: new) }
            }
        }
        if isKept {
            // One that is older than the timestamp says serves to find rollbacks, and for nothing else.
            snapshot = next
            try askFinal(next, at: second)
        } else {
            try askFinal(next, at: second)
            snapshot = next
        }
    }

    private func askFinal(_ snapshot: SnapshotMetadata, at second: Int64?) throws(RepositoryProblem) {
        let expected = timestamp?.snapshot.version ?? 0
        guard snapshot.file.version == expected else {
            throw .wrongVersion("snapshot", expected: expected, found: snapshot.file.version)
        }
        try snapshot.file.askFresh(at: second)
    }

    /// What the snapshot says of a targets role.
    package func listed(_ role: String) throws(RepositoryProblem) -> ListedFile {
        guard let listed = snapshot?.roles[role] else { throw .notListed("\(role).json", in: "snapshot") }
        return listed
    }

    /// 5.6: a targets role, as `delegator` lets it speak (the root for the top one).
    @discardableResult
    package mutating func take(
        targets bytes: [UInt8], role: String = MetadataRole.targets.rawValue,
        delegator: String = MetadataRole.root.rawValue, at second: Int64?
    ) throws(RepositoryProblem) -> TargetsMetadata {
        guard let snapshot else { throw .notFound("snapshot") }
        try askFinal(snapshot, at: second)
        let listed = try listed(role)
        try listed.verify(bytes, role)
        let file = try MetadataFile(bytes, role)
        let next = try TargetsMetadata(file)
        try verify(file, role: role, delegator: delegator)
        let expected = listed.version ?? 0
        guard file.version == expected else { throw .wrongVersion(role, expected: expected, found: file.version) }
        try file.askFresh(at: second)
        targetsRoles[role] = next
        return next
    }

    /// A role that was taken already, if this delegator lets it speak too.
    package func role(_ role: String, delegator: String) -> TargetsMetadata? {
        guard let known = targetsRoles[role], (try? verify(known.file, role: role, delegator: delegator)) != nil else {
            return nil
        }
        return known
    }

    private func verify(_ file: MetadataFile, role: String, delegator: String) throws(RepositoryProblem) {
        if delegator == MetadataRole.root.rawValue {
            try root.verify(file, as: .targets)
            return
        }
        guard let delegations = targetsRoles[delegator]?.delegations, let keys = delegations.keys(of: role) else {
            throw .notListed(role, in: delegator)
        }
        try keys.verify(file, with: delegations.keys)
    }

    /// The first second at which something of it does not count any more; `nil` while the set is not whole.
    package var expires: Int64? {
        guard let timestamp, let snapshot, let targets else { return nil }
        return min(root.file.expires, timestamp.file.expires, snapshot.file.expires, targets.file.expires)
    }
}
