/// A document's tree as JSON text (RFC 8259): lists one item a line, everything below them on that line.
package struct JSONWriter {
    private var text = ""
    /// Keys whose values are opened too, and so the mappings that have one of them.
    private let opened: Set<String>

    package static func text(_ node: DocumentNode, opening opened: Set<String> = []) -> String {
        var writer = JSONWriter(opened: opened)
        writer.write(node, indent: 0, isOpen: true)
        return writer.text + "\n"
    }

    /// `isOpen`: the brackets of a mapping, and of the lists right in it, stand on lines of their own.
    private mutating func write(_ node: DocumentNode, indent: Int, isOpen: Bool) {
        switch node.content {
        case .scalar(let scalar, isQuoted: true): text += Self.quoted(scalar)
        case .scalar(let scalar, isQuoted: false): text += scalar.isEmpty ? "null" : scalar
        case .sequence(let items):
            write(items.count, "[", "]", indent: indent, isOpen: isOpen) { writer, index, isOpen in
                let holdsOpened = items[index].entries.contains { writer.opened.contains($0.key) }
                writer.write(items[index], indent: indent + 1, isOpen: isOpen && holdsOpened)
            }
        case .mapping(let entries):
            write(entries.count, "{", "}", indent: indent, isOpen: isOpen) { writer, index, isOpen in
                writer.text += Self.quoted(entries[index].key) + ": "
                let (key, value) = (entries[index].key, entries[index].value)
                writer.write(value, indent: indent + 1, isOpen: isOpen && (value.isList || writer.opened.contains(key)))
            }
        }
    }

    private mutating func write(
        _ count: Int, _ opening: String, _ closing: String, indent: Int, isOpen: Bool,
        item: (inout JSONWriter, Int, Bool) -> Void
    ) {
        text += opening
        for index in 0..<count {
            if index > 0 { text += isOpen ? "," : ", " }
            if isOpen { text += "\n" + String(repeating: "  ", count: indent + 1) }
            item(&self, index, isOpen)
        }
        if isOpen, count > 0 { text += "\n" + String(repeating: "  ", count: indent) }
        text += closing
    }

    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<" ", "\u{7F}", "\u{2028}", "\u{2029}": result += "\\u" + hexadecimal(scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Four hexadecimal digits.
    static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension DocumentNode {
    fileprivate var isList: Bool {
        if case .sequence = content { true } else { false }
    }
}
