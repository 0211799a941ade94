/// Reads what `ByteWriter` wrote; every read is bounded, and a short or malformed record throws.
struct ByteReader {
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(Malformed) -> T {
        let size = MemoryLayout<T>.size
        guard rest.count >= size else { throw Malformed() }
        var value: T = 0
        for (index, byte) in rest.prefix(size).enumerated() { value |= T(truncatingIfNeeded: byte) << T(index * 8) }
        rest = rest.dropFirst(size)
        return value
    }

    mutating func blob(atMost limit: Int) throws(Malformed) -> [UInt8] {
        let count = Int(try integer(UInt32.self))
        guard count <= limit, rest.count >= count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func text(atMost limit: Int = 4096) throws(Malformed) -> String {
        let bytes = try blob(atMost: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        return text
    }

    func finish() throws(Malformed) {
        guard rest.isEmpty else { throw Malformed() }
    }
}
