import Glibc

/// The file of signed heads, `heads.jsonl` in a channel's data folder: an envelope a line, only ever added to.
package struct HeadFile: Sendable {
    /// Bytes the file may have: some ten years of a busy channel.
    static let mostBytes = 4 << 30

    package let path: String

    package init(path: String) { self.path = path }

    /// A line of the file that is no signed head.
    package struct BadLine: Hashable, Sendable {
        package var line: Int
        package var what: String
    }

    /// Every head with its line, and the lines that are none. A last line without its end was never finished and does not
    /// count. `nil` when there is no file.
    package func read() throws(SmallFile.Failure) -> (heads: [(line: Int, head: SignedHead)], bad: [BadLine])? {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path, most: Self.mostBytes)
        } catch .missing { return nil }
        var (heads, bad): ([(line: Int, head: SignedHead)], [BadLine]) = ([], [])
        var (start, line) = (0, 0)
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            line += 1
            do throws(SealProblem) {
                heads.append((line, try SignedHead(json: Array(bytes[start..<end]))))
            } catch {
                bad.append(BadLine(line: line, what: error.description))
            }
            start = end + 1
        }
        return (heads, bad)
    }

    /// The newest head of a log; looks at the end of the file alone.
    package func last(of log: LogHead.Log) -> SignedHead? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        let start = max(0, size - 1 << 20)
        var bytes = [UInt8](repeating: 0, count: max(0, size - start))
        let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(start)) }
        return bytes.prefix(max(0, got)).split(separator: 0x0A).reversed().lazy
            .compactMap { try? SignedHead(json: Array($0)) }.first { $0.head.log == log }
    }

    /// Adds heads, on stable storage when this returns.
    package func append(_ heads: [SignedHead]) throws(SmallFile.Failure) {
        guard !heads.isEmpty else { return }
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        // A line that a crash cut short must not swallow the next one.
        var last: UInt8 = 0x0A
        let size = lseek(descriptor, 0, SEEK_END)
        if size > 0, pread(descriptor, &last, 1, size - 1) != 1 { throw .system(errno) }
        let bytes = (last == 0x0A ? [] : [0x0A]) + Array(heads.map(\.envelope.jsonLine).joined())
        var done = 0
        while done < bytes.count {
            let put = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw .system(errno) }
            done += put
        }
        guard fdatasync(descriptor) == 0 else { throw .system(errno) }
    }
}
