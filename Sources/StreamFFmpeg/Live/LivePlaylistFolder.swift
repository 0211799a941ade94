import CLinux
import Glibc
import Realtime

/// The folder that a live playlist is served from. Files appear whole or not at all.
///
/// What changes the folder is done in order on a thread of its own and throws what an earlier change ended with; what
/// looks into it (`exists`, `read`, `size`, `names`) looks at the disk and is for the start, before anything is changed.
struct LivePlaylistFolder: Sendable {
    let path: String
    private let disk: DiskQueue
    private let claim: TargetClaim

    /// Some twenty seconds of a generous stream.
    private static let mostBytes = 32 << 20

    init(path: String) throws {
        self.path = path
        if mkdir(path, 0o755) != 0, errno != EEXIST {
            throw SinkError("cannot make the folder \(path): \(String(cString: strerror(errno)))", code: errno)
        }
        claim = try TargetClaim(folder: path)
        disk = try DiskQueue(mostBytes: Self.mostBytes)
    }

    func exists(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

    func remove(_ name: String) { unlink("\(path)/\(name)") }

    /// Removes a file when everything before it is done.
    func removeLater(_ name: String) throws { try disk.submit { remove(name) } }

    /// Waits for the disk, at most `nanoseconds`.
    func drain(atMost nanoseconds: Int64) throws { try disk.drain(atMost: nanoseconds) }

    func read(_ name: String) -> String? {
        let descriptor = ql_open("\(path)/\(name)", O_RDONLY, 0)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Writes a file beside its place and renames it there.
    func write(_ bytes: [UInt8], as name: String) throws {
        let temporary = ".\(name).new"
        try disk.submit(bytes.count) {
            do {
                try put(bytes, into: temporary, flags: O_CREAT | O_TRUNC)
                try move(temporary, to: name)
            } catch {
                remove(temporary)
                throw error
            }
        }
    }

    func append(_ bytes: [UInt8], to name: String) throws {
        try disk.submit(bytes.count) { try put(bytes, into: name, flags: O_APPEND) }
    }

    func rename(_ name: String, to final: String) throws { try disk.submit { try move(name, to: final) } }

    private func move(_ name: String, to final: String) throws {
        guard Glibc.rename("\(path)/\(name)", "\(path)/\(final)") == 0 else { throw failure(name, errno) }
    }

    /// Cuts a file to its first `count` bytes.
    func trim(_ name: String, to count: Int) -> Bool { truncate("\(path)/\(name)", count) == 0 }

    func size(_ name: String) -> Int {
        var facts = stat()
        return stat("\(path)/\(name)", &facts) == 0 ? Int(facts.st_size) : -1
    }

    private func failure(_ name: String, _ code: Int32) -> SinkError {
        SinkError("writing \(path)/\(name): \(String(cString: strerror(code)))", code: code)
    }

    private func put(_ bytes: [UInt8], into name: String, flags: Int32) throws {
        let descriptor = ql_open("\(path)/\(name)", O_WRONLY | flags, 0o644)
        guard descriptor >= 0 else { throw failure(name, -descriptor) }
        defer { Glibc.close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(name, count == 0 ? EIO : errno) }
            sent += count
        }
    }

    func names(withPrefix prefix: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = Glibc.readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(prefix) { found.append(name) }
        }
        return found
    }

    /// Removes what an earlier run left and no list of `kept` names.
    func sweep(keeping kept: Set<String>) {
        for prefix in ["segment-", "init-", ".segment-", ".init-", ".index", ".master"] {
            for name in names(withPrefix: prefix) where !kept.contains(name) { remove(name) }
        }
    }
}
