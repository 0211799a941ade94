/// What marks say in one language.
struct MarkTexts: Hashable, Sendable {
    /// BCP 47 primary subtag.
    let language: String
    /// The channel is in rehearsal, and what that means to whoever sees it.
    let rehearsal: String
    let notForAir: String
    /// Pictures or sound were made by artificial intelligence.
    let synthetic: String
    /// Artificial intelligence in two letters.
    let initials: String

    static let english = MarkTexts(
        language: "en", rehearsal: "Rehearsal", notForAir: "not for air", synthetic: "Made with AI", initials: "AI")

    /// Every language that marks can speak: those of the slates.
    static let all: [MarkTexts] = [
        MarkTexts(
            language: "kk", rehearsal: "Репетиция", notForAir: "эфирге арналмаған",
            synthetic: "Жасанды интеллектпен жасалған", initials: "ЖИ"),
        MarkTexts(
            language: "uz", rehearsal: "Repetitsiya", notForAir: "efir uchun emas",
            synthetic: "Sunʼiy intellekt bilan yaratilgan", initials: "SI"),
        MarkTexts(
            language: "ky", rehearsal: "Репетиция", notForAir: "эфир үчүн эмес",
            synthetic: "Жасалма интеллект менен жасалган", initials: "ЖИ"),
        MarkTexts(
            language: "ru", rehearsal: "Репетиция", notForAir: "не для эфира", synthetic: "Создано с помощью ИИ",
            initials: "ИИ"),
        english,
        MarkTexts(
            language: "tg", rehearsal: "Репетитсия", notForAir: "барои пахш нест",
            synthetic: "Бо зеҳни сунъӣ сохта шудааст", initials: "ЗС"),
        MarkTexts(
            language: "tk", rehearsal: "Repetisiýa", notForAir: "efir üçin däl",
            synthetic: "Emeli aň bilen döredildi", initials: "EA"),
    ]

    /// The texts for a language tag (`kk`, `uz-Latn-UZ`); `nil` for a language that is not here.
    static func of(_ tag: String) -> MarkTexts? {
        let wanted = SlateTexts.primary(tag)
        return all.first { $0.language == wanted }
    }
}
