import Playlist

/// JSON text (RFC 8259) to a document's tree, strictly: no comments, no trailing commas, one value.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var line = 1
    /// How far columns have been counted on this line, so that a document on one line costs no more than its length.
    private var counted = (index: 0, column: 1)
    private var builder: TreeBuilder

    /// Feeds `builder`; what it has taken by then stays in it when this throws.
    static func parse(_ bytes: [UInt8], into builder: inout TreeBuilder) throws(DocumentFault) {
        var fault: DocumentFault?
        bytes.withUnsafeBufferPointer { bytes in
            var parser = JSONParser(bytes: bytes, builder: builder)
            // The one copy of the builder, so that its lists grow in place.
            builder = TreeBuilder(limits: parser.builder.limits)
            do throws(DocumentFault) { try parser.document() } catch { fault = error }
            builder = parser.builder
        }
        if let fault { throw fault }
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, builder: TreeBuilder) {
        self.bytes = bytes
        self.builder = builder
    }

    /// Columns count Unicode scalars: continuation bytes do not count.
    private var mark: SourceMark {
        mutating get {
            let end = min(index, bytes.count)
            if end > counted.index {
                counted.column += bytes[counted.index..<end].count { $0 & 0xC0 != 0x80 }
                counted.index = end
            }
            return SourceMark(line: line, column: counted.column)
        }
    }

    private mutating func document() throws(DocumentFault) {
        // One loop with the builder's own stack in place of recursion: `closers` remembers which bracket ends what.
        var closers: [UInt8] = []
        try value(&closers)
        while let closer = closers.last {
            skipSpace()
            if next == UInt8(ascii: ",") {
                advance()
                skipSpace()
                try member(&closers, closer: closer)
            } else if next == closer {
                advance()
                closers.removeLast()
                builder.end()
            } else {
                throw fault("`,` or `\(Character(Unicode.Scalar(closer)))` is expected here")
            }
        }
        skipSpace()
        guard index == bytes.count else { throw fault("something follows the end of the document") }
    }

    private mutating func member(_ closers: inout [UInt8], closer: UInt8) throws(DocumentFault) {
        if closer == UInt8(ascii: "}") {
            guard next == UInt8(ascii: "\"") else { throw fault("a key in double quotes is expected here") }
            let start = mark
            try builder.scalar(try string(), isQuoted: true, at: start)
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw fault("`:` is expected after the key") }
            advance()
        }
        try value(&closers)
    }

    /// Reads a scalar, or opens brackets until the first scalar or empty bracket has been read.
    private mutating func value(_ closers: inout [UInt8]) throws(DocumentFault) {
        while true {
            skipSpace()
            let start = mark
            switch next {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isMapping = next == UInt8(ascii: "{")
                let closer = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
                try builder.begin(mapping: isMapping, at: start)
                closers.append(closer)
                advance()
                skipSpace()
                if next == closer { return }
                guard isMapping else { continue }
                guard next == UInt8(ascii: "\"") else { throw fault("a key in double quotes is expected here") }
                let keyMark = mark
                try builder.scalar(try string(), isQuoted: true, at: keyMark)
                skipSpace()
                guard next == UInt8(ascii: ":") else { throw fault("`:` is expected after the key") }
                advance()
            case UInt8(ascii: "\""):
                try builder.scalar(try string(), isQuoted: true, at: start)
                return
            default:
                try builder.scalar(try word(), isQuoted: false, at: start)
                return
            }
        }
    }

    private mutating func word() throws(DocumentFault) -> String {
        let start = index
        while let byte = next, !Self.endsWord(byte) { advance() }
        let text = text(start..<index)
        guard ["true", "false", "null"].contains(text) || Self.isNumber(text) else {
            index = start
            throw fault(text.isEmpty ? "a value is expected here" : "`\(text.prefix(40))` is not a JSON value")
        }
        return text
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "\""):
            true
        default: isSpace(byte)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\t")
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        guard let last = digits.last, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) else { return false }
        let body = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits[...]
        guard let first = body.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        let isZeroLed = first == UInt8(ascii: "0") && body.count > 1 && !".eE".utf8.contains(body[body.startIndex + 1])
        return !isZeroLed && Double(text) != nil
    }

    private mutating func string() throws(DocumentFault) -> String {
        advance()
        // What has no escapes, as nearly all, is taken as it stands.
        let start = index
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { advance() }
        if next == UInt8(ascii: "\"") {
            advance()
            return text(start..<index - 1)
        }
        var text = Array(bytes[start..<index])
        while let byte = next {
            advance()
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw fault("a control character or line end stands inside a string", back: 1)
            default: text.append(byte)
            }
        }
        throw fault("the string is never closed")
    }

    private mutating func escape(into text: inout [UInt8]) throws(DocumentFault) {
        let simple: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
        guard let byte = next else { throw fault("the string is never closed") }
        advance()
        if let plain = simple[byte] {
            text.append(plain)
            return
        }
        guard byte == UInt8(ascii: "u"), let unit = hexUnit() else { throw fault("this escape is not JSON", back: 1) }
        var scalar = unit
        if (0xD800..<0xDC00).contains(unit) {
            guard next == UInt8(ascii: "\\") else { throw fault("half a surrogate pair") }
            advance()
            guard next == UInt8(ascii: "u") else { throw fault("half a surrogate pair") }
            advance()
            guard let low = hexUnit(), (0xDC00..<0xE000).contains(low) else { throw fault("half a surrogate pair") }
            scalar = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let character = Unicode.Scalar(scalar) else { throw fault("half a surrogate pair") }
        text.append(contentsOf: String(Character(character)).utf8)
    }

    private mutating func hexUnit() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        let digits = bytes[index..<index + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        index += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func advance() { index += 1 }

    private mutating func skipSpace() {
        while let byte = next, Self.isSpace(byte) {
            index += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                counted = (index, 1)
            }
        }
    }

    private mutating func fault(_ message: String, back: Int = 0) -> DocumentFault {
        index -= back
        return DocumentFault(
            code: .syntax, mark: mark, message: "this is not valid JSON: \(message)",
            remedy: "look at this place and the line before it")
    }
}
