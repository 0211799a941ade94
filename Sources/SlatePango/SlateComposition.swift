import Timeline

/// Where everything stands on a slate, and how it is drawn, in canvas units.
///
/// Text keeps to 88 % of the width and 85 % of the height, inside the 90 % graphics-safe area of EBU R 95.
struct SlateComposition {
    let canvas: Canvas
    let settings: SlateSettings
    /// How much larger type is set on small rasters, where the standard sizes could not be read.
    let enlargement: Double
    let margin: Double

    private static let top = 84.0
    private static let bottom = 1000.0

    init(canvas: Canvas, settings: SlateSettings) {
        self.canvas = canvas
        self.settings = settings
        enlargement = min(2, max(1, 540 / Double(canvas.pixelHeight)))
        margin = canvas.width * 0.06
    }

    /// Baseline of the large line: in the upper part above a reason, else so that the lines stand in the middle.
    private var headline: Double {
        let raised = 400 + 24 * (enlargement - 1)
        if settings.showReason { return raised }
        let plan = plan
        return max(raised, 560 - 28 * Double(plan.languages - 1) * plan.scale)
    }

    private var measure: Double { canvas.width - 2 * margin }

    /// Size of the clock's figures.
    var clockSize: Double { 44 * enlargement }
    /// Baseline of the channel's name and of the clock.
    var nameBaseline: Double { Self.top + 38 * enlargement }

    /// Background picture and emblem: what all slates of one palette share.
    func drawScenery(_ palette: SlateSettings.Palette) throws(SlateError) {
        if let background = settings.background { try canvas.paintBackground(background, veil: palette.top) }
        let radius = min(400, canvas.width * 0.24)
        Emblem(x: canvas.width - margin - radius * 0.82, y: 550, radius: radius)
            .draw(on: canvas, colour: palette.text, fieldAlpha: 0.016, lineAlpha: 0.075, lineWidth: 0.034)
    }

    /// Name of the channel and the lines that do not depend on the reason (save for an emergency).
    func drawHeadline(_ palette: SlateSettings.Palette, reason: SlateReason?) throws(SlateError) {
        try drawName(palette)
        let plan = plan
        let texts = settings.texts.prefix(plan.languages)
        canvas.setSource(palette.accent)
        let size = try fitted(
            [line(texts[0].headline(for: reason), 78 * enlargement.squareRoot(), .semibold, palette)])
        canvas.fillRectangle(x: margin, y: headline - size - 52, width: 84, height: 6)
        try canvas.draw(
            line(texts[0].headline(for: reason), size, .semibold, palette), x: margin, baseline: headline)
        let rest = texts.dropFirst().map {
            line($0.headline(for: reason), 40 * plan.scale, .regular, palette, alpha: 0.80)
        }
        try drawColumn(rest, from: headline + 1.5 * 54 * plan.scale, step: 56 * plan.scale)
    }

    /// The reason's code and its line in every language, from the bottom up.
    func drawReason(_ reason: SlateReason, _ palette: SlateSettings.Palette) throws(SlateError) {
        let plan = plan
        let texts = settings.texts.prefix(plan.languages)
        let step = 40 * plan.scale
        let first = Self.bottom - step * Double(texts.count - 1)
        let lines = texts.enumerated().map { index, text in
            line(
                text.reasons[reason] ?? "", 27 * plan.scale, index == 0 ? .medium : .regular, palette,
                alpha: index == 0 ? 0.95 : 0.66)
        }
        try drawColumn(lines, from: first, step: step)
        let code = reason.rawValue < 10 ? "Q0\(reason.rawValue)" : "Q\(reason.rawValue)"
        var mark = line(code, 22 * plan.scale, .semibold, palette)
        mark.colour = palette.accent
        mark.tracking = 2
        try canvas.draw(mark, x: margin, baseline: first - step * 1.15)
    }

    /// First and one past the last row of pixels that a reason can touch.
    var reasonRows: Range<Int> {
        let plan = plan
        let step = 40 * plan.scale
        let top = Self.bottom - step * (Double(plan.languages - 1) + 2.4)
        let end = Self.bottom + step
        let first = Int(top / canvas.pixel) / 2 * 2
        return max(0, first)..<min(canvas.pixelHeight, (Int(end / canvas.pixel) + 2) / 2 * 2)
    }

    private func drawName(_ palette: SlateSettings.Palette) throws(SlateError) {
        let size = 34 * enlargement
        let radius = 27 * enlargement
        Emblem(x: margin + radius * 0.84, y: nameBaseline - size * 0.36, radius: radius)
            .draw(on: canvas, colour: palette.accent, fieldAlpha: 0.12, lineAlpha: 1, lineWidth: 0.085)
        guard !settings.name.isEmpty else { return }
        let left = margin + radius * 2.3
        let room = canvas.width - margin - left - (settings.showClock ? clockSize * 0.66 * 8 + 40 : 0)
        var name = line(settings.name, size, .semibold, palette)
        name.size *= min(1, room / (try canvas.width(of: name)))
        try canvas.draw(name, x: left, baseline: nameBaseline)
    }

    private func drawColumn(_ lines: [TextLine], from first: Double, step: Double) throws(SlateError) {
        guard !lines.isEmpty else { return }
        let size = try fitted(lines)
        for (index, var line) in lines.enumerated() {
            line.size = size
            try canvas.draw(line, x: margin, baseline: first + step * Double(index))
        }
    }

    /// The size at which the longest of some lines of one size keeps within the measure.
    private func fitted(_ lines: [TextLine]) throws(SlateError) -> Double {
        var widest = 0.0
        for line in lines { widest = max(widest, try canvas.width(of: line)) }
        return lines[0].size * min(1, measure / widest)
    }

    /// How many languages fit, and how large their lines may be.
    private var plan: (languages: Int, scale: Double) {
        let wanted = settings.texts.count
        let room = Self.bottom - 400 - 24 * (enlargement - 1)
        func needed(_ count: Int) -> Double {
            let reasons = settings.showReason ? 64 + 40 * Double(count) : 0
            return 56 * Double(count) + reasons
        }
        for count in stride(from: wanted, through: 1, by: -1) {
            let scale = min(enlargement, room / needed(count))
            if scale >= 0.72 * enlargement { return (count, scale) }
        }
        return (1, min(enlargement, room / needed(1)))
    }

    private func line(
        _ text: String, _ size: Double, _ weight: TextLine.Weight, _ palette: SlateSettings.Palette,
        alpha: Double = 1
    ) -> TextLine {
        TextLine(text: text, size: size, weight: weight, colour: palette.text, alpha: alpha)
    }
}
