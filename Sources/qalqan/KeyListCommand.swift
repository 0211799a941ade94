import ArgumentParser
import Foundation
import TrustCrypto
import TrustFormats

struct KeyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the desk keys in a folder.",
        discussion: """
            Example:
              qalqan key list --folder /etc/qalqan/keys
            """)

    @Option(help: "Folder to look in; the current one by default.")
    var folder = "."

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw CommandFailure.unreachable("\(folder): the folder cannot be read")
        }
        let keys = Set(names.filter { $0.hasSuffix(".key") || $0.hasSuffix(".pub") }.map { String($0.dropLast(4)) })
        let listings = keys.sorted().compactMap(listing)
        if json {
            print(JSONText.of(listings))
        } else if listings.isEmpty {
            print("no desk keys in \(folder == "." ? "this folder" : folder); qalqan key new NAME makes one")
        } else {
            let width = listings.map(\.name.count).max() ?? 0
            for key in listings {
                let halves =
                    key.secretKey == nil ? "public" : key.encrypted ? "secret, encrypted" : "secret, not encrypted"
                print("\(key.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(key.keyID)  \(halves)")
            }
        }
    }

    /// `nil` for files that merely look like a key by their name. An encrypted key without `NAME.pub` has no id to show.
    private func listing(_ name: String) -> KeyListing? {
        func text(_ path: String) -> String? {
            (try? SmallFile.read(path, most: 65_536)).map { String(decoding: $0, as: UTF8.self) }
        }
        let base = folder == "." ? name : "\(folder)/\(name)"
        let publicKey = text(base + ".pub").flatMap { try? VerifyingKey(pem: $0) }
        let secret = text(base + ".key")
        let encrypted = secret.map(SigningKey.isEncrypted) ?? false
        let secretKey = secret.flatMap { try? SigningKey(pem: $0) }
        guard let id = (publicKey ?? secretKey?.verifyingKey)?.keyID else { return nil }
        return KeyListing(
            name: name, keyID: id, publicKey: publicKey == nil ? nil : base + ".pub",
            secretKey: encrypted || secretKey != nil ? base + ".key" : nil, encrypted: encrypted)
    }
}
