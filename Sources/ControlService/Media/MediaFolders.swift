import CLinux
import Glibc

/// The folders below which media may lie. A playlist names a file relative to one of them and never reaches outside.
package struct MediaFolders: Hashable, Sendable {
    /// Where a name leads, or why it leads nowhere.
    package enum Location: Hashable, Sendable {
        /// Absolute path of what bears the name, all symbolic links resolved, inside a media folder.
        case found(String)
        /// Nothing of that name; where it was expected.
        case absent(expected: String)
        /// The name is refused: it is absolute, climbs, or a link leads outside.
        case refused(String)
    }

    /// Absolute paths, links resolved where they exist, in the order of search.
    package let folders: [String]

    package init(_ folders: [String]) {
        self.folders = folders.map { Self.resolve($0) ?? $0 }
    }

    /// Finds the file that a playlist calls `name`: the first folder that has it.
    package func locate(_ name: String) -> Location {
        if name.isEmpty { return .refused("the media name is empty") }
        if name.utf8.contains(0) { return .refused("the media name contains a zero byte") }
        if name.hasPrefix("/") {
            return .refused("`\(name)` is an absolute path; write it relative to a media folder")
        }
        if name.split(separator: "/").contains("..") {
            return .refused("`\(name)` leaves its media folder (..)")
        }
        var escape: String?
        for folder in folders {
            guard let real = Self.resolve(folder + "/" + name) else { continue }
            if real.hasPrefix(folder == "/" ? "/" : folder + "/") { return .found(real) }
            escape = real
        }
        if let escape { return .refused("`\(name)` is a link that leaves its media folder (to \(escape))") }
        return .absent(expected: (folders.first ?? ".") + "/" + name)
    }

    /// Paths of the media below a folder that have a seal beside them, links not followed.
    package static func sealed(below folder: String, most: Int) -> [String] {
        var found: [String] = []
        var waiting = [folder]
        while let next = waiting.popLast(), found.count < most {
            guard let handle = opendir(next) else { continue }
            defer { closedir(handle) }
            while let entry = readdir(handle), found.count < most {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                let path = next + "/" + name
                if isFolder(path, entry.pointee.d_type) {
                    if !name.hasPrefix("."), waiting.count < most { waiting.append(path) }
                } else if name.hasSuffix(".seal.json") {
                    found.append(String(path.dropLast(10)))
                }
            }
        }
        return found
    }

    /// Whether an entry is a folder itself; some file systems do not say at once.
    private static func isFolder(_ path: String, _ type: UInt8) -> Bool {
        guard type == UInt8(DT_UNKNOWN) else { return type == UInt8(DT_DIR) }
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// The canonical path of what exists at `path`; `nil` where nothing does.
    private static func resolve(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
