import Glibc

/// Lines on standard error, which the launcher keeps.
enum Log {
    static func line(_ text: String) {
        let bytes = Array("qalqan-sound: \(text)\n".utf8)
        bytes.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
    }
}
