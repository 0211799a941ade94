/// The short-lived word on which snapshot is the latest (TUF specification, 4.6).
package struct TimestampMetadata: Sendable {
    package let file: MetadataFile
    package let snapshot: ListedFile

    package init(_ file: MetadataFile) throws(RepositoryProblem) {
        try file.ask("timestamp")
        self.file = file
        let meta = try file.signed.object("meta")
        guard meta.count == 1 else { throw .malformed(file.what, why: "`meta` names other files than snapshot.json") }
        snapshot = try ListedFile(meta["snapshot.json"], "snapshot.json in \(file.what)", isTarget: false)
    }
}
