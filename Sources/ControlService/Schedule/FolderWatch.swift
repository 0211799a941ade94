/// Which files of the playlists folder are new or changed and have come to rest. Pure: the listing is an argument.
///
/// A file is handed on when two looks in a row saw it alike, so that one that is being written is left alone. One that
/// disappears is reported, and changes nothing by itself.
package struct FolderWatch: Sendable {
    package enum Change: Hashable, Sendable {
        /// New or changed, and at rest: read it.
        case settled(String)
        case removed(String)
    }

    private var known: [String: FileIdentity] = [:]
    /// Files that have changed, as last seen.
    private var moving: [String: FileIdentity] = [:]

    package init() {}

    /// Takes a look: the playlist files by name. Returns what has to be done, by name.
    package mutating func observe(_ listing: [String: FileIdentity]) -> [Change] {
        var changes: [Change] = []
        for name in known.keys.sorted() where listing[name] == nil {
            known[name] = nil
            changes.append(.removed(name))
        }
        for name in moving.keys where listing[name] == nil { moving[name] = nil }
        for (name, identity) in listing.sorted(by: { $0.key < $1.key }) where known[name] != identity {
            if moving[name] == identity {
                moving[name] = nil
                known[name] = identity
                changes.append(.settled(name))
            } else {
                moving[name] = identity
            }
        }
        return changes
    }

    /// Takes the files as they are for settled, without a second look: what was there at the start.
    @discardableResult
    package mutating func adopt(_ listing: [String: FileIdentity]) -> [Change] {
        known = listing
        moving = [:]
        return listing.keys.sorted().map { .settled($0) }
    }

    /// Whether a file of the folder is a playlist: YAML or JSON by its ending, not hidden, not an editor's leftover, not a seal.
    package static func isPlaylist(_ name: String) -> Bool {
        guard !name.hasPrefix("."), !name.hasPrefix("#"), !name.hasSuffix(".seal.json") else { return false }
        return [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) && name.utf8.count > $0.utf8.count }
    }
}
