/// The command line that the launcher gives its children: `--name value` pairs and nothing else.
public struct ChildArguments: Sendable {
    private var values: [String: [String]] = [:]

    /// A missing or malformed argument; the child prints it and exits with status 2.
    public struct Problem: Error, CustomStringConvertible, Sendable {
        public let description: String
        public init(_ description: String) { self.description = description }
    }

    public init(_ arguments: [String]) throws(Problem) {
        var rest = arguments.dropFirst()
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else {
                throw Problem("\(name): expected --name value")
            }
            values[String(name.dropFirst(2)), default: []].append(value)
        }
    }

    /// The last value of an option, or `nil`.
    public func optional(_ name: String) -> String? { values[name]?.last }

    /// Every value of an option, in order.
    public func all(_ name: String) -> [String] { values[name] ?? [] }

    public func required(_ name: String) throws(Problem) -> String {
        guard let value = optional(name) else { throw Problem("--\(name) is missing") }
        return value
    }

    public func integer(_ name: String) throws(Problem) -> Int64 {
        let text = try required(name)
        guard let value = Int64(text) else { throw Problem("--\(name) \(text): expected a whole number") }
        return value
    }

    public func descriptor(_ name: String) throws(Problem) -> Int32 {
        let text = try required(name)
        guard let value = Int32(text), value >= 0 else { throw Problem("--\(name) \(text): expected a descriptor") }
        return value
    }
}
