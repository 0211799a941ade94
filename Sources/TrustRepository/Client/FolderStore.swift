import Glibc
import TrustFormats

/// A store in a folder: a file each, written beside, synced and renamed.
package struct FolderStore: MetadataStore, Sendable {
    package let path: String

    private let mode: mode_t

    /// - Parameter isPublic: folders made in it are for everybody to read, as a web server has to.
    package init(path: String, isPublic: Bool = false) {
        self.path = path
        mode = isPublic ? 0o755 : 0o750
    }

    package func read(_ name: String) -> [UInt8]? {
        try? SmallFile.read(path + "/" + Self.escaped(name), most: 16 << 20)
    }

    package func write(_ name: String, _ bytes: [UInt8]) throws(RepositoryProblem) {
        let file = path + "/" + Self.escaped(name)
        let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
        do throws(SmallFile.Failure) {
            let made = OwnedFolder.make(folder, mode: mode)
            guard made == 0 else { throw .system(made) }
            try SmallFile.replace(file, with: bytes)
            let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .system(errno) }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw .system(errno) }
        } catch {
            throw .notKept(file, why: error.text)
        }
    }

    /// A name as a path below the folder: role names are anybody's choice and must not lead elsewhere. The only slash that is
    /// one divides the client's own folders from the name.
    private static func escaped(_ name: String) -> String {
        for folder in ["roots/", "targets/"] where name.hasPrefix(folder) {
            return folder + PercentEncoding.encode(String(name.dropFirst(folder.count)))
        }
        return PercentEncoding.encode(name)
    }
}
