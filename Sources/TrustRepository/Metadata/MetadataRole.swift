/// The roles that every repository has.
package enum MetadataRole: String, Hashable, Sendable, CaseIterable {
    case root, timestamp, snapshot, targets

    /// Bytes its metadata may have, unless the metadata that names it says so exactly.
    package var mostBytes: Int {
        switch self {
        case .root: 512_000
        case .timestamp: 16_384
        case .snapshot: 2_000_000
        case .targets: 5_000_000
        }
    }
}
