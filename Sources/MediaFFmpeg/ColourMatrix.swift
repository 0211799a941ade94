import CFFmpeg

/// The luma weights of a YCbCr signal, and conversion from one set to another.
enum ColourMatrix: Equatable {
    case bt601, bt709, bt2020, smpte240, fcc

    /// The matrix a picture is flagged with; unflagged pictures are BT.601 up to 576 lines and BT.709 above.
    init(_ colourSpace: AVColorSpace, height: Int32) {
        switch colourSpace {
        case AVCOL_SPC_BT709: self = .bt709
        case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: self = .bt601
        case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: self = .bt2020
        case AVCOL_SPC_SMPTE240M: self = .smpte240
        case AVCOL_SPC_FCC: self = .fcc
        default: self = height <= 576 ? .bt601 : .bt709
        }
    }

    /// Weights of red and blue in luma.
    private var weights: (red: Double, blue: Double) {
        switch self {
        case .bt601: (0.299, 0.114)
        case .bt709: (0.2126, 0.0722)
        case .bt2020: (0.2627, 0.0593)
        case .smpte240: (0.212, 0.087)
        case .fcc: (0.30, 0.11)
        }
    }

    /// swscale's number for this matrix.
    var scalerCode: Int32 {
        switch self {
        case .bt601: SWS_CS_ITU601
        case .bt709: SWS_CS_ITU709
        case .bt2020: SWS_CS_BT2020
        case .smpte240: SWS_CS_SMPTE240M
        case .fcc: SWS_CS_FCC
        }
    }

    /// What conversion adds to each component, in 1/512 per unit of chroma, for 8-bit limited-range pictures.
    ///
    /// Grey stays grey in every matrix, so that luma changes by chroma alone and chroma by chroma alone.
    struct Change: Equatable {
        var lumaFromBlue: Int16, lumaFromRed: Int16
        var blueFromBlue: Int16, blueFromRed: Int16
        var redFromBlue: Int16, redFromRed: Int16
    }

    func change(to other: ColourMatrix) -> Change {
        let (kr, kb) = weights
        let kg = 1 - kr - kb
        let (nr, nb) = other.weights
        let ng = 1 - nr - nb
        // R, G, B per unit of Cb and of Cr (-0.5...0.5), with Y = 0.
        let fromBlue = (r: 0.0, g: -2 * kb * (1 - kb) / kg, b: 2 * (1 - kb))
        let fromRed = (r: 2 * (1 - kr), g: -2 * kr * (1 - kr) / kg, b: 0.0)
        func luma(_ c: (r: Double, g: Double, b: Double)) -> Double { nr * c.r + ng * c.g + nb * c.b }
        func blue(_ c: (r: Double, g: Double, b: Double)) -> Double { (c.b - luma(c)) / (2 * (1 - nb)) }
        func red(_ c: (r: Double, g: Double, b: Double)) -> Double { (c.r - luma(c)) / (2 * (1 - nr)) }
        func fixed(_ value: Double) -> Int16 { Int16((value * 512).rounded()) }
        // Luma spans 219 steps where chroma spans 224.
        return Change(
            lumaFromBlue: fixed(luma(fromBlue) * 219 / 224), lumaFromRed: fixed(luma(fromRed) * 219 / 224),
            blueFromBlue: fixed(blue(fromBlue) - 1), blueFromRed: fixed(blue(fromRed)),
            redFromBlue: fixed(red(fromBlue)), redFromRed: fixed(red(fromRed) - 1))
    }
}
