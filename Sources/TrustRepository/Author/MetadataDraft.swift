import TrustCrypto

/// Metadata being signed: what is signed, and the signatures so far.
package struct MetadataDraft: Sendable {
    let signed: JSONValue
    private var signatures: [(keyID: String, signature: String)] = []

    init(_ signed: [String: JSONValue]) { self.signed = .object(signed) }

    /// A draft as it was kept, with the signatures it has.
    init(_ bytes: [UInt8], _ what: String) throws(RepositoryProblem) {
        let file = try MetadataFile(bytes, what)
        signed = .object(file.signed.pairs)
        signatures = file.signatures.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var signedBy: [String] { signatures.map(\.keyID) }

    /// Adds a signature; an older one by the same key is replaced.
    mutating func sign(with signer: some Signer) throws(AuthorProblem) {
        let keyID = MetadataKey(signer.verifyingKey).keyID
        let message = signed.canonical
        let bytes: [UInt8]
        do throws(KeyError) { bytes = try signer.sign(message) } catch { throw AuthorProblem(error.description) }
        guard signer.verifyingKey.accepts(bytes, over: message) else {
            throw AuthorProblem("what the signer returned is not a signature by its key")
        }
        signatures.removeAll { $0.keyID == keyID }
        signatures.append((keyID, Hexadecimal.encode(bytes)))
    }

    /// The file: as readers get it.
    var bytes: [UInt8] {
        JSONValue.object([
            "signed": signed,
            "signatures": .array(
                signatures.map { .object(["keyid": .string($0.keyID), "sig": .string($0.signature)]) }),
        ]).document
    }
}
