import Glibc

/// Small files of the kernel.
enum TextFile {
    /// The first line, without blanks around it; `nil` when there is no such file.
    static func line(_ path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        let line = bytes[..<count].prefix { $0 != 10 }
        let text = String(decoding: line, as: UTF8.self)
        return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    static func number(_ path: String) -> Int64? { line(path).flatMap { Int64($0) } }
}
