import CFFmpeg
import Glibc
import Realtime

/// FFmpeg's byte I/O over a `ByteSource`, with the first failure latched.
///
/// Demuxers resynchronise after read errors and decoders conceal what is missing; whoever takes a packet from a demuxer
/// therefore asks `failure` first.
final class ByteStream {
    private static let bufferBytes: Int32 = 65_536
    /// What FFmpeg's seek callback asks for the file's size with, and a flag it may add (avio.h).
    private static let askSize: Int32 = 0x10000
    private static let force: Int32 = 0x20000

    private let source: any ByteSource
    private var position: Int64 = 0
    private(set) var failure: ItemFailure?
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    init(_ source: any ByteSource) {
        self.source = source
        guard let buffer = av_malloc(Int(Self.bufferBytes)) else { return }
        context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Self.bufferBytes, 0, Unmanaged.passUnretained(self).toOpaque(),
            { opaque, bytes, count in
                Unmanaged<ByteStream>.fromOpaque(opaque!).takeUnretainedValue().read(bytes!, count)
            },
            nil,
            { opaque, offset, whence in
                Unmanaged<ByteStream>.fromOpaque(opaque!).takeUnretainedValue().seek(offset, whence)
            })
    }

    deinit {
        guard let context else { return }
        av_free(context.pointee.buffer)
        avio_context_free(&self.context)
    }

    private func read(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int32) -> Int32 {
        guard failure == nil else { return QALQAN_EIO }
        do throws(ItemFailure) {
            let got = try source.read(
                at: position, into: UnsafeMutableRawBufferPointer(start: bytes, count: Int(count)))
            position += Int64(got)
            return got == 0 ? QALQAN_EOF : Int32(got)
        } catch {
            failure = error
            return QALQAN_EIO
        }
    }

    private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        switch whence & ~Self.force {
        case Self.askSize: return source.size
        case SEEK_SET: position = offset
        case SEEK_CUR: position += offset
        case SEEK_END: position = source.size + offset
        default: return Int64(QALQAN_EINVAL)
        }
        position = max(0, position)
        return position
    }
}
