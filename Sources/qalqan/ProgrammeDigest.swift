import AirEngine
import CLinux
import Realtime
import Timecode
import TrustDigest

/// One number for a whole programme: the same for every output, every run and every machine.
///
/// SHA-256 over one record a frame: its number in the render (8 bytes), its samples per channel (4), the CRC-32C of the
/// visible rows of Y, Cb and Cr and of the interleaved 32-bit float samples (4 each), all little-endian.
struct ProgrammeDigest {
    private let layout: PictureLayout
    private let channels: Int
    private var stream = SHA256Stream()

    init(format: ChannelFormat) {
        layout = PictureLayout(format)
        channels = Int(format.channels)
    }

    mutating func add(_ frame: OfflineLoop.Frame, number: Int64) {
        let (width, height) = (layout.width, layout.height)
        stream.update(bytes(number))
        stream.update(bytes(UInt32(frame.sampleCount)))
        stream.update(bytes(checksum(frame.picture, layout.lumaStride, width, height)))
        for offset in [layout.blueOffset, layout.redOffset] {
            stream.update(bytes(checksum(frame.picture + offset, layout.chromaStride, width / 2, height / 2)))
        }
        stream.update(bytes(ql_crc32c(0, frame.samples, frame.sampleCount * channels * 4)))
    }

    private func checksum(_ plane: UnsafeRawPointer, _ stride: Int, _ width: Int, _ height: Int) -> UInt32 {
        if stride == width { return ql_crc32c(0, plane, width * height) }
        var crc: UInt32 = 0
        for row in 0..<height { crc = ql_crc32c(crc, plane + row * stride, width) }
        return crc
    }

    private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// The digest in hexadecimal.
    consuming func finish() -> String {
        var stream = stream
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: stream.finish().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
