import Realtime

/// Turns a drawing (premultiplied ARGB) into the planes of a mark: limited-range Y'CbCr times alpha, 4:2:0.
///
/// Chroma is sited as in `PictureComposer`: its alpha and its values are the means over the same luma samples, weighted
/// 1-2-1 across and evenly over both rows, so that edges neither gain nor lose colour.
struct MarkPlanes {
    let matrix: ColourMatrix

    /// The smallest even rectangle around what is drawn, with a transparent sample at least on each side that has room.
    static func place(of drawing: PictureComposer.Drawing, width: Int, height: Int) -> MarkBank.Place {
        var (left, right, top, bottom) = (width, -1, height, -1)
        for y in 0..<height {
            for x in 0..<width where drawing.words[y * drawing.stride + x] >> 24 != 0 {
                (left, right) = (min(left, x), max(right, x))
                (top, bottom) = (min(top, y), max(bottom, y))
            }
        }
        guard right >= 0 else { return .none }
        let corner = (max(0, left - 1) / 2 * 2, max(0, top - 1) / 2 * 2)
        return MarkBank.Place(
            left: corner.0, top: corner.1, width: min(width, (right + 3) / 2 * 2) - corner.0,
            height: min(height, (bottom + 3) / 2 * 2) - corner.1)
    }

    /// Fills a mark's planes from the drawing.
    func fill(_ planes: MarkBank.Planes, from drawing: PictureComposer.Drawing) {
        let place = planes.place
        for y in 0..<place.height {
            for x in 0..<place.width {
                let word = drawing.words[(place.top + y) * drawing.stride + place.left + x]
                let (alpha, r, g, b) = (word >> 24, word >> 16 & 255, word >> 8 & 255, word & 255)
                let above = matrix.luma(r << 8, g << 8, b << 8) - 4096
                planes.lumaAlpha[y * place.width + x] = UInt8(alpha)
                planes.luma[y * place.width + x] = UInt16(min(255 * alpha, 16 * alpha + (255 * above + 128) >> 8))
            }
        }
        for y in 0..<place.height / 2 {
            for x in 0..<place.width / 2 { fillChroma(planes, x, y, drawing) }
        }
    }

    private func fillChroma(_ planes: MarkBank.Planes, _ x: Int, _ y: Int, _ drawing: PictureComposer.Drawing) {
        let place = planes.place
        // Sums over eight parts: alpha, red, green, blue.
        var sum = SIMD4<UInt32>.zero
        for row in 0..<2 {
            let line = drawing.words + (place.top + 2 * y + row) * drawing.stride + place.left
            for (column, weight) in [(2 * x - 1, UInt32(1)), (2 * x, 2), (2 * x + 1, 1)] where column >= 0 {
                let word = line[column]
                sum &+= SIMD4(word >> 24, word >> 16 & 255, word >> 8 & 255, word & 255) &* weight
            }
        }
        let alpha = (sum.x + 4) / 8
        let (r, g, b) = (Int32(sum.y * 32), Int32(sum.z * 32), Int32(sum.w * 32))
        func weighted(_ difference: Int32) -> UInt16 {
            let value = 128 * Int32(alpha) + (255 * (difference - 32_768) + 128) >> 8
            return UInt16(clamping: min(Int32(255 * alpha), max(0, value)))
        }
        let index = y * (place.width / 2) + x
        planes.chromaAlpha[index] = UInt8(alpha)
        planes.blue[index] = weighted(matrix.blueDifference(r, g, b))
        planes.red[index] = weighted(matrix.redDifference(r, g, b))
    }
}
