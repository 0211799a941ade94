/// What a bundle may be at most: bounds on the work and the room that a hostile one can cost.
package enum BundleLimits {
    package static let files = 20_000
    /// Bytes of the manifest.
    package static let manifestBytes = 16 << 20
    /// Bytes of one file, and of all together.
    package static let fileBytes: Int64 = 1 << 42
    package static let totalBytes: Int64 = 1 << 44
    /// Bytes of a path, and of one part of it.
    package static let pathBytes = 1_024
    package static let partBytes = 200
    package static let depth = 16
    /// Bytes of an extended header of a tar archive.
    package static let extendedHeaderBytes = 8_192
}
