import ArgumentParser
import TrustCrypto
import TrustRepository

struct TrustInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a trust repository in a new folder, with its first root.",
        discussion: """
            NAME.key signs at once; NAME.pub stands for an owner who signs elsewhere (qalqan trust sign). Root keys are kept \
            offline; the online key signs snapshot and timestamp, day by day.

            Example:
              qalqan trust init region --root a.key --root b.pub --root c.pub --root-threshold 2 \
            --targets desk.key --online online.key
            """)

    @Argument(help: ArgumentHelp("Folder to make.", valueName: "FOLDER")) var folder: String

    @Option(help: ArgumentHelp("A key of the root; may be repeated.", valueName: "KEY")) var root: [String] = []
    @Option(help: "Signatures of root keys that a root needs.") var rootThreshold: Int = 1
    @Option(help: ArgumentHelp("A key that vouches for targets; may be repeated.", valueName: "KEY"))
    var targets: [String] = []
    @Option(help: "Signatures that targets need.") var targetsThreshold: Int = 1
    @Option(help: ArgumentHelp("A key of snapshot and timestamp; may be repeated.", valueName: "KEY"))
    var online: [String] = []
    @Option(help: ArgumentHelp("How long the root counts (1y).", valueName: "TIME")) var rootFor: LifetimeText?
    @Option(
        help: ArgumentHelp(
            "File with the keys' passphrase in its first line; - reads it from standard input.", valueName: "FILE"))
    var passphraseFile: String?
    @Flag(help: "Print what was made as JSON.") var json = false

    func validate() throws {
        for (name, keys) in [("--root", root), ("--targets", targets), ("--online", online)] where keys.isEmpty {
            throw ValidationError("\(name): name at least one key (qalqan key new makes them)")
        }
    }

    func run() async throws {
        let rootKeys = try OwnerKeys(root, passphraseFile: passphraseFile)
        let targetsKeys = try OwnerKeys(targets, passphraseFile: passphraseFile)
        let onlineKeys = try OwnerKeys(online, passphraseFile: passphraseFile)
        let staged = try RepositoryWork.attempt {
            try RepositoryAuthor.create(
                path: folder,
                owners: [
                    .root: .init(keys: rootKeys.keys, threshold: rootThreshold),
                    .targets: .init(keys: targetsKeys.keys, threshold: targetsThreshold),
                    .snapshot: .init(keys: onlineKeys.keys, threshold: 1),
                    .timestamp: .init(keys: onlineKeys.keys, threshold: 1),
                ], lifetime: rootFor?.seconds ?? RoleLifetimes().root, signers: rootKeys.signers, at: RepositoryWork.now
            )
        }
        RepositoryWork.report(staged, in: folder, json: json)
        guard !json, staged.isPublished else { return }
        print("put a copy of it on every channel as trust.root, by hand: it is what they trust first")
        print("next: qalqan trust publish \(folder) desks.json policy.json --key TARGETS.key --key ONLINE.key")
    }
}
