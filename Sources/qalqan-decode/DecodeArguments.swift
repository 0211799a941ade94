import DecodeEngine
import Realtime
import Timecode
import TrustDigest

/// The command line of `qalqan-decode`.
struct DecodeArguments {
    let format: ChannelFormat
    let ring: Int32
    let control: Int32
    let media: String
    let tree: String
    let digest: [UInt8]
    let size: Int64
    let request: ItemRequest
    let isStill: Bool

    init(_ line: [String]) throws(ChildArguments.Problem) {
        let arguments = try ChildArguments(line)
        let token = try arguments.required("format")
        guard let format = ChannelFormat(token: token) else {
            throw ChildArguments.Problem("--format \(token): not a channel format")
        }
        self.format = format
        ring = try arguments.descriptor("ring")
        control = try arguments.descriptor("control")
        media = try arguments.required("media")
        tree = try arguments.required("tree")
        let hex = try arguments.required("digest")
        guard let digest = Self.bytes(hex), digest.count == 32 else {
            throw ChildArguments.Problem("--digest \(hex): expected 64 hexadecimal digits")
        }
        self.digest = digest
        size = try arguments.integer("size")
        request = ItemRequest(inFrame: try arguments.integer("in"), frames: try arguments.integer("frames"))
        isStill = arguments.optional("still") == "yes"
    }

    private static func bytes(_ hex: String) -> [UInt8]? {
        let digits = hex.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).reduce([UInt8]?.some([])) { bytes, index in
            guard let bytes, let high = digits[index], let low = digits[index + 1] else { return nil }
            return bytes + [UInt8(high * 16 + low)]
        }
    }

    /// Maps the ring that the launcher handed over.
    func attach() throws(SystemError) -> SourceRing {
        let data = try SharedMemory.open(descriptor: ring, access: .readWrite, name: "ring")
        let flags = try SharedMemory.open(descriptor: control, access: .readOnly, name: "ring control")
        return try SourceRing.attach(data: data, control: flags, format: format)
    }

    func open() throws(VerifiedFileError) -> VerifiedBytes {
        VerifiedBytes(try VerifiedFile(path: media, treePath: tree, digest: digest, size: size))
    }
}
