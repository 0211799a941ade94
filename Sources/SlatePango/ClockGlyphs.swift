import Realtime

/// The figures of the clock: coverage of ten digits and the colon in cells of one size, and where the clock stands.
struct ClockGlyphs {
    static let characters = "0123456789:"

    let clock: SlateBank.Clock
    /// `SlateBank.glyphCount` cells of `glyphWidth x glyphHeight` bytes.
    let coverage: [UInt8]

    /// Draws the figures at the size they have on the channel's raster; the right end of the clock is on the margin.
    init(composition: SlateComposition, displayAspect: Double) throws(SlateError) {
        let canvas = composition.canvas
        func line(_ text: Character) -> TextLine {
            TextLine(
                text: String(text), size: composition.clockSize, weight: .medium,
                colour: SlateSettings.Colour(255, 255, 255))
        }
        let across = Double(canvas.pixelWidth) / canvas.width
        let down = Double(canvas.pixelHeight) / Canvas.height
        func even(_ value: Double) -> Int { max(2, Int((value / 2).rounded(.up)) * 2) }
        let advance = try canvas.width(of: line("0"))
        let ink = try canvas.ink(of: line("8"))
        let width = even(advance * across)
        // Room for the antialiased edge above and below the figures.
        let height = even(ink.height * down) + 4
        let baseline = Int((-ink.top * down).rounded(.up)) + 2
        let left = (canvas.pixelWidth - Int(composition.margin * across) - 8 * width) / 2 * 2
        let top = (Int(composition.nameBaseline * down) - baseline) / 2 * 2
        clock = SlateBank.Clock(left: max(0, left), top: max(0, top), glyphWidth: width, glyphHeight: height)

        var coverage: [UInt8] = []
        let cell = try Canvas(pixelWidth: width, pixelHeight: height, displayAspect: displayAspect)
        for character in Self.characters {
            try cell.drawGlyph(line(character), across: across, down: down, baseline: Double(baseline))
            let drawing = cell.drawing
            for row in 0..<height {
                for column in 0..<width {
                    coverage.append(UInt8(truncatingIfNeeded: drawing.words[row * drawing.stride + column] >> 24))
                }
            }
        }
        self.coverage = coverage
    }
}
