/// One metadata file as it was read: what is signed, its canonical bytes, and the signatures; nothing verified yet.
package struct MetadataFile: Sendable {
    /// Signatures a file may carry at most.
    static let mostSignatures = 256

    /// What a message calls the file: `timestamp`, `root 3`.
    let what: String
    let signed: MetadataFields
    /// What signatures are made over.
    package let signedBytes: [UInt8]
    /// By key identifier, hexadecimal.
    package let signatures: [String: String]
    let type: String
    package let version: Int64
    /// First second at which it does not count any more.
    package let expires: Int64

    package init(_ bytes: [UInt8], _ what: String) throws(RepositoryProblem) {
        self.what = what
        let value: JSONValue
        do throws(JSONReader.Malformed) {
            value = try JSONReader.read(bytes)
        } catch {
            throw .malformed(what, why: error.description)
        }
        let outer = try MetadataFields(value, what)
        signed = try MetadataFields(outer.pairs["signed"], what)
        signedBytes = JSONValue.object(signed.pairs).canonical
        let listed = try outer.array("signatures")
        guard listed.count <= Self.mostSignatures else { throw .malformed(what, why: "too many signatures") }
        var signatures: [String: String] = [:]
        for entry in listed {
            let fields = try MetadataFields(entry, what)
            let keyID = try fields.string("keyid")
            guard signatures.updateValue(try fields.string("sig"), forKey: keyID) == nil else {
                throw .malformed(what, why: "two signatures by the key \(keyID.prefix(12))")
            }
        }
        self.signatures = signatures
        type = try signed.string("_type")
        version = try signed.integer("version", from: 1)
        let specification = try signed.string("spec_version").split(separator: ".", omittingEmptySubsequences: false)
        guard (2...3).contains(specification.count), specification[0] == "1" else {
            throw .malformed(what, why: "not of version 1 of the specification")
        }
        guard let expires = MetadataTime.second(try signed.string("expires")) else {
            throw .malformed(what, why: "`expires` is not a time as 2026-11-22T05:00:00Z")
        }
        self.expires = expires
    }

    func ask(_ type: String) throws(RepositoryProblem) {
        guard self.type == type else { throw .malformed(what, why: "it is \(self.type) metadata") }
    }

    func askFresh(at second: Int64?) throws(RepositoryProblem) {
        if let second, second >= expires { throw .expired(what, at: expires) }
    }
}
