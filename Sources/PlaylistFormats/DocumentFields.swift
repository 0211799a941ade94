import Playlist
import Timecode

/// The fields of one mapping, with typed access that reports what does not fit.
package struct DocumentFields {
    package let reading: DocumentReading
    /// What the mapping is, for messages: "an event", "`format`".
    package let what: String
    package let mark: SourceMark
    /// Those whose keys are known, in the order written: a mapping has few keys, and they are looked for one by one.
    package let entries: [DocumentNode.Entry]

    private func entry(_ key: String) -> DocumentNode.Entry? { entries.first { $0.key == key } }

    /// The value of a key that is there and is not nothing.
    package subscript(key: String) -> DocumentNode? {
        guard let node = entry(key)?.value, !node.isNull else { return nil }
        return node
    }

    /// Where the value of a key stands; the mapping's own place when it has none.
    package func mark(of key: String) -> SourceMark { entry(key)?.value.mark ?? mark }

    /// Where a key itself stands.
    package func keyMark(of key: String) -> SourceMark? { entry(key)?.keyMark }

    package func required(_ key: String, _ remedy: String) -> DocumentNode? {
        if let node = self[key] { return node }
        reading.error(.missingKey, at: keyMark(of: key) ?? mark, "\(what) has no `\(key)`", remedy)
        return nil
    }

    package func text(_ key: String, most: Int = 4096) -> String? {
        self[key].flatMap { text($0, as: key, most: most) }
    }

    package func text(_ node: DocumentNode, as key: String, most: Int = 4096) -> String? {
        guard case .scalar(let text, _) = node.content else {
            reading.error(.wrongType, at: node.mark, "`\(key)` is text, not \(node.kindName)", "write one value")
            return nil
        }
        guard !text.isEmpty, text.utf8.count <= most, !text.unicodeScalars.contains(where: { $0.value < 32 }) else {
            reading.error(
                .wrongValue, at: node.mark, "`\(key)` is one line of text of at most \(most) bytes", "shorten it")
            return nil
        }
        return text
    }

    package func integer(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let node = self[key] else { return nil }
        if case .scalar(let text, _) = node.content, let value = Int64(text), range.contains(value) { return value }
        reading.error(
            .wrongValue, at: node.mark,
            "`\(key)` is a whole number from \(range.lowerBound) to \(range.upperBound), not \(node.kindName)",
            "correct the number")
        return nil
    }

    package func truth(_ key: String) -> Bool? {
        guard let node = self[key] else { return nil }
        if case .scalar(let text, isQuoted: false) = node.content {
            if text == "true" { return true }
            if text == "false" { return false }
        }
        reading.error(
            .wrongValue, at: node.mark, "`\(key)` is true or false, not \(node.kindName)", "write true or false")
        return nil
    }

    /// One of a few words.
    package func word<Value>(_ key: String, among words: KeyValuePairs<String, Value>) -> Value? {
        guard let node = self[key] else { return nil }
        if case .scalar(let text, _) = node.content {
            if let match = words.first(where: { $0.key == text }) { return match.value }
            let known = words.map(\.key)
            let remedy =
                NearestName.of(text, among: known).map { "did you mean `\($0)`?" }
                ?? "one of \(reading.list(known))"
            reading.error(.wrongValue, at: node.mark, "`\(key)` cannot be `\(text.prefix(60))`", remedy)
            return nil
        }
        reading.error(
            .wrongType, at: node.mark, "`\(key)` is a word, not \(node.kindName)",
            "one of \(reading.list(words.map(\.key)))")
        return nil
    }

    package func amount(_ key: String) -> FrameAmount? {
        guard let node = self[key] else { return nil }
        if case .scalar(let text, _) = node.content, let amount = FrameAmount(text) { return amount }
        reading.error(
            .amount, at: node.mark, "`\(key)` is an amount of time, not \(node.kindName)",
            "write \(FrameAmount.expected)")
        return nil
    }

    package func label(_ key: String) -> TimecodeLabel? {
        guard let node = self[key] else { return nil }
        if case .scalar(let text, _) = node.content, let label = TimecodeLabel(text) { return label }
        reading.error(
            .label, at: node.mark, "`\(key)` is a time as HH:MM:SS:FF, not \(node.kindName)",
            "write all four pairs of digits, frames last, as \"18:00:00:00\"")
        return nil
    }

    package func sequence(_ key: String) -> [DocumentNode]? {
        guard let node = self[key] else { return nil }
        if case .sequence(let items) = node.content { return items }
        reading.error(
            .wrongType, at: node.mark, "`\(key)` is a list, not \(node.kindName)", "write [ ... ] or lines with `- `")
        return nil
    }

    /// A list of texts; a single text counts as a list of one.
    package func texts(_ key: String) -> [String]? {
        guard let node = self[key] else { return nil }
        switch node.content {
        case .scalar: return text(node, as: key).map { [$0] }
        case .sequence(let items): return items.compactMap { text($0, as: key) }
        case .mapping:
            reading.error(.wrongType, at: node.mark, "`\(key)` is a list of texts, not a mapping", "write [ a, b ]")
            return nil
        }
    }

    package func fields(_ key: String, known: [String]) -> DocumentFields? {
        self[key].flatMap { reading.fields($0, of: "`\(key)`", known: known) }
    }

    /// Texts by language: `{ kk: ..., ru: ... }`, in the order written; a single text counts for every language (`und`).
    package func texts(byLanguage key: String) -> [LocalisedText] {
        guard let node = self[key] else { return [] }
        guard case .mapping(let entries) = node.content else {
            return text(node, as: key).map { [LocalisedText(language: LocalisedText.anyLanguage, text: $0)] } ?? []
        }
        return entries.compactMap { entry in
            guard LocalisedText.isLanguage(entry.key) else {
                reading.error(
                    .wrongValue, at: entry.keyMark, "`\(entry.key)` is not a language tag",
                    "use BCP 47 tags, as kk, uz, ky, ru, en")
                return nil
            }
            return text(entry.value, as: entry.key).map { LocalisedText(language: entry.key, text: $0) }
        }
    }
}
