import ArgumentParser
import ChannelConfiguration
import ControlService
import Foundation
import Playlist
import Timecode
import Trust
import TrustCrypto
import TrustFormats

struct KeyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the desk keys in a folder, or those of a channel's desks.",
        discussion: """
            With --config: the keys of the channel's desks, what they are for, from when to when they count, and whether they \
            are revoked.

            Example:
              qalqan key list --folder /etc/qalqan/keys
              qalqan key list --config channel.yaml
            """)

    @Option(help: "Folder to look in; the current one by default.")
    var folder: String?

    @Option(help: ArgumentHelp("A channel, whose desks are listed.", valueName: "channel.yaml"))
    var config: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if folder != nil && config != nil { throw ValidationError("give --folder or --config, not both") }
    }

    func run() async throws {
        let listings = try config.map(desks) ?? keys(in: folder ?? ".")
        if json {
            print(JSONText.of(listings))
        } else if listings.isEmpty {
            print(
                config == nil
                    ? "no desk keys in \(folder.map { $0 == "." ? "this folder" : $0 } ?? "this folder"); "
                        + "qalqan key new NAME makes one"
                    : "no desk is trusted: name desks and their keys under trust.desks")
        } else {
            let width = listings.map(\.name.count).max() ?? 0
            for key in listings {
                print("\(key.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(key.keyID)  \(key.text)")
            }
        }
    }

    // MARK: A folder

    private func keys(in folder: String) throws -> [KeyListing] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw CommandFailure.unreachable("\(folder): the folder cannot be read")
        }
        let keys = Set(names.filter { $0.hasSuffix(".key") || $0.hasSuffix(".pub") }.map { String($0.dropLast(4)) })
        return keys.sorted().compactMap { listing($0, in: folder) }
    }

    /// `nil` for files that merely look like a key by their name. An encrypted key without `NAME.pub` has no id to show.
    private func listing(_ name: String, in folder: String) -> KeyListing? {
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

    // MARK: A channel

    private func desks(_ config: String) throws -> [KeyListing] {
        let (settings, diagnostics) = ConfigurationReader.load(config)
        guard let settings else {
            throw CommandFailure.refused(diagnostics.map(\.description).joined(separator: "\n"))
        }
        let now = LeapSeconds.builtIn.tai(unixNanoseconds: Int64(Date().timeIntervalSince1970) * 1_000_000_000)
        let basis = TrustSource(settings).read()
        for problem in basis.desks.problems { StandardError.write(problem.description) }
        return basis.desks.entries.map { entry in
            let revocation = basis.revocations.keys[entry.keyID]
            var key = KeyListing(
                name: entry.desk.name, keyID: entry.keyID, publicKey: entry.desk.keyPath, encrypted: false)
            key.country = entry.desk.country
            key.roles = DeskRole.allCases.filter(entry.desk.roles.contains).map(\.rawValue)
            key.notBefore = entry.desk.notBefore?.utcText()
            key.notAfter = entry.desk.notAfter?.utcText()
            switch entry.desk.refusal(as: .approve, signed: now, at: now, revocation: revocation) {
            case .revoked(let reason):
                key.state = "revoked"
                key.revoked = revocation.map { $0.since.utcText() + (reason.isEmpty ? "" : ": \(reason)") }
            case .notYetValid: key.state = "not valid yet"
            case .expired: key.state = "expired"
            case .otherRole, nil: key.state = "in force"
            }
            return key
        }
    }
}
