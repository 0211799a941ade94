/// The keys of one object of metadata, read with a word on what is wrong and where.
struct MetadataFields {
    let pairs: [String: JSONValue]
    /// What a message calls the object.
    let what: String

    init(_ value: JSONValue?, _ what: String) throws(RepositoryProblem) {
        guard case .object(let pairs) = value else { throw .malformed(what, why: "not an object") }
        self.pairs = pairs
        self.what = what
    }

    func malformed(_ why: String) -> RepositoryProblem { .malformed(what, why: why) }

    func has(_ key: String) -> Bool { pairs[key] != nil }

    func string(_ key: String) throws(RepositoryProblem) -> String {
        guard case .string(let value) = pairs[key] else { throw malformed("`\(key)` is not a text") }
        return value
    }

    func boolean(_ key: String) throws(RepositoryProblem) -> Bool {
        guard case .boolean(let value) = pairs[key] else { throw malformed("`\(key)` is not true or false") }
        return value
    }

    func integer(_ key: String, from least: Int64) throws(RepositoryProblem) -> Int64 {
        guard case .integer(let value) = pairs[key], value >= least else {
            throw malformed("`\(key)` is not a whole number from \(least)")
        }
        return value
    }

    func object(_ key: String) throws(RepositoryProblem) -> [String: JSONValue] {
        guard case .object(let value) = pairs[key] else { throw malformed("`\(key)` is not an object") }
        return value
    }

    func array(_ key: String) throws(RepositoryProblem) -> [JSONValue] {
        guard case .array(let value) = pairs[key] else { throw malformed("`\(key)` is not a list") }
        return value
    }

    func strings(_ key: String) throws(RepositoryProblem) -> [String] {
        var strings: [String] = []
        for value in try array(key) {
            guard case .string(let text) = value else { throw malformed("`\(key)` is not a list of texts") }
            strings.append(text)
        }
        return strings
    }
}
