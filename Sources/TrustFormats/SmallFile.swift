import Glibc
import TrustDigest

/// Whole small files: read with a bound, written so that a reader sees the old one or the new one.
package enum SmallFile {
    /// Why a file was not read or written.
    package enum Failure: Error, Hashable, Sendable {
        case missing
        case tooLarge
        case system(Int32)

        package var text: String {
            switch self {
            case .missing: "not there"
            case .tooLarge: "too large to be one"
            case .system(let code): String(cString: strerror(code))
            }
        }
    }

    package static func read(_ path: String, most: Int = 1 << 20) throws(Failure) -> [UInt8] {
        let descriptor: Int32
        do throws(VerifiedFileError) {
            descriptor = try VerifiedFile.openRegular(path).descriptor
        } catch {
            switch error {
            case .missing: throw .missing
            case .unreadable(let code): throw .system(code)
            default: throw .system(EISDIR)
            }
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = Glibc.read(descriptor, &chunk, chunk.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .system(errno) }
            if got == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<got])
            guard bytes.count <= most else { throw .tooLarge }
        }
    }

    /// Writes beside the target, flushes to the disk, and renames over it.
    package static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = 0o644) throws(Failure) {
        let temporary = path + ".\(getpid()).tmp"
        do throws(Failure) {
            try create(temporary, with: bytes, mode: mode)
            guard rename(temporary, path) == 0 else { throw .system(errno) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Writes a file that must not exist yet.
    package static func create(_ path: String, with bytes: [UInt8], mode: mode_t) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let put = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw .system(errno) }
            done += put
        }
        guard fsync(descriptor) == 0 else { throw .system(errno) }
    }
}
