import Crypto
import TrustDigest

/// The public half of a desk's key: Ed25519 (RFC 8032), in `NAME.pub` as SubjectPublicKeyInfo PEM (RFC 8410).
package struct VerifyingKey: Hashable, Sendable {
    static let label = "PUBLIC KEY"
    /// SubjectPublicKeyInfo of Ed25519 up to the 32 bytes of the key: one fixed form.
    private static let prefix: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]

    /// 32 bytes.
    package let raw: [UInt8]

    init(raw: [UInt8]) { self.raw = raw }

    package init(pem: String) throws(KeyError) {
        guard let block = PEM.decode(pem), block.label == Self.label else {
            throw .notAKey("not a public key: expected one block \"BEGIN \(Self.label)\" (qalqan key new makes them)")
        }
        guard block.bytes.count == Self.prefix.count + 32, block.bytes.starts(with: Self.prefix) else {
            throw .notAKey("not an Ed25519 public key")
        }
        raw = Array(block.bytes.dropFirst(Self.prefix.count))
        guard (try? Curve25519.Signing.PublicKey(rawRepresentation: raw)) != nil else {
            throw .notAKey("not an Ed25519 public key")
        }
    }

    /// SubjectPublicKeyInfo in DER.
    package var der: [UInt8] { Self.prefix + raw }

    package var pem: String { PEM.encode(der, label: Self.label) }

    /// SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits: how signatures and configurations name the key.
    package var keyID: String { Hexadecimal.encode(SHA256Stream.digest(of: der)) }

    /// Whether `signature` was made over `message` by the other half of this key.
    package func accepts(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) else {
            return false
        }
        return key.isValidSignature(signature, for: message)
    }
}
