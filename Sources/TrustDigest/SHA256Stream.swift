import CNettle

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces. The arithmetic is libnettle's.
package struct SHA256Stream {
    package static let digestBytes = 32

    private var context = sha256_ctx()

    package init() { nettle_sha256_init(&context) }

    /// Takes the next bytes of the message.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        nettle_sha256_update(&context, bytes.count, base.assumingMemoryBound(to: UInt8.self))
    }

    package mutating func update(_ bytes: some Collection<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// Writes the 32 bytes of the digest and starts over with an empty message.
    package mutating func finish(into digest: UnsafeMutableRawPointer) {
        nettle_sha256_digest(&context, Self.digestBytes, digest.assumingMemoryBound(to: UInt8.self))
    }

    /// The digest of all that was taken, 32 bytes; starts over with an empty message.
    package mutating func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.digestBytes) { buffer, count in
            finish(into: UnsafeMutableRawPointer(buffer.baseAddress!))
            count = Self.digestBytes
        }
    }

    /// The digest of one message.
    package static func digest(of bytes: some Collection<UInt8>) -> [UInt8] {
        var stream = SHA256Stream()
        stream.update(bytes)
        return stream.finish()
    }

    /// The digest of one message in memory.
    package static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var stream = SHA256Stream()
        stream.update(bytes)
        return stream.finish()
    }
}
