/// The versions of all targets metadata that belong together (TUF specification, 4.4).
package struct SnapshotMetadata: Sendable {
    package let file: MetadataFile
    /// By role.
    package let roles: [String: ListedFile]

    package init(_ file: MetadataFile) throws(RepositoryProblem) {
        try file.ask("snapshot")
        self.file = file
        var roles: [String: ListedFile] = [:]
        for (name, value) in try file.signed.object("meta") {
            guard name.hasSuffix(".json") else { throw .malformed(file.what, why: "`\(name)` is not metadata") }
            roles[String(name.dropLast(5))] = try ListedFile(value, "\(name) in \(file.what)", isTarget: false)
        }
        guard roles["targets"] != nil else { throw .notListed("targets.json", in: file.what) }
        self.roles = roles
    }
}
