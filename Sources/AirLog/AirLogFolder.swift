import CLinux
import Glibc
import Realtime
import Timecode

/// The files of the log: `air-YYYY-MM-DD-NNNN.jsonl`, in order of their names.
enum AirLogFolder {
    static func name(day: String, counter: Int) -> String {
        "air-\(day)-\(padded(Int64(counter), 4)).jsonl"
    }

    /// The day and counter in a file's name; `nil` for other files.
    static func parts(_ name: String) -> (day: String, counter: Int)? {
        guard name.hasPrefix("air-"), name.hasSuffix(".jsonl") else { return nil }
        let middle = name.dropFirst(4).dropLast(6)
        guard middle.utf8.count >= 15, let counter = Int(middle.dropFirst(11)), counter >= 0,
            middle.dropFirst(10).first == "-"
        else { return nil }
        return (String(middle.prefix(10)), counter)
    }

    /// Names of the log's files, oldest first.
    static func files(in folder: String) throws(SystemError) -> [String] {
        guard let stream = opendir(folder) else { throw SystemError("open", on: folder, code: errno) }
        defer { closedir(stream) }
        var names: [(String, Int, String)] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let parts = parts(name) { names.append((parts.day, parts.counter, name)) }
        }
        return names.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    /// The last `count` bytes of a file, or all of it.
    static func tail(_ path: String, count: Int) throws(SystemError) -> (bytes: [UInt8], fileSize: Int) {
        let file = try SystemError.check(ql_open(path, O_RDONLY, 0), "open", on: path)
        defer { close(file) }
        let size = try SystemError.check(
            lseek(file, 0, SEEK_END) < 0 ? -Int(errno) : Int(lseek(file, 0, SEEK_END)), "seek", on: path)
        let start = max(0, size - count)
        var bytes = [UInt8](repeating: 0, count: size - start)
        var done = 0
        while done < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                pread(file, $0.baseAddress! + done, $0.count - done, off_t(start + done))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw SystemError("read", on: path, code: errno) }
            if got == 0 { break }
            done += got
        }
        return (Array(bytes.prefix(done)), size)
    }
}
