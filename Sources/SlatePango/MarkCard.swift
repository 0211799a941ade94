/// A mark as it is drawn: a plate with a headline and smaller lines below it, in canvas units.
struct MarkCard {
    /// How the plate looks.
    struct Style {
        var plate: SlateSettings.Colour
        var plateAlpha: Double
        var accent: SlateSettings.Colour
        var headline: SlateSettings.Colour
        var text: SlateSettings.Colour
        /// Whether the headline stands on a band of the accent's colour.
        var hasBand: Bool
    }

    let style: Style
    /// Letters in a field at the left, over the height of the plate; `nil` for none.
    let badge: String?
    let headline: TextLine
    let lines: [TextLine]
    /// Everything is set relative to this: 1 is the standard size.
    let scale: Double
    let width: Double
    let height: Double
    private let badgeWidth: Double
    private let bandHeight: Double

    private static let headlineSize = 27.0
    private static let lineSize = 22.0
    private static let step = 30.0
    private static let padding = 20.0

    /// - Parameters:
    ///   - texts: the headline and what follows it, a language each; short ones share a line.
    ///   - most: width that the card may have; it is made smaller when it would be wider.
    init(
        badge: String?, texts: [String], style: Style, scale: Double, tracking: Double = 0, most: Double,
        canvas: Canvas
    ) throws(SlateError) {
        var scale = scale
        while true {
            let card = try MarkCard(
                badge: badge, texts: texts, style: style, exactly: scale, tracking: tracking, canvas: canvas)
            guard card.width > most, scale > 0.2 else {
                self = card
                return
            }
            scale *= min(0.98, most / card.width)
        }
    }

    private init(
        badge: String?, texts: [String], style: Style, exactly scale: Double, tracking: Double, canvas: Canvas
    ) throws(SlateError) {
        self.style = style
        self.badge = badge
        self.scale = scale
        headline = TextLine(
            text: texts[0], size: Self.headlineSize * scale, weight: .semibold, colour: style.headline,
            tracking: tracking * scale)
        func line(_ text: String) -> TextLine {
            TextLine(text: text, size: Self.lineSize * scale, weight: .medium, colour: style.text)
        }
        var widest = try canvas.width(of: headline)
        for text in texts.dropFirst() { widest = max(widest, try canvas.width(of: line(text))) }
        // What fits side by side within the widest line stands side by side.
        var rows: [TextLine] = []
        for text in texts.dropFirst() {
            if let last = rows.last {
                let joined = line(last.text + "   \u{00B7}   " + text)
                if try canvas.width(of: joined) <= widest {
                    rows[rows.count - 1] = joined
                    continue
                }
            }
            rows.append(line(text))
        }
        lines = rows
        badgeWidth =
            try badge.map { text throws(SlateError) in
                try canvas.width(of: Self.badgeLine(text, style, scale)) + 2 * Self.padding * scale
            } ?? 0
        bandHeight = (Self.headlineSize * 1.15 + (style.hasBand ? 22 : 14)) * scale
        let body = rows.isEmpty ? 0 : (Self.step * Double(rows.count) + (style.hasBand ? 20 : 8)) * scale
        height = bandHeight + body + (style.hasBand || !rows.isEmpty ? 0 : 10 * scale)
        width = widest + 2 * Self.padding * scale + badgeWidth
    }

    private static func badgeLine(_ text: String, _ style: Style, _ scale: Double) -> TextLine {
        TextLine(
            text: text, size: headlineSize * 1.3 * scale, weight: .semibold, colour: style.headline,
            tracking: 1 * scale)
    }

    /// Draws it with its top left corner at a point.
    func draw(on canvas: Canvas, x: Double, y: Double) throws(SlateError) {
        let radius = 10 * scale
        canvas.setSource(style.plate, alpha: style.plateAlpha)
        canvas.fillRounded(x: x, y: y, width: width, height: height, radius: radius)
        if style.hasBand {
            canvas.clipRounded(x: x, y: y, width: width, height: height, radius: radius) {
                canvas.setSource(style.accent)
                canvas.fillRectangle(x: x, y: y, width: width, height: bandHeight)
            }
        }
        var left = x + Self.padding * scale
        if let badge {
            let line = Self.badgeLine(badge, style, scale)
            let ink = try canvas.ink(of: line)
            canvas.clipRounded(x: x, y: y, width: width, height: height, radius: radius) {
                canvas.setSource(style.accent)
                canvas.fillRectangle(x: x, y: y, width: badgeWidth, height: height)
            }
            try canvas.draw(
                line, x: x + (badgeWidth - ink.width) / 2 - ink.left, baseline: y + height / 2 + ink.height / 2)
            left += badgeWidth
        }
        let capitals = 0.73 * headline.size
        let first = y + (style.hasBand || lines.isEmpty ? bandHeight : bandHeight + 8 * scale) / 2 + capitals / 2
        try canvas.draw(
            headline, x: left, baseline: lines.isEmpty && !style.hasBand ? y + height / 2 + capitals / 2 : first)
        let start = y + bandHeight + (style.hasBand ? 10 : 0) * scale + Self.step * 0.73 * scale
        for (index, line) in lines.enumerated() {
            try canvas.draw(line, x: left, baseline: start + Double(index) * Self.step * scale)
        }
    }
}
