import Foundation
import Realtime
import Testing
import Timecode

@testable import SlatePango

@Suite struct ColourTests {
    /// The equations of the standards, in floating point.
    static func reference(_ colour: ChannelFormat.Colour, _ r: Double, _ g: Double, _ b: Double) -> (
        Double, Double, Double
    ) {
        let (kr, kb) = colour == .bt709 ? (0.2126, 0.0722) : (0.299, 0.114)
        let y = kr * r + (1 - kr - kb) * g + kb * b
        return (
            16 + 219 * y / 255, 128 + 224 * (b - y) / (2 * (1 - kb)) / 255, 128 + 224 * (r - y) / (2 * (1 - kr)) / 255
        )
    }

    @Test(arguments: ChannelFormat.Colour.allCases) func everyColourIsWhereTheStandardPutsIt(
        colour: ChannelFormat.Colour
    ) {
        let matrix = ColourMatrix(colour)
        for r in stride(from: 0, through: 255, by: 15) {
            for g in stride(from: 0, through: 255, by: 15) {
                for b in stride(from: 0, through: 255, by: 15) {
                    let expected = Self.reference(colour, Double(r), Double(g), Double(b))
                    let (wr, wg, wb) = (UInt32(r * 256), UInt32(g * 256), UInt32(b * 256))
                    let y = Double(matrix.luma(wr, wg, wb)) / 256
                    let cb = Double(matrix.blueDifference(Int32(wr), Int32(wg), Int32(wb))) / 256
                    let cr = Double(matrix.redDifference(Int32(wr), Int32(wg), Int32(wb))) / 256
                    #expect(abs(y - expected.0) < 0.05 && abs(cb - expected.1) < 0.05 && abs(cr - expected.2) < 0.05)
                }
            }
        }
    }

    @Test(arguments: ChannelFormat.Colour.allCases) func greysHaveNoColour(colour: ChannelFormat.Colour) {
        let matrix = ColourMatrix(colour)
        for level in 0...255 {
            let wide = Int32(level * 256)
            #expect(matrix.blueDifference(wide, wide, wide) == 128 * 256)
            #expect(matrix.redDifference(wide, wide, wide) == 128 * 256)
        }
        #expect(matrix.luma(65_280, 65_280, 65_280) / 256 == 235)
        #expect(matrix.luma(0, 0, 0) == 16 * 256)
    }

    /// The same picture through ffmpeg's scaler, to within two codes everywhere.
    @Test(arguments: [ChannelFormat.Colour.bt709, .bt601at625]) func ffmpegConvertsTheSame(
        colour: ChannelFormat.Colour
    ) throws {
        let (width, height) = (256, 128)
        var words = [UInt32](repeating: 0, count: width * height)
        var rgb: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                // Smooth in every direction: what differs is arithmetic, not the siting of chroma.
                let (r, g, b) = (UInt32(x), UInt32(y * 2), UInt32(255 - x))
                words[y * width + x] = 0xff00_0000 | r << 16 | g << 8 | b
                rgb += [UInt8(r), UInt8(g), UInt8(b)]
            }
        }
        let layout = PictureLayout(width: width, height: height)
        let picture = UnsafeMutableRawPointer.allocate(byteCount: layout.byteCount, alignment: 64)
        defer { picture.deallocate() }
        let black = SlateSettings.Colour(0, 0, 0)
        let palette = SlateSettings.Palette(top: black, bottom: black, glow: black, accent: black, text: black)
        words.withUnsafeBufferPointer {
            PictureComposer(layout: layout, matrix: ColourMatrix(colour)).compose(
                PictureComposer.Drawing(words: $0.baseAddress!, stride: width),
                over: Backdrop(width: width, height: height, palette: palette), rows: 0..<height, into: picture)
        }
        let matrix = colour == .bt709 ? "bt709" : "bt601"
        let theirs = try Ffmpeg.run(
            "-f rawvideo -pix_fmt rgb24 -s \(width)x\(height) -i - -vf "
                + "scale=out_color_matrix=\(matrix):out_range=tv:flags=accurate_rnd+full_chroma_int+bilinear "
                + "-pix_fmt yuv420p -f rawvideo -", input: rgb)
        try #require(theirs.count == width * height * 3 / 2)
        let bytes = picture.assumingMemoryBound(to: UInt8.self)
        var worst = 0
        for y in 0..<height {
            for x in 0..<width {
                worst = max(worst, abs(Int(bytes[y * layout.lumaStride + x]) - Int(theirs[y * width + x])))
            }
        }
        #expect(worst <= 1)
        worst = 0
        for (plane, offset) in [layout.blueOffset, layout.redOffset].enumerated() {
            for y in 0..<height / 2 {
                for x in 0..<width / 2 {
                    let ours = Int(bytes[offset + y * layout.chromaStride + x])
                    let other = Int(theirs[width * height + plane * width * height / 4 + y * width / 2 + x])
                    worst = max(worst, abs(ours - other))
                }
            }
        }
        #expect(worst <= 2)
    }
}
