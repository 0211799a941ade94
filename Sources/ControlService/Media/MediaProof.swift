import Trust

/// The outcome of reading a media file through and comparing every byte with its seal.
package struct MediaProof: Hashable, Sendable, Codable {
    /// The file as it was when it was read.
    package var identity: FileIdentity
    /// The fs-verity digest it was compared with, hexadecimal.
    package var digest: String
    /// What differed; `nil` when every byte is the sealed one.
    package var altered: String?
    /// When the reading ended: Unix seconds and ISO 8601.
    package var unixSecond: Int64
    package var time: String

    package init(identity: FileIdentity, digest: String, altered: String?, unixSecond: Int64, time: String) {
        self.identity = identity
        self.digest = digest
        self.altered = altered
        self.unixSecond = unixSecond
        self.time = time
    }
}
