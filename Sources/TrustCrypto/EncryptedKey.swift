import Crypto
import CryptoExtras
import Foundation

/// A private key under a passphrase: EncryptedPrivateKeyInfo (RFC 5958) by PBES2 (RFC 8018) with scrypt (RFC 7914) and
/// AES-256-CBC. The arithmetic is swift-crypto's; only the DER around it is written here.
enum EncryptedKey {
    static let label = "ENCRYPTED PRIVATE KEY"

    private static let pbes2: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d]
    private static let scrypt: [UInt8] = [0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b]
    private static let aes256CBC: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a]

    /// Cost of one guess: 16 MiB, five times over. More memory than that and `openssl` refuses to read the key.
    private static let cost = (rounds: 1 << 14, blockSize: 8, parallelism: 5)

    static func encrypt(_ der: [UInt8], passphrase: String) throws(KeyError) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let vector = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let key = try derive(
            passphrase, salt: salt, rounds: cost.rounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
        guard let iv = try? AES._CBC.IV(ivBytes: vector), let sealed = try? AES._CBC.encrypt(der, using: key, iv: iv)
        else { throw .notAKey("the key cannot be encrypted") }
        let derivation = DER.sequence(
            DER.element(DER.identifier, scrypt),
            DER.sequence(
                DER.element(DER.octets, salt), DER.integer(cost.rounds), DER.integer(cost.blockSize),
                DER.integer(cost.parallelism)))
        let cipher = DER.sequence(DER.element(DER.identifier, aes256CBC), DER.element(DER.octets, vector))
        return DER.sequence(
            DER.sequence(DER.element(DER.identifier, pbes2), DER.sequence(derivation, cipher)),
            DER.element(DER.octets, Array(sealed)))
    }

    static func decrypt(_ bytes: [UInt8], passphrase: String) throws(KeyError) -> [UInt8] {
        let parameters: Parameters
        do {
            parameters = try Parameters(bytes)
        } catch {
            throw .notAKey("an encrypted key of a kind that is not read here (PBES2 with scrypt and AES-256-CBC is)")
        }
        let key = try derive(
            passphrase, salt: parameters.salt, rounds: parameters.rounds, blockSize: parameters.blockSize,
            parallelism: parameters.parallelism)
        guard let iv = try? AES._CBC.IV(ivBytes: parameters.vector),
            let der = try? AES._CBC.decrypt(parameters.sealed, using: key, iv: iv)
        else { throw .wrongPassphrase }
        return Array(der)
    }

    private static func derive(
        _ passphrase: String, salt: [UInt8], rounds: Int, blockSize: Int, parallelism: Int
    ) throws(KeyError) -> SymmetricKey {
        guard
            let key = try? KDF.Scrypt.deriveKey(
                from: Array(passphrase.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize,
                parallelism: parallelism)
        else { throw .notAKey("the key's scrypt parameters are out of bounds") }
        return key
    }

    private struct Parameters {
        let salt: [UInt8]
        let rounds: Int
        let blockSize: Int
        let parallelism: Int
        let vector: [UInt8]
        let sealed: [UInt8]

        init(_ bytes: [UInt8]) throws(DER.Malformed) {
            var outer = DER.Reader(bytes)
            var whole = DER.Reader(try outer.take(DER.sequence))
            var algorithm = DER.Reader(try whole.take(DER.sequence))
            sealed = try whole.take(DER.octets)
            guard outer.isAtEnd, whole.isAtEnd, try algorithm.take(DER.identifier) == pbes2 else {
                throw DER.Malformed()
            }
            var pair = DER.Reader(try algorithm.take(DER.sequence))
            var derivation = DER.Reader(try pair.take(DER.sequence))
            var cipher = DER.Reader(try pair.take(DER.sequence))
            guard try derivation.take(DER.identifier) == scrypt, try cipher.take(DER.identifier) == aes256CBC else {
                throw DER.Malformed()
            }
            vector = try cipher.take(DER.octets)
            var numbers = DER.Reader(try derivation.take(DER.sequence))
            salt = try numbers.take(DER.octets)
            rounds = try numbers.takeInteger()
            blockSize = try numbers.takeInteger()
            parallelism = try numbers.takeInteger()
            // At most 64 MiB and a few seconds: a key file must not be able to stop the program that reads it.
            guard rounds >= 2, rounds & (rounds - 1) == 0, rounds <= 1 << 16, (1...8).contains(blockSize),
                (1...16).contains(parallelism), vector.count == 16
            else { throw DER.Malformed() }
        }
    }
}
