import ArgumentParser
import TrustCrypto
import TrustRepository

struct TrustRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make the next root: other keys or another threshold for a role, or just a new end.",
        discussion: """
            A root needs the signatures of the root before it and its own; what is missing is added with qalqan trust sign. \
            After a role's keys have changed, publish with the new ones.

            Example:
              qalqan trust rotate region --role timestamp --add new.pub --remove 4fe1c2 --key a.key --key b.key
              qalqan trust rotate region --key a.key --key b.key     # a new end, nothing else
            """)

    @Argument(help: ArgumentHelp("The repository.", valueName: "FOLDER")) var folder: String
    @Option(help: ArgumentHelp("root, targets, snapshot, timestamp.", valueName: "ROLE")) var role: MetadataRole?
    @Option(help: ArgumentHelp("A key to add; may be repeated.", valueName: "KEY")) var add: [String] = []
    @Option(
        help: ArgumentHelp("Identifier of a key to take out, or its beginning; may be repeated.", valueName: "KEYID"))
    var remove: [String] = []
    @Option(help: "Signatures that the role needs from now on.") var threshold: Int?
    @Option(help: ArgumentHelp("How long the root counts (1y).", valueName: "TIME")) var rootFor: LifetimeText?
    @OptionGroup var signing: SigningOptions
    @Flag(help: "Print what was made as JSON.") var json = false

    func validate() throws {
        if role == nil, !add.isEmpty || !remove.isEmpty || threshold != nil {
            throw ValidationError("--role: which role's keys or threshold?")
        }
    }

    func run() async throws {
        let added = try OwnerKeys(add, passphraseFile: signing.passphraseFile)
        var change = RepositoryAuthor.Rotation()
        change.role = role
        change.added = added.keys
        change.removed = remove
        change.threshold = threshold
        change.lifetime = rootFor?.seconds ?? RoleLifetimes().root
        let signers = try signing.load() + added.signers
        let staged = try RepositoryWork.attempt {
            try RepositoryAuthor(path: folder).rotate(change, signers: signers, at: RepositoryWork.now)
        }
        RepositoryWork.report(staged, in: folder, json: json)
        if !json, staged.isPublished, let role, role != .root {
            print("next: qalqan trust publish \(folder) with the keys of \(role.rawValue) as they are now")
        }
    }
}

extension MetadataRole: ExpressibleByArgument {}
