/// What a channel's slates say and look like.
package struct SlateSettings: Hashable, Sendable {
    /// A colour in sRGB, 0 to 255 each.
    package struct Colour: Hashable, Sendable {
        package var red: UInt8
        package var green: UInt8
        package var blue: UInt8

        package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }
    }

    /// The colours of one slate.
    package struct Palette: Hashable, Sendable {
        /// Background at the top, at the bottom, and the light that is added behind the emblem.
        package var top: Colour
        package var bottom: Colour
        package var glow: Colour
        /// Rules, codes and the small emblem.
        package var accent: Colour
        package var text: Colour

        package init(top: Colour, bottom: Colour, glow: Colour, accent: Colour, text: Colour) {
            self.top = top
            self.bottom = bottom
            self.glow = glow
            self.accent = accent
            self.text = text
        }

        /// Night over the steppe: deep blue to petrol, warm gold.
        package static let standard = Palette(
            top: Colour(7, 20, 38), bottom: Colour(9, 44, 56), glow: Colour(10, 62, 74), accent: Colour(240, 184, 86),
            text: Colour(245, 248, 250))

        /// Unmistakably not the everyday slate, and still calm.
        package static let emergency = Palette(
            top: Colour(54, 8, 14), bottom: Colour(96, 16, 20), glow: Colour(58, 14, 8), accent: Colour(255, 205, 84),
            text: Colour(255, 250, 245))
    }

    /// The channel's name by language (BCP 47).
    package var names: [String: String]
    /// Languages in which the texts are shown, the first one largest. Tags without texts are passed over.
    package var languages: [String]
    /// Whether viewers are told why the slate is on.
    package var showReason: Bool
    package var showClock: Bool
    package var palette: Palette
    package var emergencyPalette: Palette
    /// A PNG behind everything, darkened so that the text stays readable; covers the picture.
    package var background: String?

    package init(
        names: [String: String], languages: [String], showReason: Bool = false, showClock: Bool = true,
        palette: Palette = .standard, emergencyPalette: Palette = .emergency, background: String? = nil
    ) {
        self.names = names
        self.languages = languages
        self.showReason = showReason
        self.showClock = showClock
        self.palette = palette
        self.emergencyPalette = emergencyPalette
        self.background = background
    }

    /// Texts of the channel's languages in order, each language once; English where the channel has none of ours.
    var texts: [SlateTexts] {
        var seen: Set<String> = []
        let found = languages.compactMap { SlateTexts.of($0) }.filter { seen.insert($0.language).inserted }
        return found.isEmpty ? [.english] : found
    }

    /// The channel's name in the first language that has one.
    var name: String {
        for language in languages {
            if let name = names[language] ?? names[SlateTexts.primary(language)] { return name }
        }
        return names["en"] ?? names.min { $0.key < $1.key }?.value ?? ""
    }
}
