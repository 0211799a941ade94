import Glibc

/// Folders in a channel's data, made by whoever comes first: its service, or an administrator with a command.
enum OwnedFolder {
    /// Makes a folder if it is not there; one that root makes belongs to whom the folder above belongs. The error number, 0
    /// when it is there.
    static func make(_ path: String, mode: mode_t = 0o750) -> Int32 {
        guard mkdir(path, mode) == 0 else { return errno == EEXIST ? 0 : errno }
        guard geteuid() == 0 else { return 0 }
        let above = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var facts = stat()
        guard stat(above.isEmpty ? "/" : above, &facts) == 0 else { return errno }
        return lchown(path, facts.st_uid, facts.st_gid) == 0 ? 0 : errno
    }
}
