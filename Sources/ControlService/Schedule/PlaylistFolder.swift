import CLinux
import Glibc
import Realtime
import TrustFormats

/// The folder whose playlists the channel follows.
package struct PlaylistFolder: Sendable {
    /// Bytes a playlist file may have.
    package static let mostBytes = 64 << 20
    /// Playlists that are followed at once.
    package static let mostFiles = 1_000

    package let path: String

    package init(path: String) { self.path = path }

    /// The playlists there now; one whose seal has changed is another. A folder that cannot be read throws; it never looks empty.
    package func listing() throws(SystemError) -> [String: FileIdentity] {
        guard let directory = opendir(path) else { throw SystemError("open", on: path, code: errno) }
        defer { closedir(directory) }
        var result: [String: FileIdentity] = [:]
        while let entry = readdir(directory), result.count < Self.mostFiles {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard FolderWatch.isPlaylist(name) else { continue }
            var facts = stat()
            guard stat(path + "/" + name, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            result[name] = FileIdentity(facts, with: FileIdentity(path: SealPaths(media: path + "/" + name).seal))
        }
        return result
    }

    /// The bytes of one playlist.
    package func read(_ name: String) throws(SystemError) -> [UInt8] { try Self.readFile(path + "/" + name) }

    /// The bytes of its seal; `nil` where there is none that can be read.
    package func seal(of name: String) -> [UInt8]? { try? SmallFile.read(SealPaths(media: path + "/" + name).seal) }

    /// The bytes of a regular file of at most `mostBytes`.
    package static func readFile(_ path: String) throws(SystemError) -> [UInt8] {
        let descriptor = try SystemError.check(ql_open(path, O_RDONLY | O_NONBLOCK, 0), "open", on: path)
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw SystemError("stat", on: path, code: errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw SystemError("not a file:", on: path, code: EINVAL) }
        guard facts.st_size <= mostBytes else { throw SystemError("read", on: path, code: EFBIG) }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size) + 1)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress! + filled, $0.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read", on: path, code: errno) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }
}
