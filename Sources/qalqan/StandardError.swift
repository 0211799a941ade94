import Glibc

/// Standard error, line by line.
enum StandardError {
    /// Writes one message and a line end; nothing for an empty message.
    static func write(_ message: String) {
        guard !message.isEmpty else { return }
        let line = message.hasSuffix("\n") ? message : message + "\n"
        var bytes = Array(line.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
            if written <= 0 { return }
            bytes = bytes.dropFirst(written)
        }
    }

    /// Whether a person watches: progress and colour only then.
    static var isTerminal: Bool { isatty(2) == 1 }
}
