import ArgumentParser
import Glibc
import TrustCrypto
import TrustFormats

/// The key that a command signs with.
struct DeskKeyOptions: ParsableArguments {
    @Option(name: .customLong("key"), help: ArgumentHelp("The desk's key.", valueName: "NAME.key"))
    var path: String

    @Option(
        help: ArgumentHelp(
            "File with the key's passphrase in its first line; - reads it from standard input.",
            valueName: "FILE"))
    var passphraseFile: String?

    /// Reads the key; asks for the passphrase of an encrypted one when a person is there.
    func load() throws -> any Signer {
        try Self.load(path, passphraseFile: passphraseFile)
    }

    static func load(_ path: String, passphraseFile: String?) throws -> any Signer {
        let pem: String
        do {
            pem = String(decoding: try SmallFile.read(path, most: 65_536), as: UTF8.self)
        } catch {
            let hint = error == .missing ? " (qalqan key new makes one)" : ""
            throw CommandFailure.refused("\(path): \(error.text)\(hint)")
        }
        var facts = stat()
        if stat(path, &facts) == 0, facts.st_mode & 0o077 != 0, !SigningKey.isEncrypted(pem: pem) {
            StandardError.write("warning: \(path): others on this machine can read this key; chmod 600 \(path)")
        }
        var passphrase: String?
        if SigningKey.isEncrypted(pem: pem) {
            passphrase = try passphraseFile.map(Passphrase.read) ?? Passphrase.ask("Passphrase of \(path): ")
        }
        do {
            return try SigningKey(pem: pem, passphrase: passphrase)
        } catch .passphraseNeeded {
            throw CommandFailure.refused(
                "\(path): the key is encrypted and there is no terminal: --passphrase-file FILE")
        } catch {
            throw CommandFailure.refused("\(path): \(error.description)")
        }
    }
}
