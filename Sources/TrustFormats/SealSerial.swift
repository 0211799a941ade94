/// Identifiers of seals: UUIDs where we make them, any short token where others do.
package enum SealSerial {
    /// Whether a text can name a seal: 1 to 128 printable ASCII characters without spaces, slashes and quotes.
    package static func isWellFormed(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !Array("/\\\"'`".utf8).contains($0) }
    }
}
