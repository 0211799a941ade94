import Glibc

/// The background of a slate: a vertical gradient and one soft light, in 16 bits a component so that nothing bands.
struct Backdrop {
    /// Per row: the gradient's red, green, blue (0 to 65,280), and the light's strength (0 to 65,535).
    private var rows: [SIMD4<UInt32>]
    /// Per column: the light's strength.
    private var columns: [UInt32]
    private let glow: SIMD3<UInt32>

    init(width: Int, height: Int, palette: SlateSettings.Palette) {
        func wide(_ colour: SlateSettings.Colour) -> SIMD3<Double> {
            SIMD3(Double(colour.red), Double(colour.green), Double(colour.blue)) * 256
        }
        func bell(_ place: Double, centre: Double, width: Double) -> Double {
            let distance = (place - centre) / width
            return exp(-0.5 * distance * distance) * 65_535
        }
        let (top, bottom) = (wide(palette.top), wide(palette.bottom))
        rows = (0..<height).map { row in
            let y = (Double(row) + 0.5) / Double(height)
            // Eased, so that neither end shows where the gradient stops.
            let mixed = top + (bottom - top) * (y * y * (3 - 2 * y))
            return SIMD4(
                UInt32(mixed.x), UInt32(mixed.y), UInt32(mixed.z), UInt32(bell(y, centre: 0.5, width: 0.42)))
        }
        columns = (0..<width).map { UInt32(bell((Double($0) + 0.5) / Double(width), centre: 0.78, width: 0.3)) }
        let light = wide(palette.glow)
        glow = SIMD3(UInt32(light.x), UInt32(light.y), UInt32(light.z))
    }

    /// Writes one row, `width` components after each other per colour.
    func row(
        _ row: Int, red: UnsafeMutablePointer<UInt32>, green: UnsafeMutablePointer<UInt32>,
        blue: UnsafeMutablePointer<UInt32>
    ) {
        let base = rows[row]
        let light = SIMD3(
            (glow.x &* base.w) >> 16, (glow.y &* base.w) >> 16, (glow.z &* base.w) >> 16)
        columns.withUnsafeBufferPointer { columns in
            for x in 0..<columns.count {
                let strength = columns[x]
                red[x] = min(ColourMatrix.white, base.x &+ (light.x &* strength) >> 16)
                green[x] = min(ColourMatrix.white, base.y &+ (light.y &* strength) >> 16)
                blue[x] = min(ColourMatrix.white, base.z &+ (light.z &* strength) >> 16)
            }
        }
    }
}
