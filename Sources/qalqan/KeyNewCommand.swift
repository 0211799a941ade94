import ArgumentParser
import Glibc
import TrustCrypto
import TrustFormats

struct KeyNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a desk key: NAME.key (secret, readable by you alone) and NAME.pub.",
        discussion: """
            Never replaces a key. With --passphrase the secret half is encrypted; openssl pkey reads both halves.

            Example:
              qalqan key new newsroom --passphrase
            """)

    @Argument(help: "Name of the key; files are made in the current folder.")
    var name: String

    @Flag(help: "Ask for a passphrase and encrypt the key with it.")
    var passphrase = false

    @Option(
        help: ArgumentHelp(
            "Encrypt with the passphrase in the first line of FILE; - reads it from standard input.",
            valueName: "FILE"))
    var passphraseFile: String?

    @Flag(help: "Print what was made as JSON.")
    var json = false

    func validate() throws {
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix("."), !name.hasSuffix(".key"), !name.hasSuffix(".pub")
        else {
            throw ValidationError(
                "\(name): NAME is a name without folder or ending, as newsroom (makes newsroom.key and newsroom.pub here)"
            )
        }
    }

    func run() async throws {
        let secret = try chosenPassphrase()
        let key = SigningKey()
        let pem: String
        do {
            pem = try key.pem(passphrase: secret)
        } catch {
            throw CommandFailure.refused("\(name).key: \(error.description)")
        }
        for path in ["\(name).key", "\(name).pub"] where access(path, F_OK) == 0 {
            throw CommandFailure.refused("\(path): already there; choose another name or move it away")
        }
        try create("\(name).key", pem, mode: 0o600)
        do {
            try create("\(name).pub", key.verifyingKey.pem, mode: 0o644)
        } catch {
            unlink("\(name).key")
            throw error
        }
        let id = key.verifyingKey.keyID
        if json {
            let made = KeyListing(
                name: name, keyID: id, publicKey: "\(name).pub", secretKey: "\(name).key", encrypted: secret != nil)
            print(JSONText.of(made))
        } else {
            print("\(name).key  secret\(secret == nil ? "" : ", encrypted"): keep it with the desk")
            print("\(name).pub  public: name it under trust.desks in the channel's configuration")
            print("key id      \(id)")
        }
    }

    private func chosenPassphrase() throws -> String? {
        if let passphraseFile { return try Passphrase.read(from: passphraseFile) }
        guard passphrase else { return nil }
        guard let first = Passphrase.ask("Passphrase for \(name).key: ") else {
            throw CommandFailure.usage("--passphrase asks at a terminal and there is none: --passphrase-file FILE")
        }
        guard !first.isEmpty else { throw CommandFailure.refused("an empty passphrase protects nothing") }
        guard Passphrase.ask("The same again: ") == first else {
            throw CommandFailure.refused("the two were not the same: nothing was made")
        }
        return first
    }

    private func create(_ path: String, _ text: String, mode: mode_t) throws {
        do {
            try SmallFile.create(path, with: Array(text.utf8), mode: mode)
        } catch {
            throw CommandFailure.refused("\(path): \(error.text)")
        }
    }
}
