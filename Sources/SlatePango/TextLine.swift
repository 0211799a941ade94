import CPango

/// One line of text as it is to look.
struct TextLine {
    enum Weight {
        case regular, medium, semibold

        var pango: PangoWeight {
            switch self {
            case .regular: PANGO_WEIGHT_NORMAL
            case .medium: PANGO_WEIGHT_MEDIUM
            case .semibold: PANGO_WEIGHT_SEMIBOLD
            }
        }
    }

    var text: String
    /// Size of the type in canvas units.
    var size: Double
    var weight: Weight = .regular
    var colour: SlateSettings.Colour
    var alpha = 1.0
    /// Extra space between letters in canvas units.
    var tracking = 0.0
}
