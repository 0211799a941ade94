/// A number as written in decimal, exactly: a ratio that arithmetic keeps whole, or `nil` where it would not fit.
struct ExactNumber: Hashable, Sendable {
    private(set) var numerator: Int128
    /// Above 0.
    private(set) var denominator: Int128

    init(_ numerator: Int64, over denominator: Int64 = 1) {
        precondition(denominator > 0)
        (self.numerator, self.denominator) = (Int128(numerator), Int128(denominator))
        reduce()
    }

    /// Reads `12`, `-0.5`, `1.5e3`; `nil` for anything else, and for more than 24 digits or an exponent beyond 24.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var exponent = 0
        if let mark = rest.firstIndex(where: { "eE".utf8.contains($0) }) {
            guard rest.count < 64, let written = Int(String(decoding: rest[(mark + 1)...], as: UTF8.self)),
                (-24...24).contains(written)
            else { return nil }
            exponent = written
            rest = rest[..<mark]
        }
        let parts = rest.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        let fraction = (parts.count == 2 ? parts[1] : []).reversed().drop { $0 == UInt8(ascii: "0") }.reversed()
        let digits = (Array(whole) + fraction).drop { $0 == UInt8(ascii: "0") }
        guard parts.count < 2 || !parts[1].isEmpty, digits.count <= 24,
            (whole + (parts.count == 2 ? parts[1] : [])).allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        numerator = digits.reduce(0) { $0 * 10 + Int128($1 - 0x30) } * (isNegative ? -1 : 1)
        denominator = 1
        exponent -= fraction.count
        for _ in 0..<abs(exponent) {
            let (product, overflow) =
                exponent < 0
                ? denominator.multipliedReportingOverflow(by: 10) : numerator.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            if exponent < 0 { denominator = product } else { numerator = product }
        }
        reduce()
    }

    private mutating func reduce() {
        var (a, b) = (numerator.magnitude, denominator.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        guard a > 1 else { return }
        numerator /= Int128(a)
        denominator /= Int128(a)
    }

    var isNegative: Bool { numerator < 0 }

    /// `self x numerator / denominator`; `nil` where it does not fit.
    func scaled(by numerator: Int64, over denominator: Int64) -> ExactNumber? {
        let (up, isUpLost) = self.numerator.multipliedReportingOverflow(by: Int128(numerator))
        let (down, isDownLost) = self.denominator.multipliedReportingOverflow(by: Int128(denominator))
        guard !isUpLost, !isDownLost, down > 0 else { return nil }
        var result = self
        (result.numerator, result.denominator) = (up, down)
        result.reduce()
        return result
    }

    func minus(_ other: ExactNumber) -> ExactNumber? {
        let (a, aLost) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (b, bLost) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (down, downLost) = denominator.multipliedReportingOverflow(by: other.denominator)
        let (up, upLost) = a.subtractingReportingOverflow(b)
        guard !aLost, !bLost, !downLost, !upLost else { return nil }
        var result = self
        (result.numerator, result.denominator) = (up, down)
        result.reduce()
        return result
    }

    /// The number itself, when it is whole and an `Int64`.
    var whole: Int64? { denominator == 1 ? Int64(exactly: numerator) : nil }

    /// The nearest whole number (halves away from zero), when it is an `Int64`.
    var rounded: Int64? {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        let isUp = remainder.magnitude >= denominator.magnitude - remainder.magnitude
        return Int64(exactly: isUp ? quotient + (numerator < 0 ? -1 : 1) : quotient)
    }

    /// Whether the two differ by at most `1/parts`; `false` also where that cannot be said.
    func isWithin(_ parts: Int64, of other: ExactNumber) -> Bool {
        guard let difference = minus(other)?.scaled(by: parts, over: 1) else { return false }
        return difference.numerator.magnitude <= difference.denominator.magnitude
    }
}
