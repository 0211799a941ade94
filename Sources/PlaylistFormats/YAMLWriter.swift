/// A document's tree as YAML: the root's keys and the items of its lists in blocks, everything below them in flow style.
///
/// What is not plainly a word stands in double quotes, so that no reader takes it for a number, a time or a truth value.
package struct YAMLWriter {
    package static func text(_ root: DocumentNode) -> String {
        var text = ""
        for entry in root.entries {
            guard case .sequence(let items) = entry.value.content, !items.isEmpty else {
                text += "\(scalar(entry.key)): \(flow(entry.value))\n"
                continue
            }
            text += "\(scalar(entry.key)):\n"
            for item in items { text += block(item) }
        }
        return text
    }

    /// One item of a list: a mapping with a key a line.
    private static func block(_ item: DocumentNode) -> String {
        let entries = item.entries
        guard !entries.isEmpty else { return "  - \(flow(item))\n" }
        return entries.enumerated().map { index, entry in
            "  \(index == 0 ? "-" : " ") \(scalar(entry.key)): \(flow(entry.value))\n"
        }.joined()
    }

    private static func flow(_ node: DocumentNode) -> String {
        switch node.content {
        case .scalar(let text, isQuoted: true): scalar(text)
        case .scalar(let text, isQuoted: false): text.isEmpty ? "null" : text
        case .sequence(let items): items.isEmpty ? "[]" : "[ " + items.map(flow).joined(separator: ", ") + " ]"
        case .mapping(let entries):
            entries.isEmpty
                ? "{}" : "{ " + entries.map { "\(scalar($0.key)): \(flow($0.value))" }.joined(separator: ", ") + " }"
        }
    }

    private static let reserved: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

    /// A word as it is, any other text in double quotes (YAML 1.1 and 1.2 read both alike).
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map(isLetter) ?? false
            && text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "_./-".utf8.contains($0) }
        return isPlain && !reserved.contains(text.lowercased()) ? text : quoted(text)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x20..<0x7F, 0xA0..<0x2028, 0x202A..<0xD800, 0xE000..<0xFEFF, 0xFF00..<0xFFFE:
                result.unicodeScalars.append(scalar)
            case 0x10000...0x10FFFF: result.unicodeScalars.append(scalar)
            default: result += "\\u" + JSONWriter.hexadecimal(scalar.value)
            }
        }
        return result + "\""
    }
}
