import Timeline

/// What slates say in one language.
struct SlateTexts: Hashable, Sendable {
    /// BCP 47 primary subtag.
    let language: String
    /// Shown whatever happened, unless the reason is an emergency.
    let neutral: String
    /// Shown large in an emergency, with the emergency's reason line below it.
    let attention: String
    /// One line for the viewer.
    let reasons: [SlateReason: String]

    /// Every language that slates can speak.
    static let all: [SlateTexts] = [.kazakh, .uzbek, .kyrgyz, .russian, .english, .tajik, .turkmen]

    /// The texts for a language tag (`kk`, `uz-Latn-UZ`); `nil` for a language that is not here.
    static func of(_ tag: String) -> SlateTexts? {
        let wanted = primary(tag)
        return all.first { $0.language == wanted }
    }

    static func primary(_ tag: String) -> String {
        String(tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).first ?? "").lowercased()
    }

    func headline(for reason: SlateReason?) -> String { reason == .emergency ? attention : neutral }
}
