import Glibc
import TrustDigest

/// Both digests of a file from one reading.
package struct MediaDigests: Sendable {
    /// SHA-256 of the whole file, 32 bytes.
    package let sha256: [UInt8]
    /// The hash tree, whose digest is the fs-verity one.
    package let tree: VerityTree

    /// Reads a file from start to end.
    ///
    /// - Parameter progress: called with the bytes read so far, every 256 KiB; `false` gives up with `ECANCELED`.
    package static func read(
        _ path: String, progress: (Int64) -> Bool = { _ in true }
    ) throws(VerifiedFileError) -> MediaDigests {
        let (descriptor, _) = try VerifiedFile.openRegular(path)
        defer { close(descriptor) }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * VerityTree.blockSize, alignment: 4096)
        defer { buffer.deallocate() }
        var whole = SHA256Stream()
        var tree = VerityHasher()
        var done: Int64 = 0
        while true {
            let got = Glibc.read(descriptor, buffer.baseAddress!, buffer.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .readFailed(errno) }
            if got == 0 { break }
            // Block by block, so that the second hash finds its bytes in the cache.
            for start in stride(from: 0, to: got, by: VerityTree.blockSize) {
                let block = UnsafeRawBufferPointer(
                    rebasing: buffer[start..<min(got, start + VerityTree.blockSize)])
                whole.update(block)
                tree.update(block)
            }
            done += Int64(got)
            guard progress(done) else { throw .readFailed(ECANCELED) }
        }
        return MediaDigests(sha256: whole.finish(), tree: tree.finish())
    }
}
