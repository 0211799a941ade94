import Realtime

extension ChildArguments {
    /// `yes` or `no`; absent is no.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch optional(name) {
        case nil, "no": return false
        case "yes": return true
        case let text?: throw Problem("--\(name) \(text): expected yes or no")
        }
    }

    /// A whole number in a range, or the default.
    func number(_ name: String, _ range: ClosedRange<Int64>, default standard: Int64) throws(Problem) -> Int64 {
        guard optional(name) != nil else { return standard }
        let value = try integer(name)
        guard range.contains(value) else {
            throw Problem("--\(name) \(value): expected \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// One of an enumeration's words, or the default.
    func word<T: RawRepresentable & CaseIterable>(_ name: String, default standard: T) throws(Problem) -> T
    where T.RawValue == String {
        guard let text = optional(name) else { return standard }
        guard let value = T(rawValue: text) else {
            throw Problem("--\(name) \(text): expected \(T.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }
}
