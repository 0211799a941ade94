import Foundation

/// PEM (RFC 7468): one labelled block of Base64.
enum PEM {
    static func encode(_ bytes: [UInt8], label: String) -> String {
        let base64 = Array(Data(bytes).base64EncodedString())
        var text = "-----BEGIN \(label)-----\n"
        for start in stride(from: 0, to: base64.count, by: 64) {
            text += String(base64[start..<min(start + 64, base64.count)]) + "\n"
        }
        return text + "-----END \(label)-----\n"
    }

    /// The label and bytes of the only block in a text; `nil` when there is none, or more than one.
    static func decode(_ text: String) -> (label: String, bytes: [UInt8])? {
        var label: String?
        var base64 = ""
        var found: (String, [UInt8])?
        for line in text.split(whereSeparator: \.isNewline).map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if let begun = label {
                if line == "-----END \(begun)-----" {
                    guard found == nil, let bytes = Data(base64Encoded: base64) else { return nil }
                    found = (begun, Array(bytes))
                    label = nil
                } else {
                    base64 += line
                }
            } else if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
                label = String(line.dropFirst(11).dropLast(5))
                base64 = ""
            }
        }
        return label == nil ? found : nil
    }
}
