import Foundation
import Trust
import TrustCrypto

/// A payload with its signatures: DSSE v1 (github.com/secure-systems-lab/dsse), as JSON.
package struct DSSEEnvelope: Hashable, Sendable {
    package struct Signature: Hashable, Sendable {
        /// A hint which key made it; nothing is trusted because of it.
        package let keyID: String
        package let bytes: [UInt8]

        package init(keyID: String, bytes: [UInt8]) {
            self.keyID = keyID
            self.bytes = bytes
        }
    }

    package let payloadType: String
    package let payload: [UInt8]
    package private(set) var signatures: [Signature]

    package init(payloadType: String, payload: [UInt8], signatures: [Signature] = []) {
        self.payloadType = payloadType
        self.payload = payload
        self.signatures = signatures
    }

    /// What is signed: type and payload, each with its length, so that neither can be taken for the other.
    package var preAuthenticationEncoding: [UInt8] {
        Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
    }

    /// Adds a signature; an older one by the same key is replaced.
    package mutating func sign(with signer: some Signer) throws(KeyError) {
        let keyID = signer.keyID
        let message = preAuthenticationEncoding
        let bytes = try signer.sign(message)
        guard signer.verifyingKey.accepts(bytes, over: message) else {
            throw .cannotSign("what the signer returned is not a signature by its key")
        }
        signatures.removeAll { $0.keyID == keyID }
        signatures.append(Signature(keyID: keyID, bytes: bytes))
    }

    /// Takes over the signatures of another envelope over the very same payload; keys that have signed here stay as they are.
    package mutating func adoptSignatures(of other: DSSEEnvelope) {
        guard other.payload == payload, other.payloadType == payloadType else { return }
        let known = Set(signatures.map(\.keyID))
        signatures += other.signatures.filter { !known.contains($0.keyID) }
    }

    /// Whether one of the signatures was made by this key.
    package func isSigned(by key: VerifyingKey) -> Bool {
        let message = preAuthenticationEncoding
        let keyID = key.keyID
        return signatures.contains { $0.keyID == keyID && key.accepts($0.bytes, over: message) }
    }
}

extension DSSEEnvelope {
    /// Most signatures an envelope may carry: a bound on the work a hostile file can cause.
    static let mostSignatures = 64

    /// The envelope with its bytes as Base64.
    struct Document: Codable {
        struct Signature: Codable {
            var keyid: String?
            var sig: String
        }
        var payload: String
        var payloadType: String
        var signatures: [Signature]
    }

    /// Reads an envelope; the message of the error says what is wrong with it.
    package init(json: [UInt8]) throws(SealProblem) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(json))
        } catch {
            throw SealProblem("not a DSSE envelope")
        }
        try self.init(document)
    }

    init(_ document: Document) throws(SealProblem) {
        guard let payload = Self.base64(document.payload) else { throw SealProblem("its payload is not Base64") }
        guard document.signatures.count <= Self.mostSignatures else {
            throw SealProblem("more than \(Self.mostSignatures) signatures")
        }
        self.init(payloadType: document.payloadType, payload: payload)
        for signature in document.signatures {
            guard let bytes = Self.base64(signature.sig) else { throw SealProblem("a signature is not Base64") }
            signatures.append(Signature(keyID: signature.keyid ?? "", bytes: bytes))
        }
    }

    /// The envelope as JSON: sorted keys, one line end at its end; equal envelopes are equal bytes.
    package var json: [UInt8] { SealJSON.encode(document, pretty: true) + [0x0a] }

    /// The same on one line, for files of them.
    package var jsonLine: [UInt8] { SealJSON.encode(document) + [0x0a] }

    var document: Document {
        Document(
            payload: Data(payload).base64EncodedString(), payloadType: payloadType,
            signatures: signatures.map {
                Document.Signature(keyid: $0.keyID, sig: Data($0.bytes).base64EncodedString())
            })
    }

    /// The same payload with more signatures, as many as an envelope may carry; each once.
    func adding(_ more: [Signature]) -> DSSEEnvelope {
        var copy = self
        for signature in more where copy.signatures.count < Self.mostSignatures && !copy.signatures.contains(signature)
        {
            copy.signatures.append(signature)
        }
        return copy
    }

    /// Standard or URL-safe Base64: the DSSE protocol lets producers choose.
    private static func base64(_ text: String) -> [UInt8]? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        return Data(base64Encoded: standard + padding).map { Array($0) }
    }
}
