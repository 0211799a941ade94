/// Which files the repository vouches for, and whom it lets vouch for others (TUF specification, 4.5).
package struct TargetsMetadata: Sendable {
    package let file: MetadataFile
    /// By path.
    package let targets: [String: ListedFile]
    let delegations: Delegations?

    package init(_ file: MetadataFile) throws(RepositoryProblem) {
        try file.ask("targets")
        self.file = file
        var targets: [String: ListedFile] = [:]
        for (path, value) in try file.signed.object("targets") {
            targets[path] = try ListedFile(value, "\(path) in \(file.what)", isTarget: true)
        }
        self.targets = targets
        delegations =
            file.signed.has("delegations")
            ? try Delegations(file.signed.pairs["delegations"], "the delegations of \(file.what)") : nil
    }
}
