/// An exact fraction that is not negative, always in lowest terms.
public struct Ratio: Hashable, Sendable {
    public let numerator: Int64
    public let denominator: Int64

    /// The fraction in lowest terms; `nil` when the numerator is negative or the denominator not positive.
    public init?(_ numerator: Int64, _ denominator: Int64) {
        guard numerator >= 0, denominator > 0 else { return nil }
        var (a, b) = (numerator, denominator)
        while b != 0 { (a, b) = (b, a % b) }
        self.numerator = numerator / a
        self.denominator = denominator / a
    }

    /// The fraction written as `16/15` or `3`; `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let numerator = Int64(parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(numerator, 1)
            return
        }
        guard let denominator = Int64(parts[1]) else { return nil }
        self.init(numerator, denominator)
    }

    public static let one = Ratio(1, 1)!
}

extension Ratio: CustomStringConvertible {
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
