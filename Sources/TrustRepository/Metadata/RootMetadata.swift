/// Whose keys speak for which role (TUF specification, 4.3).
package struct RootMetadata: Sendable {
    package let file: MetadataFile
    package let keys: [String: MetadataKey]
    package let roles: [MetadataRole: RoleKeys]
    /// Whether files bear their version or hash in their name, so that a repository can be read while it is written.
    package let isConsistent: Bool

    package init(_ file: MetadataFile) throws(RepositoryProblem) {
        try file.ask("root")
        self.file = file
        var keys: [String: MetadataKey] = [:]
        for (keyID, value) in try file.signed.object("keys") {
            keys[keyID] = try MetadataKey(value, "a key of \(file.what)")
        }
        self.keys = keys
        let listed = try file.signed.object("roles")
        var roles: [MetadataRole: RoleKeys] = [:]
        for role in MetadataRole.allCases {
            let own = try RoleKeys(listed[role.rawValue], "the role \(role.rawValue) of \(file.what)")
            guard own.keyIDs.allSatisfy({ keys[$0] != nil }) else {
                throw .malformed(file.what, why: "a key of \(role.rawValue) is not among its keys")
            }
            roles[role] = own
        }
        self.roles = roles
        isConsistent = file.signed.has("consistent_snapshot") ? try file.signed.boolean("consistent_snapshot") : false
    }

    func verify(_ other: MetadataFile, as role: MetadataRole) throws(RepositoryProblem) {
        guard let own = roles[role] else { throw .notListed(role.rawValue, in: file.what) }
        try own.verify(other, with: keys)
    }
}
