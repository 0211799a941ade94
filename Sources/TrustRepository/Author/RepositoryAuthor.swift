import Glibc
import TrustCrypto
import TrustDigest
import TrustFormats

/// The side that makes a repository: a folder with metadata at its top and targets below `targets/`, to be served as it is by
/// any web server or carried on a stick. Snapshots are consistent: a reader in the middle of a change sees the old state.
///
/// Keys are whoever can sign (`Signer`); only public halves and signatures are ever in the folder.
package struct RepositoryAuthor {
    package let path: String
    /// The newest root, reached from the first one as a client does; ends do not count.
    package private(set) var root: RootMetadata
    /// The newest metadata of the other roles that the newest root's keys, or those of a root before it, have signed: of a role
    /// whose keys were changed, what has to be signed anew.
    package private(set) var timestamp: TimestampMetadata?
    package private(set) var snapshot: SnapshotMetadata?
    package private(set) var targets: TargetsMetadata?
    private let store: FolderStore

    static let staged = "staged.root"

    /// Opens a repository.
    package init(path: String) throws(AuthorProblem) {
        self.path = path
        store = FolderStore(path: path, isPublic: true)
        let folder = FolderFetcher(path: path)
        var roots: [RootMetadata] = []
        do throws(RepositoryProblem) {
            var trusted = try TrustedMetadata(
                pinned: try folder.fetch(["1.root.json"], most: MetadataRole.root.mostBytes))
            roots.append(trusted.root)
            while let next = Self.file("\(trusted.root.file.version + 1).root.json", folder) {
                try trusted.take(root: next)
                roots.append(trusted.root)
            }
            root = trusted.root
        } catch {
            switch error {
            case .notFound, .unreachable:
                let waits = access(path + "/" + Self.staged, F_OK) == 0
                throw AuthorProblem(
                    "\(path)/1.root.json: \(waits ? "its first root waits for signatures" : "not there"); "
                        + "qalqan trust init makes a repository")
            default: throw AuthorProblem("\(path): \(error)")
            }
        }
        func newest(_ role: MetadataRole) -> MetadataFile? {
            let name =
                role == .timestamp ? "timestamp.json" : "\(Self.lastVersion(role, in: path)).\(role.rawValue).json"
            guard let bytes = Self.file(name, folder), let file = try? MetadataFile(bytes, role.rawValue),
                roots.contains(where: { (try? $0.verify(file, as: role)) != nil })
            else { return nil }
            return file
        }
        timestamp = newest(.timestamp).flatMap { try? TimestampMetadata($0) }
        snapshot = newest(.snapshot).flatMap { try? SnapshotMetadata($0) }
        targets = newest(.targets).flatMap { try? TargetsMetadata($0) }
    }

    /// A target as it was published last; `nil` when there is none, or its file is not the one that was listed.
    package func published(_ name: String) -> [UInt8]? {
        guard let listed = targets?.targets[name], let hash = listed.hashes["sha256"],
            let bytes = try? FolderFetcher(path: path).fetch(
                ["targets", "\(hash).\(name)"], most: RegionTrust.Target.revocations.mostBytes),
            Hexadecimal.encode(SHA256Stream.digest(of: bytes)) == hash
        else { return nil }
        return bytes
    }

    private static func file(_ name: String, _ folder: FolderFetcher) -> [UInt8]? {
        try? folder.fetch([name], most: MetadataRole.targets.mostBytes)
    }

    /// Versions in the folder go up from what is there, whoever signed it.
    private static func lastVersion(_ role: MetadataRole, in path: String) -> Int64 {
        if role == .timestamp {
            let bytes = file("timestamp.json", FolderFetcher(path: path))
            return bytes.flatMap { try? MetadataFile($0, "timestamp").version } ?? 0
        }
        var last: Int64 = 0
        guard let folder = opendir(path) else { return 0 }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(".\(role.rawValue).json"), let version = Int64(name.prefix { $0 != "." }) else {
                continue
            }
            last = max(last, version)
        }
        return last
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws(AuthorProblem) {
        do throws(RepositoryProblem) { try store.write(name, bytes) } catch { throw AuthorProblem("\(error)") }
    }

    // MARK: Publishing

    /// What one publication changes.
    package struct Change: Sendable {
        /// Targets by name, to be added or replaced.
        package var files: [String: [UInt8]] = [:]
        package var removed: Set<String> = []
        package var lifetimes = RoleLifetimes()

        package init() {}
    }

    /// Publishes targets, and renews snapshot and timestamp: targets first, the timestamp last.
    ///
    /// Targets metadata are made anew when targets change, when they do not fit the root's keys any more, or when their key is
    /// at hand and less than a third of their time is left. The same holds for the snapshot; the timestamp is always renewed.
    ///
    /// - Returns: the version of each role that was made.
    package mutating func publish(
        _ change: Change, signers: [any Signer], at second: Int64
    ) throws(AuthorProblem) -> [MetadataRole: Int64] {
        var made: [MetadataRole: Int64] = [:]
        guard second < root.file.expires else {
            throw AuthorProblem(
                "the root expired at \(MetadataTime.text(root.file.expires)): renew it first, qalqan trust rotate"
            )
        }
        var listing = self.targets?.targets ?? [:]
        for name in change.removed {
            guard listing.removeValue(forKey: name) != nil else { throw AuthorProblem("\(name): not a target") }
        }
        let changes = !change.files.isEmpty || !change.removed.isEmpty
        let lifetimes = change.lifetimes
        let needsTargets = changes || isDue(self.targets?.file, .targets, lifetimes.targets, signers, second)
        let needsSnapshot =
            needsTargets || snapshot?.roles["targets"]?.version != self.targets?.file.version
            || isDue(snapshot?.file, .snapshot, lifetimes.snapshot, signers, second)
        // Before anything is written: half a publication would wait for its other half.
        if needsTargets { try askAble(.targets, signers) }
        if needsSnapshot { try askAble(.snapshot, signers) }
        try askAble(.timestamp, signers)
        for (name, bytes) in change.files {
            let hash = Hexadecimal.encode(SHA256Stream.digest(of: bytes))
            try write("targets/\(hash).\(name)", bytes)
            listing[name] = ListedFile(length: Int64(bytes.count), hashes: ["sha256": hash])
        }
        if needsTargets {
            let list = JSONValue.object(listing.mapValues(\.json))
            made[.targets] = try issue(
                .targets, ["targets": list], second + lifetimes.targets, signers)
        }
        if needsSnapshot {
            let version = made[.targets] ?? self.targets?.file.version ?? 1
            let meta = JSONValue.object(["targets.json": try listed(.targets, version)])
            made[.snapshot] = try issue(.snapshot, ["meta": meta], second + lifetimes.snapshot, signers)
        }
        let latest = made[.snapshot] ?? snapshot?.file.version ?? 1
        let meta = JSONValue.object(["snapshot.json": try listed(.snapshot, latest)])
        made[.timestamp] = try issue(.timestamp, ["meta": meta], second + lifetimes.timestamp, signers)
        self = try RepositoryAuthor(path: path)
        return made
    }

    private func isDue(
        _ file: MetadataFile?, _ role: MetadataRole, _ lifetime: Int64, _ signers: [any Signer], _ second: Int64
    ) -> Bool {
        guard let file, (try? root.verify(file, as: role)) != nil, second < file.expires else { return true }
        return file.expires - second < lifetime / 3 && able(role, signers)
    }

    private func able(_ role: MetadataRole, _ signers: [any Signer]) -> Bool {
        own(role, signers).count >= root.roles[role]?.threshold ?? .max
    }

    private func askAble(_ role: MetadataRole, _ signers: [any Signer]) throws(AuthorProblem) {
        guard able(role, signers) else {
            let need = root.roles[role]?.threshold ?? 1
            let keyIDs = root.roles[role]?.keyIDs.map { $0.prefix(12) }.joined(separator: ", ") ?? ""
            throw AuthorProblem(
                "\(role.rawValue) has to be signed anew by \(need) of its keys (\(keyIDs)): give them with --key")
        }
    }

    /// The signers whose keys speak for a role, each key once.
    private func own(_ role: MetadataRole, _ signers: [any Signer]) -> [any Signer] {
        let keyIDs = root.roles[role]?.keyIDs ?? []
        return keyIDs.compactMap { id in signers.first { MetadataKey($0.verifyingKey).keyID == id } }
    }

    private func listed(_ role: MetadataRole, _ version: Int64) throws(AuthorProblem) -> JSONValue {
        guard let bytes = Self.file("\(version).\(role.rawValue).json", FolderFetcher(path: path)) else {
            throw AuthorProblem("\(path)/\(version).\(role.rawValue).json: not there")
        }
        let hash = Hexadecimal.encode(SHA256Stream.digest(of: bytes))
        return ListedFile(version: version, length: Int64(bytes.count), hashes: ["sha256": hash]).json
    }

    /// Makes the next version of a role and signs it.
    private func issue(
        _ role: MetadataRole, _ content: [String: JSONValue], _ expires: Int64, _ signers: [any Signer]
    ) throws(AuthorProblem) -> Int64 {
        let version = Self.lastVersion(role, in: path) + 1
        var draft = MetadataDraft(
            MetadataDraft.head(role, version: version, expires: expires).merging(content) { $1 })
        for signer in own(role, signers) { try draft.sign(with: signer) }
        try write(role == .timestamp ? "timestamp.json" : "\(version).\(role.rawValue).json", draft.bytes)
        return version
    }
}
