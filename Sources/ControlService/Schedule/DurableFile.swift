import CLinux
import Glibc
import Realtime

/// Files that are whole or not there: written beside, synced, renamed into place.
package enum DurableFile {
    package static func replace(_ path: String, with bytes: [UInt8], mode: Int32 = 0o640) throws(SystemError) {
        let temporary = path + ".new"
        let descriptor = try SystemError.check(
            ql_open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode), "open", on: temporary)
        do throws(SystemError) {
            defer { close(descriptor) }
            var done = 0
            while done < bytes.count {
                let count = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw SystemError("write", on: temporary, code: errno) }
                done += count
            }
            guard fsync(descriptor) == 0 else { throw SystemError("sync", on: temporary, code: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw SystemError("rename", on: path, code: errno) }
        try syncFolder(of: path)
    }

    /// Makes a rename in a file's folder durable.
    private static func syncFolder(of path: String) throws(SystemError) {
        let folder = path.contains("/") ? String(path[..<path.lastIndex(of: "/")!]) : "."
        let descriptor = try SystemError.check(
            ql_open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY, 0), "open", on: folder)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("sync", on: folder, code: errno) }
    }
}
