import Realtime

/// The picture of an item that has sound alone: a plain slate-blue plate, lighter towards the middle.
///
/// Black would look like a fault to the viewer and to every confidence monitor.
enum NeutralPlate {
    static func draw(into picture: UnsafeMutableRawPointer, _ layout: PictureLayout) {
        let (width, height) = (layout.width, layout.height)
        for y in 0..<height {
            let row = (picture + y * layout.lumaStride).assumingMemoryBound(to: UInt8.self)
            let v = (2 * y - height) * 256 / height
            for x in 0..<width {
                let u = (2 * x - width) * 256 / width
                row[x] = UInt8(92 - (u * u + v * v) * 36 / 131_072)
            }
        }
        for y in 0..<height / 2 {
            (picture + layout.blueOffset + y * layout.chromaStride).initializeMemory(
                as: UInt8.self, repeating: 140, count: width / 2)
            (picture + layout.redOffset + y * layout.chromaStride).initializeMemory(
                as: UInt8.self, repeating: 118, count: width / 2)
        }
    }
}
