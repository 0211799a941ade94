import Timecode

/// From R'G'B' to limited-range Y'CbCr in whole numbers (ITU-R BT.709-6, BT.601-7): 16-235 luma, 16-240 chroma.
///
/// Samples of R'G'B' are 0 (black) to 65,280 (white): eight bits and eight more behind the point, so that soft gradients
/// are not rounded twice.
struct ColourMatrix: Hashable, Sendable {
    static let white: UInt32 = 65_280

    /// Weights of red, green and blue in luma, times 65,536; white comes out at 219 x 256.
    let red: UInt32
    let green: UInt32
    let blue: UInt32
    /// Weights in the colour differences, times 32,768; each row sums to zero, so greys have no colour.
    let blueDifference: (red: Int32, green: Int32, blue: Int32)
    let redDifference: (red: Int32, green: Int32, blue: Int32)

    static func == (a: ColourMatrix, b: ColourMatrix) -> Bool { (a.red, a.green, a.blue) == (b.red, b.green, b.blue) }
    func hash(into hasher: inout Hasher) { hasher.combine(red) }

    init(_ colour: ChannelFormat.Colour) {
        let (kr, kb) = colour == .bt709 ? (2126, 722) : (2990, 1140)
        let kg = 10_000 - kr - kb
        func luma(_ weight: Int) -> UInt32 { UInt32((219 * 65_536 * weight + 1_275_000) / 2_550_000) }
        red = luma(kr)
        blue = luma(kb)
        green = UInt32((219 * 65_536 + 127) / 255) - red - blue
        // 224 / 255 / 2 of full scale for the colour itself; the others in proportion to their weight in luma.
        let half: Int32 = 14_392  // round(0.5 x 224 / 255 x 32768)
        func share(_ weight: Int, _ own: Int) -> Int32 {
            let rest = 10_000 - own
            return -Int32((Int(half) * weight + rest / 2) / rest)
        }
        let blueFromRed = share(kr, kb)
        blueDifference = (blueFromRed, -half - blueFromRed, half)
        let redFromBlue = share(kb, kr)
        redDifference = (half, -half - redFromBlue, redFromBlue)
        precondition(kg > 0)
    }

    /// Luma times 256, from 16 x 256.
    @inline(__always)
    func luma(_ r: UInt32, _ g: UInt32, _ b: UInt32) -> UInt32 {
        ((red &* r &+ green &* g &+ blue &* b) >> 16) &+ 16 * 256
    }

    /// The blue colour difference times 256, around 128 x 256.
    @inline(__always)
    func blueDifference(_ r: Int32, _ g: Int32, _ b: Int32) -> Int32 {
        ((blueDifference.red &* r &+ blueDifference.green &* g &+ blueDifference.blue &* b) >> 15) &+ 128 * 256
    }

    /// The red colour difference times 256, around 128 x 256.
    @inline(__always)
    func redDifference(_ r: Int32, _ g: Int32, _ b: Int32) -> Int32 {
        ((redDifference.red &* r &+ redDifference.green &* g &+ redDifference.blue &* b) >> 15) &+ 128 * 256
    }
}
