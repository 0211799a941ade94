import Testing
import Timeline

@testable import SlatePango

@Suite struct SlateTextTests {
    @Test func everyLanguageHasALineForEveryReason() {
        for texts in SlateTexts.all {
            for reason in SlateReason.allCases {
                #expect(!(texts.reasons[reason] ?? "").isEmpty, "\(texts.language): \(reason.name)")
            }
            #expect(texts.reasons.count == SlateReason.allCases.count)
            // No line stands for two reasons, and none was left in another language.
            #expect(Set(texts.reasons.values).count == texts.reasons.count, "\(texts.language)")
        }
        for reason in SlateReason.allCases {
            #expect(Set(SlateTexts.all.map { $0.reasons[reason] }).count == SlateTexts.all.count, "\(reason.name)")
        }
    }

    @Test(arguments: [
        ("kk", "әғқңөұүһі"), ("ky", "ңөү"), ("tg", "ғӣқӯҳҷ"), ("tk", "çäňöşüý"), ("uz", "ʻ"), ("ru", "ёщыэ"),
    ])
    func everyLanguageUsesItsOwnLetters(language: String, letters: String) throws {
        let texts = try #require(SlateTexts.of(language))
        let all = ([texts.neutral, texts.attention] + texts.reasons.values).joined().lowercased()
        let used = letters.filter { all.contains($0) }
        #expect(Double(used.count) >= Double(letters.count) / 2, "\(language) uses only \(used)")
        // Latin and Cyrillic letters look alike: a line that mixes them was typed wrongly.
        for line in [texts.neutral, texts.attention] + texts.reasons.values {
            let scalars = line.unicodeScalars.filter(\.properties.isAlphabetic)
            let cyrillic = scalars.filter { (0x400...0x52f).contains($0.value) }.count
            #expect(cyrillic == 0 || cyrillic == scalars.count, "\(line)")
        }
    }

    @Test(
        arguments: [
            ("kk-KZ", "kk"), ("uz-Latn-UZ", "uz"), ("RU", "ru"), ("en_GB", "en"), ("de", nil), ("", nil),
        ] as [(String, String?)])
    func languageTagsAreUnderstood(tag: String, language: String?) {
        #expect(SlateTexts.of(tag)?.language == language)
    }

    @Test func unknownLanguagesFallBackToEnglish() {
        #expect(SlateSettings(names: [:], languages: ["de", "fr"]).texts == [.english])
        #expect(SlateSettings(names: [:], languages: ["ru", "de", "ru-KZ", "kk"]).texts == [.russian, .kazakh])
        #expect(SlateSettings(names: ["en": "One", "kk": "Бір"], languages: ["ru", "kk-KZ"]).name == "Бір")
        #expect(SlateSettings(names: ["en": "One"], languages: ["ru"]).name == "One")
    }
}
