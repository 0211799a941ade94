import CFFmpeg
import Glibc

/// A media file opened for demuxing, by its contents alone: neither its name nor anything it refers to is followed.
///
/// Not thread-safe.
final class MediaInput {
    /// Containers that are taken as media. Text, playlists of other files and raw dumps are not.
    private static let containers: Set<String> = [
        "aac", "ac3", "aiff", "amr", "apng", "asf", "avi", "caf", "dv", "eac3", "flac", "flv", "gif", "gxf", "h264",
        "hevc",
        "ivf", "m4v", "matroska", "mov", "mp3", "mp4", "mpeg", "mpegts", "mpegvideo", "mxf", "nut", "ogg", "rm", "w64",
        "wav", "webm", "wtv", "yuv4mpegpipe",
    ]

    private(set) var context: UnsafeMutablePointer<AVFormatContext>
    private let descriptor: Int32
    private let io: UnsafeMutablePointer<AVIOContext>
    let container: String

    var streams: [UnsafeMutablePointer<AVStream>] {
        (0..<Int(context.pointee.nb_streams)).compactMap { context.pointee.streams[$0] }
    }

    /// Whether the file is one picture and not a programme.
    var isStill: Bool { container.hasSuffix("_pipe") }

    init(path: String) throws(MediaProblem) {
        av_log_set_level(AV_LOG_QUIET)
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw MediaProblem(String(cString: strerror(errno))) }
        guard let io = Self.reader(of: descriptor) else {
            close(descriptor)
            throw MediaProblem("out of memory")
        }
        self.io = io
        var context = avformat_alloc_context()
        context?.pointee.pb = io
        // On failure the context is freed by FFmpeg; the reader is ours.
        let opened = avformat_open_input(&context, nil, nil, nil)
        guard opened >= 0, let context else {
            Self.release(io, descriptor)
            throw MediaProblem("not media: nothing in it is a known container")
        }
        self.context = context
        container = String(cString: context.pointee.iformat.pointee.name)
        guard Self.isMedia(container) else {
            throw MediaProblem("not media but \"\(container)\"")
        }
        guard avformat_find_stream_info(context, nil) >= 0 else {
            throw MediaProblem("damaged: its streams cannot be read")
        }
    }

    deinit {
        var open: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&open)
        Self.release(io, descriptor)
    }

    /// The next packet; `nil` at the end. A file that breaks off ends there.
    func next(into packet: UnsafeMutablePointer<AVPacket>) -> Bool {
        av_packet_unref(packet)
        var failures = 0
        while true {
            let status = av_read_frame(context, packet)
            if status >= 0 { return true }
            failures += 1
            if status != QALQAN_EAGAIN || failures > 1000 { return false }
        }
    }

    private static func isMedia(_ container: String) -> Bool {
        container.hasSuffix("_pipe") || container.split(separator: ",").contains { containers.contains(String($0)) }
    }

    private static func reader(of descriptor: Int32) -> UnsafeMutablePointer<AVIOContext>? {
        guard let buffer = av_malloc(65_536) else { return nil }
        let opaque = UnsafeMutableRawPointer(bitPattern: Int(descriptor) + 1)
        let io = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), 65_536, 0, opaque,
            { opaque, bytes, count in
                let got = Glibc.read(Int32(Int(bitPattern: opaque) - 1), bytes, Int(count))
                return got > 0 ? Int32(got) : got == 0 ? QALQAN_EOF : QALQAN_EIO
            }, nil,
            { opaque, offset, whence in
                let file = Int32(Int(bitPattern: opaque) - 1)
                if whence & AVSEEK_SIZE != 0 {
                    var facts = stat()
                    return fstat(file, &facts) == 0 ? Int64(facts.st_size) : -1
                }
                return Int64(lseek(file, off_t(offset), whence & ~AVSEEK_FORCE))
            })
        if io == nil { av_free(buffer) }
        return io
    }

    private static func release(_ io: UnsafeMutablePointer<AVIOContext>, _ descriptor: Int32) {
        var open: UnsafeMutablePointer<AVIOContext>? = io
        av_freep(&io.pointee.buffer)
        avio_context_free(&open)
        close(descriptor)
    }
}
