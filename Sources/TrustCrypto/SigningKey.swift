import Crypto
import Foundation

/// A desk's key: Ed25519 (RFC 8032), in `NAME.key` as PKCS #8 PEM (RFC 8410), encrypted on request (RFC 8018, PBES2 with
/// scrypt and AES-256-CBC). `openssl pkey` reads both forms. The signer that is shipped.
package struct SigningKey: Signer {
    static let label = "PRIVATE KEY"
    /// PrivateKeyInfo of Ed25519 up to the 32 bytes of the seed: one fixed form.
    private static let prefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    private let key: Curve25519.Signing.PrivateKey

    /// A new key from the system's random numbers.
    package init() { key = Curve25519.Signing.PrivateKey() }

    /// The key in a PEM text. `passphrase` is only looked at when the key is encrypted.
    package init(pem: String, passphrase: String? = nil) throws(KeyError) {
        guard let block = PEM.decode(pem) else { throw .notAKey("not a private key: expected one PEM block") }
        let der: [UInt8]
        switch block.label {
        case Self.label: der = block.bytes
        case EncryptedKey.label:
            guard let passphrase else { throw .passphraseNeeded }
            der = try EncryptedKey.decrypt(block.bytes, passphrase: passphrase)
        default: throw .notAKey("not a private key but a \"\(block.label)\"")
        }
        guard der.count == Self.prefix.count + 32, der.starts(with: Self.prefix),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: der.dropFirst(Self.prefix.count))
        else {
            throw block.label == Self.label ? .notAKey("not an Ed25519 private key") : .wrongPassphrase
        }
        self.key = key
    }

    /// Whether a PEM text holds a key that needs a passphrase.
    package static func isEncrypted(pem: String) -> Bool { PEM.decode(pem)?.label == EncryptedKey.label }

    package var verifyingKey: VerifyingKey { VerifyingKey(raw: Array(key.publicKey.rawRepresentation)) }

    /// The key as PEM, encrypted when a passphrase is given.
    package func pem(passphrase: String? = nil) throws(KeyError) -> String {
        let der = Self.prefix + Array(key.rawRepresentation)
        guard let passphrase else { return PEM.encode(der, label: Self.label) }
        guard !passphrase.isEmpty else { throw .emptyPassphrase }
        return PEM.encode(try EncryptedKey.encrypt(der, passphrase: passphrase), label: EncryptedKey.label)
    }

    /// A signature over `message`, 64 bytes.
    package func sign(_ message: [UInt8]) throws(KeyError) -> [UInt8] {
        guard let signature = try? key.signature(for: message) else { throw .cannotSign("the key cannot sign") }
        return Array(signature)
    }
}
