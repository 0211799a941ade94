import Glibc

/// Writes one line to standard error, the service's journal. Not real-time safe.
public func writeErrorLine(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        sent += count
    }
}
