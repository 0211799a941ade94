/// Lines of Prometheus' text format.
struct MetricsWriter {
    enum Kind: String { case counter, gauge, histogram }

    private(set) var text = ""

    mutating func line(_ line: String) { text += line + "\n" }

    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        line("# HELP \(name) \(help)")
        line("# TYPE \(name) \(kind.rawValue)")
    }

    mutating func sample(
        _ name: String, _ labels: [(name: String, value: String)], _ value: some CustomStringConvertible
    ) {
        let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        line(list.isEmpty ? "\(name) \(value)" : "\(name){\(list)} \(value)")
    }

    mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: UInt64) {
        family(name, kind, help)
        sample(name, [], value)
    }

    /// Label values escape backslash, quote and line feed.
    static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A fixed-point number in decimal: `decimal(1500, digits: 6)` is `0.0015`. Exact.
    static func decimal(_ value: Int64, digits: Int) -> String {
        let text = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        let whole = padded.dropLast(digits)
        var fraction = padded.suffix(digits)
        while fraction.last == "0" { fraction.removeLast() }
        return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }
}
