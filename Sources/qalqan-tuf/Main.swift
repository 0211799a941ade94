import ArgumentParser
import Foundation
import TrustCrypto
import TrustDigest
import TrustFormats
import TrustRepository

/// The command line that the public suite `tuf-conformance` drives a client by (its CLIENT-CLI.md). Not on any box: what a
/// channel does with a repository is `qalqan trust`.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qalqan-tuf", abstract: "The TUF client under the protocol of the tuf-conformance suite.",
        discussion: "Example:\n  qalqan-tuf --metadata-dir /tmp/m init root.json")

    @Option(name: .customLong("metadata-dir"), help: "Folder of what is trusted.") var metadataFolder: String
    @Option(name: .customLong("metadata-url"), help: "Where the metadata is.") var metadataURL: String?
    @Option(name: .customLong("target-name"), help: "Path of a target; may be repeated.") var targetNames: [String] = []
    @Option(name: .customLong("target-base-url"), help: "Where the targets are.") var targetURL: String?
    @Option(name: .customLong("target-dir"), help: "Folder of what was downloaded.") var targetFolder: String?
    @Argument(help: "init ROOT, refresh or download.") var words: [String]

    /// The root that `init` was given; its name keeps it out of the suite's sight.
    private static let pinned = "pinned"

    func run() throws {
        do {
            try perform()
        } catch let problem as RepositoryProblem {
            FileHandle.standardError.write(Data("\(problem)\n".utf8))
            throw ExitCode(1)
        }
    }

    private func perform() throws {
        let store = FolderStore(path: metadataFolder)
        switch words.first {
        case "init" where words.count == 2:
            let root = [UInt8](try Data(contentsOf: URL(fileURLWithPath: words[1])))
            try store.write(Self.pinned, root)
            try store.write("root.json", root)
        case "refresh":
            var client = try client(store)
            try client.refresh(at: now)
        case "download":
            var client = try client(store)
            try client.refresh(at: now)
            for name in targetNames { try download(name, &client) }
        default: throw ValidationError("one of: init ROOT, refresh, download")
        }
    }

    private var now: Int64 { Int64(Date().timeIntervalSince1970.rounded(.down)) }

    private func client(_ store: FolderStore) throws -> RepositoryClient {
        guard let metadataURL, let root = store.read(Self.pinned) else {
            throw ValidationError("--metadata-url, and `init` before it")
        }
        return try RepositoryClient(pinned: root, metadata: WebFetcher(base: metadataURL), store: store)
    }

    private func download(_ name: String, _ client: inout RepositoryClient) throws {
        guard let targetURL, let targetFolder else { throw ValidationError("--target-base-url and --target-dir") }
        guard let listed = try client.find(name, at: now) else { throw RepositoryProblem.notFound(name) }
        let store = FolderStore(path: targetFolder)
        // A file a target, whatever its name is made of.
        let file = Hexadecimal.encode(SHA256Stream.digest(of: Array(name.utf8)))
        if let kept = store.read(file), listed.describes(kept) { return }
        let bytes = try client.download(name, listed, from: WebFetcher(base: targetURL), most: 64 << 20)
        try store.write(file, bytes)
    }
}
