/// XML text, two spaces an indent: elements with attributes and either text or further elements.
struct XMLWriter {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var open: [String] = []

    /// An element with what `content` writes in it.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], content: (inout XMLWriter) -> Void
    ) {
        start(name, attributes)
        text += ">\n"
        open.append(name)
        content(&self)
        open.removeLast()
        text += indent + "</\(name)>\n"
    }

    /// An element with a text in it.
    mutating func element(_ name: String, text content: String) {
        start(name, [:])
        text += ">" + Self.escaped(content) + "</\(name)>\n"
    }

    /// An element with nothing in it.
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        start(name, attributes)
        text += "/>\n"
    }

    private var indent: String { String(repeating: "  ", count: open.count) }

    private mutating func start(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += indent + "<" + name
        for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
    }

    /// Characters that XML 1.0 (2.2) does not have become U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t": result += "&#9;"
            case "\n": result += "&#10;"
            case "\r": result += "&#13;"
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
