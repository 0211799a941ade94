/// Where a client keeps what it has verified, over restarts.
package protocol MetadataStore {
    /// The bytes under a name; `nil` where there are none or they cannot be read.
    func read(_ name: String) -> [UInt8]?
    /// Keeps bytes durably: after a loss of power there are the old ones or the new ones.
    func write(_ name: String, _ bytes: [UInt8]) throws(RepositoryProblem)
}
