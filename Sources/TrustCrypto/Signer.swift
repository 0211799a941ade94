/// Whoever holds a desk's secret key and signs with it: a key file (`SigningKey`), a smart card, a TPM.
///
/// The secret half need not be in this process: a signer behind PKCS #11 knows the public half and hands on what is to be
/// signed. Ed25519 (RFC 8032, pure, not prehashed) over the bytes as they are.
package protocol Signer: Sendable {
    /// The public half, as it stands with the channels that trust it.
    var verifyingKey: VerifyingKey { get }

    /// A signature over `message`, 64 bytes. May wait for a person or a device.
    func sign(_ message: [UInt8]) throws(KeyError) -> [UInt8]
}

extension Signer {
    /// How signatures and configurations name the key: `VerifyingKey.keyID`.
    package var keyID: String { verifyingKey.keyID }
}
