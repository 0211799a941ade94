import CLinux
import Glibc
import Realtime
import Timecode

/// A live cue: its ring's memory, held here so that it outlives decoder and air, and its decoder.
struct Cue {
    /// Crashes after which a decoder is not started again.
    static let mostStarts: UInt32 = 6

    let request: CueRequest
    let data: SharedMemory
    let control: SharedMemory
    var child: Child
    /// What air has been told, so that it is told once.
    var lost: CueLoss?

    init(request: CueRequest, format: ChannelFormat, programs: String, now: Int64) throws(SystemError) {
        self.request = request
        data = try SharedMemory.create(
            name: "source", count: SourceRing.byteCount(format: format, geometry: request.geometry))
        control = try SharedMemory.create(name: "source-control", count: SourceRing.controlBytes)
        _ = try SourceRing.create(data: data, control: control, format: format, geometry: request.geometry)
        child = Child(
            name: "decode:\(request.key)", program: programs + "/qalqan-decode",
            arguments: [
                "--format", format.token, "--ring", "@ring", "--control", "@control", "--media", request.mediaPath,
                "--tree", request.treePath, "--digest", Self.hexadecimal(request.verityDigest),
                "--size", "\(request.size)", "--in", "\(request.inFrame)", "--frames", "\(request.frames)",
                "--still", request.isStill ? "yes" : "no",
            ], now: now)
    }

    var handed: [Child.Handed] {
        [
            Child.Handed(token: "@ring", descriptor: data.descriptor),
            Child.Handed(token: "@control", descriptor: control.descriptor),
        ]
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
