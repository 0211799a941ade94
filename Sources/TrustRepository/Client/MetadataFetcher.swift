/// Where a repository's files come from: a folder, a removable disk, a web server. Whatever comes is hostile until verified.
package protocol MetadataFetcher: Sendable {
    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - path: folders below the repository and the file's name, nothing encoded: a slash in one of them is part of a name.
    ///     May be made of names in hostile metadata.
    ///   - most: bytes at most; reading ends with the first one more.
    /// - Throws: `notFound`, `tooLarge`, `unreachable`.
    func fetch(_ path: [String], most: Int) throws(RepositoryProblem) -> [UInt8]
}
