import TrustCrypto

/// The contents of a root as its owners change it.
struct RootDraft {
    var version: Int64
    var expires: Int64
    var keys: [String: MetadataKey]
    var roles: [MetadataRole: RoleKeys]

    init(expires: Int64) {
        version = 1
        self.expires = expires
        keys = [:]
        roles = [:]
    }

    /// The root after `root`.
    init(after root: RootMetadata, expires: Int64) {
        version = root.file.version + 1
        self.expires = expires
        keys = root.keys
        roles = root.roles
    }

    mutating func set(_ role: MetadataRole, _ own: [VerifyingKey], threshold: Int) {
        var keyIDs: [String] = []
        for key in own.map({ MetadataKey($0) }) where !keyIDs.contains(key.keyID) {
            keys[key.keyID] = key
            keyIDs.append(key.keyID)
        }
        roles[role] = RoleKeys(keyIDs: keyIDs, threshold: threshold)
    }

    mutating func add(_ key: VerifyingKey, to role: MetadataRole) {
        let key = MetadataKey(key)
        keys[key.keyID] = key
        if roles[role]?.keyIDs.contains(key.keyID) == false { roles[role]?.keyIDs.append(key.keyID) }
    }

    mutating func remove(_ keyID: String, from role: MetadataRole) { roles[role]?.keyIDs.removeAll { $0 == keyID } }

    /// What makes it useless, if anything does.
    var problem: String? {
        for role in MetadataRole.allCases {
            guard let own = roles[role], !own.keyIDs.isEmpty else { return "\(role.rawValue) has no key" }
            guard (1...own.keyIDs.count).contains(own.threshold) else {
                return "\(role.rawValue) asks for \(own.threshold) signatures and has \(own.keyIDs.count) keys"
            }
        }
        return nil
    }

    var signed: [String: JSONValue] {
        let used = Set(roles.values.flatMap(\.keyIDs))
        return MetadataDraft.head(.root, version: version, expires: expires).merging([
            "consistent_snapshot": .boolean(true),
            "keys": .object(keys.filter { used.contains($0.key) }.mapValues(\.json)),
            "roles": .object(
                Dictionary(uniqueKeysWithValues: roles.map { ($0.key.rawValue, $0.value.json) })),
        ]) { $1 }
    }
}

extension MetadataDraft {
    /// What all metadata begin with.
    static func head(_ role: MetadataRole, version: Int64, expires: Int64) -> [String: JSONValue] {
        [
            "_type": .string(role.rawValue), "spec_version": .string("1.0.33"), "version": .integer(version),
            "expires": .string(MetadataTime.text(expires)),
        ]
    }
}
