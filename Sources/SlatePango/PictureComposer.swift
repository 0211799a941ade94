import Realtime

/// Lays a drawing (premultiplied ARGB) over a backdrop and writes it as Y'CbCr 4:2:0 planes.
///
/// Chroma is sited as in MPEG-2 and H.264: on the left luma column of each pair, between its two rows. An ordered dither of
/// less than one code keeps dark gradients from banding; the same drawing always gives the same bytes.
struct PictureComposer {
    /// A drawing: 32-bit words, alpha in the top byte, `stride` words a row.
    struct Drawing {
        let words: UnsafePointer<UInt32>
        let stride: Int
    }

    let layout: PictureLayout
    let matrix: ColourMatrix

    /// Bayer's 8 x 8 matrix, as 256ths of a code.
    private static let dither: [UInt32] = (0..<64).map { index in
        let (x, y) = (UInt32(index % 8), UInt32(index / 8))
        var value: UInt32 = 0
        for bit: UInt32 in 0..<3 {
            let a = (x >> bit) & 1
            let b = (y >> bit) & 1
            value |= ((a ^ b) << 1 | b) << (4 - 2 * bit)
        }
        return value * 4 + 2
    }

    /// Writes the rows `rows` (both ends even) of a picture.
    func compose(_ drawing: Drawing?, over backdrop: Backdrop, rows: Range<Int>, into picture: UnsafeMutableRawPointer)
    {
        let width = layout.width
        // Two rows of red, green and blue, one padding word in front for the filter's left neighbour.
        let lane = width + 1
        let scratch = UnsafeMutablePointer<UInt32>.allocate(capacity: 6 * lane)
        defer { scratch.deallocate() }
        let planes = picture.assumingMemoryBound(to: UInt8.self)
        for top in stride(from: rows.lowerBound, to: rows.upperBound, by: 2) {
            for line in 0..<2 {
                let red = scratch + line * 3 * lane + 1
                let (green, blue) = (red + lane, red + 2 * lane)
                backdrop.row(top + line, red: red, green: green, blue: blue)
                if let drawing {
                    Self.lay(drawing.words + (top + line) * drawing.stride, width, red, green, blue)
                }
                luma(red, green, blue, row: top + line, into: planes + (top + line) * layout.lumaStride)
            }
            chroma(scratch, lane, row: top / 2, planes)
        }
    }

    /// Lays premultiplied pixels over a row.
    private static func lay(
        _ words: UnsafePointer<UInt32>, _ width: Int, _ red: UnsafeMutablePointer<UInt32>,
        _ green: UnsafeMutablePointer<UInt32>, _ blue: UnsafeMutablePointer<UInt32>
    ) {
        for x in 0..<width {
            let word = words[x]
            if word == 0 { continue }
            let through = (255 &- word >> 24) &* 257
            red[x] = min(ColourMatrix.white, (red[x] &* through) >> 16 &+ (word >> 16 & 255) &* 256)
            green[x] = min(ColourMatrix.white, (green[x] &* through) >> 16 &+ (word >> 8 & 255) &* 256)
            blue[x] = min(ColourMatrix.white, (blue[x] &* through) >> 16 &+ (word & 255) &* 256)
        }
    }

    private func luma(
        _ red: UnsafeMutablePointer<UInt32>, _ green: UnsafeMutablePointer<UInt32>,
        _ blue: UnsafeMutablePointer<UInt32>,
        row: Int, into line: UnsafeMutablePointer<UInt8>
    ) {
        let matrix = matrix
        Self.dither.withUnsafeBufferPointer { dither in
            let dithers = dither.baseAddress! + row % 8 * 8
            for x in 0..<layout.width {
                let value = matrix.luma(red[x], green[x], blue[x]) &+ dithers[x & 7]
                line[x] = UInt8(truncatingIfNeeded: value >> 8)
            }
        }
    }

    private func chroma(
        _ scratch: UnsafeMutablePointer<UInt32>, _ lane: Int, row: Int, _ planes: UnsafeMutablePointer<UInt8>
    ) {
        // Both rows are added into the first; the row's own first pixel stands in for its left neighbour.
        for colour in 0..<3 {
            let (upper, lower) = (scratch + colour * lane, scratch + (3 + colour) * lane)
            for x in 1..<lane { upper[x] = upper[x] &+ lower[x] }
            upper[0] = upper[1]
        }
        let matrix = matrix
        let blueLine = planes + layout.blueOffset + row * layout.chromaStride
        let redLine = planes + layout.redOffset + row * layout.chromaStride
        let (red, green, blue) = (scratch, scratch + lane, scratch + 2 * lane)
        @inline(__always)
        func filtered(_ lane: UnsafeMutablePointer<UInt32>, _ x: Int) -> Int32 {
            Int32(truncatingIfNeeded: (lane[2 * x] &+ 2 &* lane[2 * x + 1] &+ lane[2 * x + 2] &+ 4) >> 3)
        }
        Self.dither.withUnsafeBufferPointer { dither in
            let dithers = dither.baseAddress! + row % 8 * 8
            for x in 0..<layout.width / 2 {
                let (r, g, b) = (filtered(red, x), filtered(green, x), filtered(blue, x))
                let noise = Int32(truncatingIfNeeded: dithers[x & 7])
                blueLine[x] = UInt8(truncatingIfNeeded: (matrix.blueDifference(r, g, b) &+ noise) >> 8)
                redLine[x] = UInt8(truncatingIfNeeded: (matrix.redDifference(r, g, b) &+ noise) >> 8)
            }
        }
    }
}
