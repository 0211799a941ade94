import CLinux
import Glibc
import Realtime

/// A transport stream in a file that grows for as long as the channel is on; a restart appends to it.
package final class TransportFile: TransportDestination {
    private let descriptor: Int32
    private let claim: TargetClaim?
    private let path: String
    private let rate: Int64
    private let notebook: TransportNotebook?
    private var held: [UInt8] = []
    private var mark: TransportMark?
    private let isNew: Bool
    package private(set) var report = SinkReport()

    /// A gap (or, after a clean stop, which sends all it has ahead of time, an overlap) of at most this long is filled with null packets, so that the file's clock runs through.
    private static let mostFilledSeconds: Int64 = 60

    package init(path: String, rate: Int64, notebook: TransportNotebook?) throws {
        self.path = path
        self.rate = rate
        self.notebook = notebook
        let opened = ql_open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        guard opened >= 0 else {
            throw SinkError("cannot open \(path): \(String(cString: strerror(-opened)))", code: -opened)
        }
        descriptor = opened
        var facts = stat()
        fstat(opened, &facts)
        do {
            claim = facts.st_mode & S_IFMT == S_IFREG ? try TargetClaim(file: opened, path: path) : nil
        } catch {
            close(opened)
            throw error
        }
        let size = Int(facts.st_size)
        isNew = size < TransportGrid.packetBytes
        // What a full disk or a power cut left of a packet goes.
        let isRegular = facts.st_mode & S_IFMT == S_IFREG
        let rest = size % TransportGrid.packetBytes
        if isRegular, rest != 0, ftruncate(opened, size - rest) != 0 {
            let code = errno
            close(opened)
            throw SinkError("cannot trim \(path): \(String(cString: strerror(code)))", code: code)
        }
    }

    deinit { close(descriptor) }

    package func put(_ packet: UnsafeRawBufferPointer, _ mark: TransportMark) {
        held.append(contentsOf: packet)
        self.mark = mark
    }

    package func flush() throws {
        var sent = 0
        while sent < held.count {
            let count = held.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
            if count < 0 {
                if errno == EINTR { continue }
                throw SinkError("writing \(path): \(String(cString: strerror(errno)))", code: errno)
            }
            sent += count
        }
        report.bytesOut += UInt64(sent)
        held.removeAll(keepingCapacity: true)
        if let mark { notebook?.write(mark, rate: rate) }
    }

    package func finish() throws { try flush() }

    package func firstPacket(natural: Int64, after mark: TransportMark?) -> Int64 {
        guard !isNew, let mark,
            abs(natural - mark.packet) < rate / TransportGrid.packetBits * Self.mostFilledSeconds
        else { return natural }
        return mark.packet + 1
    }
}
