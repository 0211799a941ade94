import CLinux

/// The preview's record and its last JPEG picture in one memory file.
///
/// `@unchecked Sendable`: one writer; the picture has a seqlock of its own.
public final class PreviewBoard: @unchecked Sendable {
    public let memory: SharedMemory
    public let status: Board<PreviewStatus>

    static var pictureOffset: Int { Board<PreviewStatus>.byteCount }
    public static var byteCount: Int { pictureOffset + 4096 + PreviewStatus.mostPictureBytes }

    public init(in memory: SharedMemory) throws(SystemError) {
        guard memory.count >= Self.byteCount else { throw SystemError("too small:", on: "preview board", code: 22) }
        self.memory = memory
        status = try Board(in: memory)
    }

    var words: UnsafeMutablePointer<UInt64> {
        (memory.base + Self.pictureOffset).assumingMemoryBound(to: UInt64.self)
    }

    /// Replaces the picture; longer ones than `mostPictureBytes` are refused. One writer only.
    @discardableResult
    public func writePicture(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= PreviewStatus.mostPictureBytes, let source = bytes.baseAddress else { return false }
        let before = ql_load_relaxed_u64(words) | 1
        ql_store_release_u64(words, before)
        ql_fence_release()
        words[1] = UInt64(bytes.count)
        (memory.base + Self.pictureOffset + 4096).copyMemory(from: source, byteCount: bytes.count)
        ql_store_release_u64(words, before &+ 1)
        return true
    }

    /// The last whole picture, if there is one.
    public func readPicture() -> [UInt8]? {
        for _ in 0..<100 {
            let before = ql_load_acquire_u64(words)
            if before == 0 { return nil }
            let count = Int(clamping: words[1])
            if before & 1 == 0, count <= PreviewStatus.mostPictureBytes {
                let bytes = [UInt8](
                    UnsafeRawBufferPointer(start: memory.base + Self.pictureOffset + 4096, count: count))
                ql_fence_acquire()
                if ql_load_relaxed_u64(words) == before { return bytes }
            }
        }
        return nil
    }
}
