/// Where a trust repository is reached: metadata at its top, targets below `targets/`.
package enum RepositoryAddress: Hashable, Sendable, CustomStringConvertible {
    /// Absolute path of a folder: a mounted stick, a share.
    case folder(String)
    /// `https://HOST/FOLDER`.
    case web(String)

    /// What the configuration says: an absolute path, or an address that begins with `https://`.
    package init(_ text: String) { self = text.hasPrefix("https://") ? .web(text) : .folder(text) }

    package var description: String {
        switch self {
        case .folder(let path): path
        case .web(let address): address
        }
    }

    /// The metadata, and the targets.
    package var fetchers: (metadata: any MetadataFetcher, targets: any MetadataFetcher) {
        switch self {
        case .folder(let path): (FolderFetcher(path: path), FolderFetcher(path: path + "/targets"))
        case .web(let address):
            (
                WebFetcher(base: address),
                WebFetcher(base: (address.hasSuffix("/") ? String(address.dropLast()) : address) + "/targets")
            )
        }
    }
}
