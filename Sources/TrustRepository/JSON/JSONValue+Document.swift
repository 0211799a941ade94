extension JSONValue {
    /// The value as a document for people and tools: sorted keys, two spaces of indent, a line end at its end. Everything
    /// that RFC 8259 wants escaped is.
    package var document: [UInt8] {
        var text = ""
        write(to: &text, indent: 0)
        return Array((text + "\n").utf8)
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .string(let value): Self.write(value, to: &text)
        case .array(let values) where values.isEmpty: text += "[]"
        case .object(let pairs) where pairs.isEmpty: text += "{}"
        case .array(let values):
            Self.write(values, between: ("[", "]"), to: &text, indent: indent) { value, text in
                value.write(to: &text, indent: indent + 2)
            }
        case .object(let pairs):
            let sorted = pairs.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            Self.write(sorted, between: ("{", "}"), to: &text, indent: indent) { pair, text in
                Self.write(pair.key, to: &text)
                text += ": "
                pair.value.write(to: &text, indent: indent + 2)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between marks: (String, String), to text: inout String, indent: Int,
        element: (Element, inout String) -> Void
    ) {
        text += marks.0
        for (index, one) in elements.enumerated() {
            text += (index > 0 ? ",\n" : "\n") + String(repeating: " ", count: indent + 2)
            element(one, &text)
        }
        text += "\n" + String(repeating: " ", count: indent) + marks.1
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case ..."\u{1f}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
