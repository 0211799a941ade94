import Glibc
import Playlist

/// Files read whole, within a limit.
package enum DocumentFile {
    package enum Outcome: Sendable {
        case success([UInt8])
        case failure(Diagnostic)
    }

    /// Reads a regular file (or a pipe) of at most `limit` bytes; larger ones are cut one byte beyond it, so that the reader
    /// sees that there is more.
    package static func read(_ path: String, limit: Int) -> Outcome {
        func failed(_ how: String, _ remedy: String) -> Outcome {
            .failure(Diagnostic(.unreadableFile, file: path, message: how, remedy: remedy))
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            return failed(String(cString: strerror(errno)), "check the name and that this user may read it")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return failed("this is not a file", "name a playlist or configuration file")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                return failed(String(cString: strerror(errno)), "check the disk and this user's rights")
            }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return .success(bytes)
    }

    /// The process's working folder; `/` when it has none.
    package static var workingFolder: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}
