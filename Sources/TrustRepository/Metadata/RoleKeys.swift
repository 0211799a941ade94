/// Which keys speak for a role, and how many of them have to.
package struct RoleKeys: Hashable, Sendable {
    package var keyIDs: [String]
    package var threshold: Int

    package init(keyIDs: [String], threshold: Int) {
        self.keyIDs = keyIDs
        self.threshold = threshold
    }

    init(_ value: JSONValue?, _ what: String) throws(RepositoryProblem) {
        let fields = try MetadataFields(value, what)
        keyIDs = try fields.strings("keyids")
        guard Set(keyIDs).count == keyIDs.count else { throw fields.malformed("a key stands twice") }
        threshold = Int(try fields.integer("threshold", from: 1))
    }

    var json: JSONValue {
        .object(["keyids": .array(keyIDs.map { .string($0) }), "threshold": .integer(Int64(threshold))])
    }

    /// Asks for the threshold of valid signatures by *different keys*: neither a signature that stands twice nor one key
    /// under two identifiers counts twice.
    func verify(_ file: MetadataFile, with keys: [String: MetadataKey]) throws(RepositoryProblem) {
        var valid: Set<MetadataKey> = []
        for keyID in keyIDs {
            guard let key = keys[keyID], let signature = file.signatures[keyID],
                key.accepts(signature, over: file.signedBytes)
            else { continue }
            valid.insert(key)
        }
        guard valid.count >= threshold else {
            throw .notEnoughSignatures(file.what, have: valid.count, need: threshold)
        }
    }
}
