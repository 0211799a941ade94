/// Numbers with two decimals as text, without floating point: `-23.04`.
enum HundredthsText {
    static func encode(_ value: Int) -> String {
        let digits = String(abs(value) % 100)
        return "\(value < 0 ? "-" : "")\(abs(value) / 100).\(digits.count == 1 ? "0" : "")\(digits)"
    }

    static func decode(_ text: String) -> Int? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...6).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let value = Int(parts[0] + parts[1])
        else { return nil }
        return isNegative ? -value : value
    }
}
