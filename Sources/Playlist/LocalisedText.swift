/// A text in one language.
public struct LocalisedText: Hashable, Sendable {
    /// BCP 47 tag, as `kk`, `uz-Latn`; `und` where the text serves every language.
    public var language: String
    public var text: String

    public init(language: String, text: String) {
        self.language = language
        self.text = text
    }

    public static let anyLanguage = "und"

    /// Whether a text has the shape of a language tag.
    public static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.utf8.count), first.allSatisfy(isLetter) else {
            return false
        }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.utf8.count) && part.allSatisfy { isLetter($0) || ("0"..."9").contains($0) }
        }
    }

    private static func isLetter(_ character: Character) -> Bool {
        ("a"..."z").contains(character) || ("A"..."Z").contains(character)
    }
}

extension Sequence<LocalisedText> {
    /// The text in the first of `languages` that has one, else one for any language, else the first there is.
    public func text(in languages: [String]) -> String? {
        for language in languages {
            if let match = first(where: { $0.language == language }) { return match.text }
        }
        return first { $0.language == LocalisedText.anyLanguage }?.text ?? first { _ in true }?.text
    }
}
