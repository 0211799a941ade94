/// Reads fixed shapes of digits and separators from text, byte by byte.
struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text.utf8[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// A run of ASCII digits whose length lies in `digits`; `nil` and no progress otherwise.
    mutating func number(digits: ClosedRange<Int>) -> Int64? {
        var (count, value, end) = (0, Int64(0), rest.startIndex)
        for byte in rest {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
            count += 1
            guard count <= 18 else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            end = rest.index(after: end)
        }
        guard digits.contains(count) else { return nil }
        rest = rest[end...]
        return value
    }

    /// One ASCII digit when it is next.
    mutating func digit() -> Int64? {
        guard let first = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        rest = rest.dropFirst()
        return Int64(first - UInt8(ascii: "0"))
    }

    /// Takes one character when it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Everything not read yet.
    mutating func remainder() -> String {
        defer { rest = rest[rest.endIndex...] }
        return String(Substring(rest))
    }
}

/// `value` in decimal with zeros in front up to `width` digits.
package func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
