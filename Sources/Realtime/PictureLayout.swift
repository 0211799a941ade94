import Timecode

/// Where the planes of one 8-bit 4:2:0 picture lie in memory that decoders write into directly.
///
/// Rows are padded to 64 bytes and each plane has spare rows below the picture, so that a decoder whose macroblocks
/// overhang the picture (1080 lines are coded as 1088) can use the memory as its own frame buffer.
public struct PictureLayout: Hashable, Sendable {
    public let width: Int
    public let height: Int
    public let lumaStride: Int
    public let chromaStride: Int
    /// Offsets of the Cb and Cr planes from the start of the picture; Y is at 0.
    public let blueOffset: Int
    public let redOffset: Int
    /// Bytes from one picture to the next, a multiple of 4,096.
    public let byteCount: Int

    public static let spareRows = 16

    public init(width: Int, height: Int) {
        func align(_ value: Int, _ unit: Int) -> Int { (value + unit - 1) / unit * unit }
        self.width = width
        self.height = height
        lumaStride = align(width, 128)
        chromaStride = lumaStride / 2
        let lumaRows = align(height, 32) + Self.spareRows
        blueOffset = lumaRows * lumaStride
        redOffset = blueOffset + lumaRows / 2 * chromaStride
        byteCount = align(redOffset + lumaRows / 2 * chromaStride + 64, 4096)
    }

    public init(_ format: ChannelFormat) { self.init(width: Int(format.width), height: Int(format.height)) }
}
