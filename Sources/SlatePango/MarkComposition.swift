import Timeline

/// Where each mark stands and how it is drawn, in canvas units. Marks that share a corner stand in a column.
struct MarkComposition {
    /// In the order of their numbers.
    static let marks: [MarkSet] = [.rehearsal, .synthetic]

    let canvas: Canvas
    private let settings: MarkSettings
    private let rehearsal: MarkCard
    private let synthetic: MarkCard
    /// Distance from the picture's edges: inside the 90 % graphics-safe area of EBU R 95.
    private let margin: (x: Double, y: Double)

    init(canvas: Canvas, settings: MarkSettings) throws(SlateError) {
        self.canvas = canvas
        self.settings = settings
        margin = (canvas.width * 0.06, Canvas.height * 0.06)
        // Type is set larger on small rasters, where the standard sizes could not be read.
        let enlargement = min(2, max(1, 648 / Double(canvas.pixelHeight)))
        let most = (canvas.width - 2 * margin.x) * 0.62
        let texts = settings.texts
        rehearsal = try MarkCard(
            badge: nil,
            texts: texts.enumerated().map { index, text in
                let line = "\(text.rehearsal) \u{00B7} \(text.notForAir)"
                return index == 0 ? line.uppercased() : line
            }, style: Self.alarmed, scale: enlargement * Double(settings.rehearsal.size) / 100, tracking: 1.5,
            most: most, canvas: canvas)
        synthetic = try MarkCard(
            badge: texts[0].initials, texts: settings.syntheticLines, style: Self.calm,
            scale: enlargement * Double(settings.synthetic.size) / 100, most: most, canvas: canvas)
    }

    /// Not to be taken for programme: an amber band over a dark plate.
    private static let alarmed = MarkCard.Style(
        plate: SlateSettings.Colour(14, 16, 22), plateAlpha: 0.82, accent: SlateSettings.Colour(240, 170, 60),
        headline: SlateSettings.Colour(24, 18, 8), text: SlateSettings.Colour(246, 240, 228), hasBand: true)

    /// Read beside the programme, not before it: a dark plate.
    private static let calm = MarkCard.Style(
        plate: SlateSettings.Colour(10, 16, 26), plateAlpha: 0.76, accent: SlateSettings.Colour(38, 104, 168),
        headline: SlateSettings.Colour(250, 252, 255), text: SlateSettings.Colour(226, 234, 242), hasBand: false)

    /// Draws one mark in its place.
    func draw(_ mark: MarkSet) throws(SlateError) {
        let (card, placement) = mark == .rehearsal ? (rehearsal, settings.rehearsal) : (synthetic, settings.synthetic)
        let corner = placement.corner
        // The rehearsal mark has the corner; what shares it stands further in.
        let inner = mark == .synthetic && corner == settings.rehearsal.corner ? rehearsal.height + 14 : 0
        try card.draw(
            on: canvas, x: corner.isLeft ? margin.x : canvas.width - margin.x - card.width,
            y: corner.isTop ? margin.y + inner : Canvas.height - margin.y - card.height - inner)
    }
}
