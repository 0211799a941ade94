import Realtime

/// Where a demuxer's bytes come from: proven ones, in the decoder process. One thread at a time.
package protocol ByteSource: AnyObject {
    /// Bytes in all.
    var size: Int64 { get }
    /// Copies bytes from `offset` on; returns how many, 0 at the end. After one failure every later read must fail too.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(ItemFailure) -> Int
}
