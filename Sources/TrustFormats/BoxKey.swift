import Glibc
import TrustCrypto

/// The key of an installation: with it the box signs the heads of its logs, and nothing else. No desk's key, trusted for
/// nothing that airs.
///
/// `box.key` (0600) and `box.pub` in the channel's data folder, made at the first start. It is not encrypted: the box has to
/// sign without a person.
package struct BoxKey: Sendable {
    package let key: SigningKey
    package var verifyingKey: VerifyingKey { key.verifyingKey }

    package static func secretPath(in folder: String) -> String { folder + "/box.key" }
    package static func publicPath(in folder: String) -> String { folder + "/box.pub" }

    /// Reads the key of a data folder; makes it where there is none.
    package init(in folder: String) throws(SealProblem) {
        let path = Self.secretPath(in: folder)
        if let present = try Self.read(path) {
            key = present
        } else {
            key = SigningKey()
            do {
                try SmallFile.create(path, with: Array(try key.pem().utf8), mode: 0o600)
            } catch { throw SealProblem("\(path) cannot be made: \(error)") }
        }
        let pem = Array(key.verifyingKey.pem.utf8)
        if (try? SmallFile.read(Self.publicPath(in: folder), most: 65_536)) != pem {
            do throws(SmallFile.Failure) {
                try SmallFile.replace(Self.publicPath(in: folder), with: pem)
            } catch { throw SealProblem("\(Self.publicPath(in: folder)) cannot be written: \(error.text)") }
        }
    }

    private static func read(_ path: String) throws(SealProblem) -> SigningKey? {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            bytes = try SmallFile.read(path, most: 65_536)
        } catch .missing {
            return nil
        } catch { throw SealProblem("\(path): \(error.text)") }
        do throws(KeyError) {
            return try SigningKey(pem: String(decoding: bytes, as: UTF8.self))
        } catch { throw SealProblem("\(path): \(error.description)") }
    }

    /// The public half that a data folder shows.
    package static func publicKey(in folder: String) throws(SealProblem) -> VerifyingKey {
        try VerifyingKey.load(publicPath(in: folder))
    }
}

extension VerifyingKey {
    /// Reads a public key from `NAME.pub`.
    package static func load(_ path: String) throws(SealProblem) -> VerifyingKey {
        do {
            return try VerifyingKey(pem: String(decoding: try SmallFile.read(path, most: 65_536), as: UTF8.self))
        } catch let failure as SmallFile.Failure {
            throw SealProblem("\(path): \(failure.text)")
        } catch { throw SealProblem("\(path): \(error)") }
    }
}
