/// Why a key cannot be used. Nothing of a key's secret part is ever in the message.
package enum KeyError: Error, Hashable, Sendable {
    /// Not a key of the expected kind.
    case notAKey(String)
    /// The key is encrypted and no passphrase was given.
    case passphraseNeeded
    case wrongPassphrase
    /// An empty passphrase protects nothing.
    case emptyPassphrase
    /// The signer did not sign: the text says why, in one clause.
    case cannotSign(String)
}

extension KeyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAKey(let why): why
        case .passphraseNeeded: "the key is encrypted: give its passphrase"
        case .wrongPassphrase: "wrong passphrase, or the key file is damaged"
        case .emptyPassphrase: "an empty passphrase protects nothing"
        case .cannotSign(let why): why
        }
    }
}
