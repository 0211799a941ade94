/// The little of DER (ITU-T X.690) that keys are written in: definite lengths, one-byte tags.
enum DER {
    static let integer: UInt8 = 0x02
    static let octets: UInt8 = 0x04
    static let identifier: UInt8 = 0x06
    static let sequence: UInt8 = 0x30

    struct Malformed: Error {}

    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        if content.count < 0x80 {
            length = [UInt8(content.count)]
        } else {
            var rest = content.count
            while rest > 0 {
                length.insert(UInt8(rest & 0xff), at: 0)
                rest >>= 8
            }
            length.insert(0x80 | UInt8(length.count), at: 0)
        }
        return [tag] + length + content
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(sequence, Array(parts.joined())) }

    static func integer(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        repeat {
            bytes.insert(UInt8(rest & 0xff), at: 0)
            rest >>= 8
        } while rest > 0
        if bytes[0] & 0x80 != 0 { bytes.insert(0, at: 0) }
        return element(integer, bytes)
    }

    /// Takes elements one after another from bytes that may be hostile.
    struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: some Collection<UInt8>) { rest = ArraySlice(Array(bytes)) }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ tag: UInt8) throws(Malformed) -> [UInt8] {
            guard rest.popFirst() == tag, let first = rest.popFirst() else { throw Malformed() }
            var length = Int(first)
            if first >= 0x80 {
                let count = Int(first & 0x7f)
                guard (1...3).contains(count), rest.count >= count else { throw Malformed() }
                length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
                rest = rest.dropFirst(count)
            }
            guard rest.count >= length else { throw Malformed() }
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }

        /// A whole number from 0 to 2^31.
        mutating func takeInteger() throws(Malformed) -> Int {
            let bytes = try take(DER.integer)
            guard let first = bytes.first, first < 0x80, bytes.count <= 5 else { throw Malformed() }
            let value = bytes.reduce(0) { $0 << 8 | Int($1) }
            guard value <= 1 << 31 else { throw Malformed() }
            return value
        }
    }
}
