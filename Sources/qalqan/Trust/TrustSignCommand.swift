import ArgumentParser
import TrustRepository

struct TrustSignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Add an owner's signature to the root that waits; with the last one that is needed it is published.",
        discussion: """
            Carry the folder, or its staged.root and *.root.json alone, to where the key is, and bring staged.root back.

            Example:
              qalqan trust sign region --key b.key
            """)

    @Argument(help: ArgumentHelp("The repository.", valueName: "FOLDER")) var folder: String
    @OptionGroup var signing: SigningOptions
    @Flag(help: "Print what was made as JSON.") var json = false

    func validate() throws {
        if signing.paths.isEmpty { throw ValidationError("--key: whose signature?") }
    }

    func run() async throws {
        let signers = try signing.load()
        let staged = try RepositoryWork.attempt { try RepositoryAuthor.sign(path: folder, signers: signers) }
        RepositoryWork.report(staged, in: folder, json: json)
    }
}
