import ArgumentParser
import Glibc
import TrustCrypto
import TrustFormats

/// Keys of a repository's owners on the command line: `NAME.key` signs, `NAME.pub` stands for one who is elsewhere.
struct OwnerKeys {
    var signers: [any Signer] = []
    var keys: [VerifyingKey] = []

    init() {}

    /// Reads every file; asks for the passphrase of an encrypted one when a person is there.
    init(_ paths: [String], passphraseFile: String?) throws {
        for path in paths {
            if path.hasSuffix(".pub") {
                do {
                    let pem = String(decoding: try SmallFile.read(path, most: 65_536), as: UTF8.self)
                    keys.append(try VerifyingKey(pem: pem))
                } catch let failure as SmallFile.Failure {
                    throw CommandFailure.refused("\(path): \(failure.text)")
                } catch {
                    throw CommandFailure.refused("\(path): \(error)")
                }
            } else {
                let signer = try DeskKeyOptions.load(path, passphraseFile: passphraseFile)
                signers.append(signer)
                keys.append(signer.verifyingKey)
            }
        }
    }
}

/// Keys that sign, and the passphrase of those that are encrypted.
struct SigningOptions: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp("A key to sign with; may be repeated.", valueName: "NAME.key"))
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "File with the keys' passphrase in its first line; - reads it from standard input.", valueName: "FILE"))
    var passphraseFile: String?

    func load() throws -> [any Signer] { try OwnerKeys(paths, passphraseFile: passphraseFile).signers }
}
