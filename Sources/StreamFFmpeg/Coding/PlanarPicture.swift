import Realtime

/// A picture without padding: Y, then Cb, then Cr, the visible pixels only.
enum PlanarPicture {
    static func byteCount(_ layout: PictureLayout) -> Int { layout.width * layout.height * 3 / 2 }

    /// Copies the visible pixels of a padded picture.
    static func pack(_ picture: UnsafeRawPointer, _ layout: PictureLayout, into target: UnsafeMutableRawPointer) {
        let (width, height) = (layout.width, layout.height)
        rows(picture, layout.lumaStride, to: target, width, height)
        let blue = target + width * height
        rows(picture + layout.blueOffset, layout.chromaStride, to: blue, width / 2, height / 2)
        rows(picture + layout.redOffset, layout.chromaStride, to: blue + width * height / 4, width / 2, height / 2)
    }

    private static func rows(
        _ source: UnsafeRawPointer, _ stride: Int, to target: UnsafeMutableRawPointer, _ width: Int, _ height: Int
    ) {
        if stride == width { return target.copyMemory(from: source, byteCount: width * height) }
        for row in 0..<height {
            (target + row * width).copyMemory(from: source + row * stride, byteCount: width)
        }
    }
}
