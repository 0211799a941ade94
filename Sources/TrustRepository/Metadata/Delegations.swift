import Glibc
import TrustCrypto
import TrustDigest

/// Whom a targets role lets vouch for which paths (TUF specification, 4.5).
struct Delegations: Sendable {
    struct Role: Sendable {
        let name: String
        let keys: RoleKeys
        /// Nobody named after it is asked for a path that it covers.
        let isTerminating: Bool
        let paths: Paths
    }

    enum Paths: Sendable {
        /// Shell patterns, `*` and `?` within one part of a path.
        case patterns([String])
        /// Beginnings of the SHA-256 of the path, hexadecimal.
        case hashPrefixes([String])
    }

    let keys: [String: MetadataKey]
    private let listed: [Role]
    private let succinct: SuccinctRoles?

    init(_ value: JSONValue?, _ what: String) throws(RepositoryProblem) {
        let fields = try MetadataFields(value, what)
        var keys: [String: MetadataKey] = [:]
        for (keyID, value) in try fields.object("keys") { keys[keyID] = try MetadataKey(value, "a key of \(what)") }
        self.keys = keys
        guard fields.has("roles") != fields.has("succinct_roles") else {
            throw fields.malformed("either `roles` or `succinct_roles` is expected")
        }
        succinct = fields.has("succinct_roles") ? try SuccinctRoles(fields.pairs["succinct_roles"], what) : nil
        var listed: [Role] = []
        for value in fields.has("roles") ? try fields.array("roles") : [] {
            let role = try MetadataFields(value, "a role of \(what)")
            let name = try role.string("name")
            guard !name.isEmpty, MetadataRole(rawValue: name) == nil, !listed.contains(where: { $0.name == name })
            else { throw role.malformed("`\(name)` cannot be delegated to, or stands twice") }
            guard role.has("paths") != role.has("path_hash_prefixes") else {
                throw role.malformed("either `paths` or `path_hash_prefixes` is expected")
            }
            let paths: Paths =
                role.has("paths")
                ? .patterns(try role.strings("paths")) : .hashPrefixes(try role.strings("path_hash_prefixes"))
            listed.append(
                Role(
                    name: name, keys: try RoleKeys(value, "the role \(name) of \(what)"),
                    isTerminating: try role.boolean("terminating"), paths: paths))
        }
        self.listed = listed
    }

    /// The keys of a role, if it is delegated to.
    func keys(of name: String) -> RoleKeys? {
        succinct?.has(name) == true ? succinct?.keys : listed.first { $0.name == name }?.keys
    }

    /// The roles that may speak for a path, in order, and whether each ends the search.
    func roles(for path: String) -> [(name: String, isTerminating: Bool)] {
        if let succinct { return [(succinct.name(for: path), true)] }
        return listed.filter { $0.covers(path) }.map { ($0.name, $0.isTerminating) }
    }
}

extension Delegations.Role {
    func covers(_ path: String) -> Bool {
        switch paths {
        case .patterns(let patterns): patterns.contains { Self.matches(path, $0) }
        case .hashPrefixes(let prefixes):
            prefixes.contains { Hexadecimal.encode(SHA256Stream.digest(of: Array(path.utf8))).hasPrefix($0) }
        }
    }

    /// Part by part, so that `*` never reaches over a slash.
    private static func matches(_ path: String, _ pattern: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let patterns = pattern.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == patterns.count
            && zip(patterns, parts).allSatisfy { fnmatch(String($0), String($1), FNM_NOESCAPE) == 0 }
    }
}
