import Crypto
import CryptoExtras
import Foundation
import TrustCrypto
import TrustDigest

/// A public key as metadata writes it (TUF specification, 4.2): Ed25519, and to read others' repositories ECDSA on P-256 and
/// RSA-PSS, both with SHA-256.
package struct MetadataKey: Hashable, Sendable {
    package let keyType: String
    package let scheme: String
    /// Hexadecimal for Ed25519, PEM for the others.
    package let material: String

    init(_ value: JSONValue?, _ what: String) throws(RepositoryProblem) {
        let fields = try MetadataFields(value, what)
        keyType = try fields.string("keytype")
        scheme = try fields.string("scheme")
        material = try MetadataFields(fields.pairs["keyval"], what).string("public")
    }

    package init(_ key: VerifyingKey) {
        keyType = "ed25519"
        scheme = "ed25519"
        material = Hexadecimal.encode(key.raw)
    }

    var json: JSONValue {
        .object([
            "keytype": .string(keyType), "scheme": .string(scheme),
            "keyval": .object(["public": .string(material)]),
        ])
    }

    /// SHA-256 over the canonical form, hexadecimal: how repositories name the key as a rule.
    package var keyID: String { Hexadecimal.encode(SHA256Stream.digest(of: json.canonical)) }

    /// Whether `signature` (hexadecimal) was made over `message` by the other half. A kind of key that is not known accepts
    /// nothing.
    func accepts(_ signature: String, over message: [UInt8]) -> Bool {
        guard let bytes = Hexadecimal.decode(signature.lowercased()) else { return false }
        switch (keyType, scheme) {
        case ("ed25519", "ed25519"):
            guard let raw = Hexadecimal.decode(material.lowercased()), bytes.count == 64,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
            else { return false }
            return key.isValidSignature(bytes, for: message)
        case ("ecdsa", "ecdsa-sha2-nistp256"), ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256"):
            guard let key = try? P256.Signing.PublicKey(pemRepresentation: material),
                let parsed = try? P256.Signing.ECDSASignature(derRepresentation: bytes)
            else { return false }
            return key.isValidSignature(parsed, for: SHA256.hash(data: message))
        case ("rsa", "rsassa-pss-sha256"):
            guard let key = try? _RSA.Signing.PublicKey(pemRepresentation: material) else { return false }
            let parsed = _RSA.Signing.RSASignature(rawRepresentation: Data(bytes))
            return key.isValidSignature(parsed, for: SHA256.hash(data: message), padding: .PSS)
        default: return false
        }
    }
}
