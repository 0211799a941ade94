import Glibc

/// What changes when a file is written, replaced or swapped: enough to know that an old proof no longer counts.
package struct FileIdentity: Hashable, Sendable, Codable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    /// Last change of content and of the inode, nanoseconds of Unix time.
    package var modified: Int64
    package var changed: Int64

    /// The file at `path`, links followed; `nil` where there is none to be seen.
    package init?(path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        self.init(facts)
    }

    /// The identity of a file together with that of one beside it: another one when either changes.
    init(_ facts: stat, with companion: FileIdentity?) {
        self.init(facts)
        guard let companion else { return }
        // What is compared is only whether it is the same; no figure of it is looked at.
        inode = inode &* 0x9E37_79B9_7F4A_7C15 &+ companion.inode
        size = size &* 31 &+ companion.size
        modified = modified &* 31 &+ companion.modified
        changed = changed &* 31 &+ companion.changed
    }

    init(_ facts: stat) {
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
        changed = Int64(facts.st_ctim.tv_sec) * 1_000_000_000 + Int64(facts.st_ctim.tv_nsec)
    }
}
