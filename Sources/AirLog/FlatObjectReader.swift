/// Reads one JSON object (RFC 8259) whose values are strings and whole numbers: the shape of a row.
struct FlatObjectReader {
    enum Value: Equatable {
        case text(String)
        case number(Int64)

        var text: String? { if case .text(let text) = self { text } else { nil } }
        var number: Int64? { if case .number(let number) = self { number } else { nil } }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The fields, or `nil` when the bytes are anything else. A field that stands twice makes it anything else.
    mutating func read() -> [String: Value]? {
        var fields: [String: Value] = [:]
        guard take("{") else { return nil }
        repeat {
            guard let name = string(), take(":"), let value = value(), fields.updateValue(value, forKey: name) == nil
            else { return nil }
        } while take(",")
        return take("}") && rest.isEmpty ? fields : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func value() -> Value? {
        if rest.first == UInt8(ascii: "\"") { return string().map { .text($0) } }
        let digits = rest.prefix { $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(digits.count)
        return Int64(String(decoding: digits, as: UTF8.self)).map { .number($0) }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                switch escaped {
                case UInt8(ascii: "u"):
                    guard rest.count >= 4, rest.starts(with: "00".utf8),
                        let code = Hexadecimal.bytes(rest.dropFirst(2).prefix(2))
                    else { return nil }
                    guard code[0] < 0x80 else { return nil }
                    bytes.append(code[0])
                    rest = rest.dropFirst(4)
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(escaped)
                default: return nil
                }
            case 0..<0x20: return nil
            default: bytes.append(byte)
            }
        }
        return nil
    }
}
