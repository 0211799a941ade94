import CFFmpeg
import Timecode

/// Limited-range Y'CbCr of the channel's matrix into full-range BT.601, as JPEG wants it (JFIF 1.02): one linear map.
struct ColourMapping {
    /// Rows for Y', Cb, Cr; columns the same, of values less their zero.
    private let rows: [[Float]]

    init(from colour: ChannelFormat.Colour) {
        // Luma weights of red and blue (ITU-T H.273, table 4).
        let (red, blue): (Float, Float) = colour == .bt709 ? (0.2126, 0.0722) : (0.299, 0.114)
        let green = 1 - red - blue
        func mapped(_ y: Float, _ cb: Float, _ cr: Float) -> [Float] {
            let r = y + 2 * (1 - red) * cr
            let b = y + 2 * (1 - blue) * cb
            let g = (y - red * r - blue * b) / green
            let luma = 0.299 * r + 0.587 * g + 0.114 * b
            return [255 * luma, 255 * (b - luma) / 1.772, 255 * (r - luma) / 1.402]
        }
        let columns = [mapped(1 / 219, 0, 0), mapped(0, 1 / 224, 0), mapped(0, 0, 1 / 224)]
        rows = (0..<3).map { row in columns.map { $0[row] } }
    }

    /// Both frames 4:2:0 of the same size.
    func convert(_ source: UnsafeMutablePointer<AVFrame>, into target: UnsafeMutablePointer<AVFrame>) {
        let (width, height) = (Int(source.pointee.width), Int(source.pointee.height))
        let (luma, chroma) = (Int(source.pointee.linesize.0), Int(source.pointee.linesize.1))
        let (lumaOut, chromaOut) = (Int(target.pointee.linesize.0), Int(target.pointee.linesize.1))
        let (y, cb, cr) = (source.pointee.data.0!, source.pointee.data.1!, source.pointee.data.2!)
        let (yOut, cbOut, crOut) = (target.pointee.data.0!, target.pointee.data.1!, target.pointee.data.2!)
        let (a, b, c) = (rows[0], rows[1], rows[2])
        let (a0, a1, a2, b1, b2, c1, c2) = (a[0], a[1], a[2], b[1], b[2], c[1], c[2])
        for row in 0..<height {
            let half = row / 2
            for column in 0..<width {
                let u = Float(cb[half * chroma + column / 2]) - 128
                let v = Float(cr[half * chroma + column / 2]) - 128
                let value = a0 * (Float(y[row * luma + column]) - 16) + a1 * u + a2 * v
                yOut[row * lumaOut + column] = UInt8(max(0, min(255, value + 0.5)))
            }
        }
        // Grey stays grey: neither matrix makes colour of luma.
        for row in 0..<height / 2 {
            for column in 0..<width / 2 {
                let u = Float(cb[row * chroma + column]) - 128
                let v = Float(cr[row * chroma + column]) - 128
                cbOut[row * chromaOut + column] = UInt8(max(0, min(255, 128.5 + b1 * u + b2 * v)))
                crOut[row * chromaOut + column] = UInt8(max(0, min(255, 128.5 + c1 * u + c2 * v)))
            }
        }
    }
}
