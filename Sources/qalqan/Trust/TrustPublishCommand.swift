import ArgumentParser
import ChannelConfiguration
import Playlist
import TrustFormats
import TrustRepository

struct TrustPublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publish desks.json, policy.json and revocations.json, and renew snapshot and timestamp.",
        discussion: """
            Without files only what is due is made anew: the timestamp always, a snapshot and targets metadata that end soon, if \
            their keys are given. Run it with the online key more often than a timestamp lives.

            Example:
              qalqan trust publish region desks.json policy.json --key desk.key --key online.key
              qalqan trust publish region region/targets/revocations.json --key desk.key --key online.key
              qalqan trust publish region --key online.key
            """)

    @Argument(help: ArgumentHelp("The repository.", valueName: "FOLDER")) var folder: String
    @Argument(help: ArgumentHelp("Targets to add or replace.", valueName: "FILE")) var files: [String] = []
    @Option(help: ArgumentHelp("A target to take out; may be repeated.", valueName: "NAME")) var remove: [String] = []
    @OptionGroup var signing: SigningOptions
    @OptionGroup var lifetimes: LifetimeOptions
    @Flag(help: "Print what was made as JSON.") var json = false

    func run() async throws {
        var change = RepositoryAuthor.Change()
        change.lifetimes = lifetimes.lifetimes
        change.removed = Set(remove)
        for file in files {
            let name = String(file.split(separator: "/").last ?? "")
            let bytes: [UInt8]
            do throws(SmallFile.Failure) { bytes = try SmallFile.read(file, most: 32 << 20) } catch {
                throw CommandFailure.refused("\(file): \(error.text)")
            }
            try Self.check(file, name, bytes)
            change.files[name] = bytes
        }
        let signers = try signing.load()
        let made = try RepositoryWork.attempt {
            var author = try RepositoryAuthor(path: folder)
            let name = RegionTrust.Target.revocations.rawValue
            if let bytes = change.files[name], !remove.contains(name) {
                change.files[name] = try Self.revocations(bytes, name, after: author)
            }
            return try author.publish(change, signers: signers, at: RepositoryWork.now)
        }
        let versions = made.sorted { $0.key.rawValue < $1.key.rawValue }
        if json {
            print(JSONText.of(Dictionary(uniqueKeysWithValues: versions.map { ($0.key.rawValue, $0.value) })))
        } else {
            for (role, version) in versions { print("\(role.rawValue) \(version)") }
        }
    }

    /// What no channel could use is not published.
    private static func check(_ file: String, _ name: String, _ bytes: [UInt8]) throws {
        guard let target = RegionTrust.Target(rawValue: name) else {
            let names = RegionTrust.Target.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.refused("\(file): channels read \(names); give the file one of these names")
        }
        guard bytes.count <= target.mostBytes else {
            throw CommandFailure.refused("\(file): more than the \(target.mostBytes) bytes that channels read")
        }
        switch target {
        case .desks:
            _ = try RepositoryWork.attempt { try PublishedDesk.read(bytes) }
        case .policy:
            let (policy, diagnostics) = ConfigurationReader.policy(bytes, file: file, isRehearsal: false)
            for diagnostic in diagnostics { StandardError.write(diagnostic.description) }
            if policy == nil { throw CommandFailure.refused("\(file): not published") }
        case .revocations: _ = try revocations(bytes, file)
        }
    }

    /// A list of revocations with all that was published before: what was taken back stays so for boxes that are new or were
    /// away. (A list is begun anew with `--remove`.)
    private static func revocations(
        _ bytes: [UInt8], _ file: String, after author: RepositoryAuthor? = nil
    ) throws -> [UInt8] {
        do throws(SealProblem) {
            var list = try RevocationList(json: bytes)
            guard let before = author?.published(RegionTrust.Target.revocations.rawValue) else { return bytes }
            let given = list
            list.add(try RevocationList(json: before))
            guard list != given else { return bytes }
            StandardError.write("\(file): what was published before and is not in it stays in force")
            return list.json
        } catch { throw CommandFailure.refused("\(file): \(error.description)") }
    }
}
