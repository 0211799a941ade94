import TrustRepository

/// What a repository has, as `qalqan trust show --repository` prints it to its owners.
struct RepositoryReport: Encodable {
    struct Role: Encodable {
        let role: String
        let version: Int64?
        let expires: String?
        let threshold: Int
        let keys: [String]
    }

    struct Target: Encodable {
        let name: String
        let bytes: Int64
        let sha256: String?
    }

    let roles: [Role]
    let targets: [Target]

    init(_ author: RepositoryAuthor) {
        let files: [MetadataRole: MetadataFile?] = [
            .root: author.root.file, .timestamp: author.timestamp?.file, .snapshot: author.snapshot?.file,
            .targets: author.targets?.file,
        ]
        roles = MetadataRole.allCases.map { role in
            let file = files[role] ?? nil
            return Role(
                role: role.rawValue, version: file?.version, expires: file.map { MetadataTime.text($0.expires) },
                threshold: author.root.roles[role]?.threshold ?? 0, keys: author.root.roles[role]?.keyIDs ?? [])
        }
        targets = (author.targets?.targets ?? [:]).sorted { $0.key < $1.key }.map {
            Target(name: $0.key, bytes: $0.value.length ?? 0, sha256: $0.value.hashes["sha256"])
        }
    }

    var text: String {
        let rows = roles.map { role in
            [
                role.role, role.version.map { "\($0)" } ?? "-", role.expires ?? "-",
                "\(role.threshold) of \(role.keys.count)",
                role.keys.map { String($0.prefix(16)) }.joined(separator: " "),
            ]
        }
        let own = TextTable(heads: ["ROLE", "VERSION", "EXPIRES", "SIGNATURES", "KEYS"], rows: rows, right: [1]).text
        let files = TextTable(
            heads: ["TARGET", "BYTES", "SHA-256"], rows: targets.map { [$0.name, "\($0.bytes)", $0.sha256 ?? ""] },
            right: [1]
        ).text
        return own + "\n\n" + files
    }
}
