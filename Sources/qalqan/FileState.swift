import Glibc
import TrustFormats

/// What tells whether a file was touched.
struct FileState: Equatable {
    let size: Int64
    let inode: UInt64
    /// Times of the last change of contents, and of contents or attributes, in nanoseconds since 1970.
    let modified: Int64
    let changed: Int64

    init(_ path: String) throws(SealProblem) {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            throw SealProblem(errno == ENOENT ? "not there" : String(cString: strerror(errno)))
        }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw SealProblem("not a regular file") }
        size = Int64(facts.st_size)
        inode = UInt64(facts.st_ino)
        modified = Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
        changed = Int64(facts.st_ctim.tv_sec) * 1_000_000_000 + Int64(facts.st_ctim.tv_nsec)
    }
}
