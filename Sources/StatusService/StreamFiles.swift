import CLinux
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore

/// The HLS rendition's files: playlists and segments of one folder, and nothing else.
enum StreamFiles {
    /// A segment of some seconds stays far below this.
    static let mostBytes = 64 << 20

    static func response(for name: Substring, in folder: String?) -> Response {
        guard let folder else { return StatusResponder.problem(.notFound, "this channel has no HLS output") }
        guard let type = contentType(of: name), isPlain(name) else {
            return StatusResponder.problem(.notFound, "no such stream file")
        }
        let descriptor = ql_open("\(folder)/\(name)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)
        guard descriptor >= 0 else { return StatusResponder.problem(.notFound, "no such stream file") }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= mostBytes else {
            return StatusResponder.problem(.notFound, "no such stream file")
        }
        var buffer = ByteBufferAllocator().buffer(capacity: Int(facts.st_size))
        while buffer.readableBytes < mostBytes {
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_536) {
                max(0, read(descriptor, $0.baseAddress, $0.count))
            }
            if count == 0 { break }
        }
        let lasting = name.hasSuffix(".m3u8") ? "no-cache" : "max-age=60"
        return Response(
            status: .ok, headers: [.contentType: type, .cacheControl: lasting], body: ResponseBody(byteBuffer: buffer))
    }

    /// Letters, digits, dot, dash and underscore, not starting with a dot: one file of the folder, never a path.
    static func isPlain(_ name: Substring) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 128, !name.hasPrefix(".") else { return false }
        return name.unicodeScalars.allSatisfy {
            switch $0 {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
            default: false
            }
        }
    }

    static func contentType(of name: Substring) -> String? {
        switch name.split(separator: ".").last {
        case "m3u8": "application/vnd.apple.mpegurl"
        case "ts": "video/mp2t"
        case "m4s": "video/iso.segment"
        case "mp4": "video/mp4"
        default: nil
        }
    }
}
