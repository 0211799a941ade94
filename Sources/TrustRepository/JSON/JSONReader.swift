/// Reads JSON (RFC 8259) strictly: valid UTF-8, every key once, whole numbers that fit 64 bits, bounded depth, nothing
/// behind the value. What two readers could understand differently is refused.
struct JSONReader {
    /// Values within values at most.
    static let mostDepth = 32

    /// What is wrong, and at which byte.
    struct Malformed: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func read(_ bytes: [UInt8]) throws(Malformed) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.place == bytes.count else { throw reader.malformed("something follows the document") }
        return value
    }

    private func malformed(_ why: String) -> Malformed { Malformed(description: "\(why) at byte \(place)") }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) throws(Malformed) {
        guard next == UInt8(ascii: character) else { throw malformed("expected `\(character)`") }
        place += 1
    }

    private mutating func value(depth: Int) throws(Malformed) -> JSONValue {
        guard depth <= Self.mostDepth else { throw malformed("more than \(Self.mostDepth) values within each other") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .integer(try integer())
        }
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(Malformed) -> JSONValue {
        guard bytes[place...].starts(with: text.utf8) else { throw malformed("expected a value") }
        place += text.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(Malformed) -> JSONValue {
        try take("{")
        var pairs: [String: JSONValue] = [:]
        skipSpace()
        if next == UInt8(ascii: "}") {
            place += 1
            return .object(pairs)
        }
        while true {
            skipSpace()
            let key = try string()
            skipSpace()
            try take(":")
            let value = try value(depth: depth + 1)
            guard pairs.updateValue(value, forKey: key) == nil else { throw malformed("a key that stands twice") }
            skipSpace()
            guard next == UInt8(ascii: ",") else { break }
            place += 1
        }
        try take("}")
        return .object(pairs)
    }

    private mutating func array(depth: Int) throws(Malformed) -> JSONValue {
        try take("[")
        var values: [JSONValue] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            place += 1
            return .array(values)
        }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            guard next == UInt8(ascii: ",") else { break }
            place += 1
        }
        try take("]")
        return .array(values)
    }

    private mutating func integer() throws(Malformed) -> Int64 {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        let digits = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        guard place > digits else { throw malformed("expected a value") }
        guard bytes[digits] != UInt8(ascii: "0") || place == digits + 1 else {
            throw malformed("a number with leading 0")
        }
        if next == UInt8(ascii: ".") || next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            throw malformed("a number that is not whole")
        }
        guard let value = Int64(String(decoding: bytes[start..<place], as: UTF8.self)) else {
            throw malformed("a number beyond 64 bits")
        }
        return value
    }

    private mutating func string() throws(Malformed) -> String {
        try take("\"")
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw malformed("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw malformed("a control character in a text")
            default: text.append(byte)
            }
        }
        throw malformed("a text without its end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Malformed) {
        guard let byte = next else { throw malformed("a text without its end") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if (0xd800..<0xdc00).contains(code) {
                try take("\\")
                try take("u")
                let low = try codeUnit()
                guard (0xdc00..<0xe000).contains(low) else { throw malformed("half a character") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw malformed("half a character") }
            text += Array(String(Character(scalar)).utf8)
        default: throw malformed("an unknown escape")
        }
    }

    private mutating func codeUnit() throws(Malformed) -> UInt32 {
        guard place + 4 <= bytes.count else { throw malformed("a text without its end") }
        let digits = bytes[place..<place + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed("an unknown escape") }
        place += 4
        return value
    }
}
