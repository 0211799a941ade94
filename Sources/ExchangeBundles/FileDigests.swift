import Crypto
import Glibc
import TrustDigest

/// SHA-256 and C4 of bytes that pass by.
struct FileDigests {
    private var sha256 = SHA256Stream()
    private var sha512: SHA512?
    private(set) var count: Int64 = 0

    /// - Parameter c4: whether the C4 identifier is wanted as well: it costs a second hash.
    init(c4: Bool) { sha512 = c4 ? SHA512() : nil }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        sha256.update(bytes)
        sha512?.update(bufferPointer: bytes)
        count += Int64(bytes.count)
    }

    mutating func finish() -> (sha256: [UInt8], c4: String?) {
        (sha256.finish(), sha512.map { C4.text($0.finalize()) })
    }
}
