/// Brings trusted metadata up to date from a repository: the client workflow of the TUF specification (chapter 5), with every
/// piece verified by `TrustedMetadata` before it is kept.
///
/// Synchronous, for a thread of its own. Whatever a repository does, what was kept stays readable, and nothing is kept that
/// was not verified.
package struct RepositoryClient {
    /// Roots followed in one refresh at most.
    static let mostRoots = 1024
    /// Delegated roles looked at for one path at most.
    static let mostRoles = 32

    package private(set) var trusted: TrustedMetadata
    /// Roots after the pinned one, in order, as they came.
    package private(set) var roots: [[UInt8]] = []
    private let metadata: any MetadataFetcher
    private let store: any MetadataStore

    /// Begins with the pinned root and the roots that were kept after it. Nothing is fetched.
    package init(
        pinned: [UInt8], metadata: some MetadataFetcher, store: some MetadataStore
    ) throws(RepositoryProblem) {
        trusted = try TrustedMetadata(pinned: pinned)
        self.metadata = metadata
        self.store = store
        while roots.count < Self.mostRoots, let next = store.read(Self.name(root: trusted.root.file.version + 1)) {
            do throws(RepositoryProblem) { try trusted.take(root: next) } catch { break }
            roots.append(next)
        }
    }

    private static func name(root version: Int64) -> String { "roots/\(version).root.json" }

    /// Brings the four top roles up to date.
    ///
    /// - Parameter second: now, Unix seconds.
    package mutating func refresh(at second: Int64) throws(RepositoryProblem) {
        try refreshRoot(at: second)
        try refreshTimestamp(at: second)
        try refreshSnapshot(at: second)
        _ = try targets(MetadataRole.targets.rawValue, delegator: MetadataRole.root.rawValue, at: second)
    }

    /// 5.3
    private mutating func refreshRoot(at second: Int64) throws(RepositoryProblem) {
        let first = roots.count
        while roots.count - first < Self.mostRoots {
            let version = trusted.root.file.version + 1
            let bytes: [UInt8]
            do throws(RepositoryProblem) {
                bytes = try metadata.fetch(["\(version).root.json"], most: MetadataRole.root.mostBytes)
            } catch .notFound {
                break
            } catch {
                throw error
            }
            try trusted.take(root: bytes)
            try store.write(Self.name(root: version), bytes)
            try store.write("root.json", bytes)
            roots.append(bytes)
        }
        try trusted.root.file.askFresh(at: second)
    }

    /// 5.4
    private mutating func refreshTimestamp(at second: Int64) throws(RepositoryProblem) {
        // What was kept guards against rollback, even past its end; by another key than now's it guards against nothing.
        if let kept = store.read("timestamp.json") { _ = try? trusted.take(timestamp: kept, at: nil) }
        let bytes = try metadata.fetch(["timestamp.json"], most: MetadataRole.timestamp.mostBytes)
        if case .taken = try trusted.take(timestamp: bytes, at: second) { try store.write("timestamp.json", bytes) }
    }

    /// 5.5
    private mutating func refreshSnapshot(at second: Int64) throws(RepositoryProblem) {
        if let kept = store.read("snapshot.json"),
            (try? trusted.take(snapshot: kept, isKept: true, at: second)) != nil
        {
            return
        }
        guard let listed = trusted.timestamp?.snapshot else { throw .notFound("timestamp") }
        let name = trusted.root.isConsistent ? "\(listed.version ?? 0).snapshot.json" : "snapshot.json"
        let bytes = try metadata.fetch([name], most: Self.limit(listed, .snapshot))
        try trusted.take(snapshot: bytes, at: second)
        try store.write("snapshot.json", bytes)
    }

    private static func limit(_ listed: ListedFile, _ role: MetadataRole) -> Int {
        listed.length.map { Int(min($0, Int64(role.mostBytes))) } ?? role.mostBytes
    }

    /// 5.6: a targets role, from the store when it is the one that is listed.
    private mutating func targets(
        _ role: String, delegator: String, at second: Int64
    ) throws(RepositoryProblem) -> TargetsMetadata {
        if let known = trusted.role(role, delegator: delegator) { return known }
        if let kept = store.read("\(role).json"),
            let taken = try? trusted.take(targets: kept, role: role, delegator: delegator, at: second)
        {
            return taken
        }
        let listed = try trusted.listed(role)
        let name = trusted.root.isConsistent ? "\(listed.version ?? 0).\(role).json" : "\(role).json"
        let bytes = try metadata.fetch([name], most: Self.limit(listed, .targets))
        let taken = try trusted.take(targets: bytes, role: role, delegator: delegator, at: second)
        try store.write("\(role).json", bytes)
        return taken
    }

    /// 5.6.7: who vouches for a path, asked in the order of delegation; `nil` when nobody does.
    package mutating func find(_ path: String, at second: Int64) throws(RepositoryProblem) -> ListedFile? {
        var waiting = [(role: MetadataRole.targets.rawValue, delegator: MetadataRole.root.rawValue)]
        var seen: Set<String> = []
        while let (role, delegator) = waiting.popLast(), seen.count < Self.mostRoles {
            guard seen.insert(role).inserted else { continue }
            let metadata = try targets(role, delegator: delegator, at: second)
            if let found = metadata.targets[path] { return found }
            guard let delegations = metadata.delegations else { continue }
            var children: [(role: String, delegator: String)] = []
            for child in delegations.roles(for: path) {
                children.append((child.name, role))
                if child.isTerminating {
                    waiting = []
                    break
                }
            }
            waiting += children.reversed()
        }
        return nil
    }

    /// Fetches a target whole into memory and verifies it there; nothing else ever sees other bytes.
    ///
    /// - Parameter most: bytes it may have, whatever its metadata says.
    package func download(
        _ path: String, _ listed: ListedFile, from fetcher: some MetadataFetcher, most: Int
    ) throws(RepositoryProblem) -> [UInt8] {
        guard let length = listed.length, length <= Int64(most) else { throw .tooLarge(path, limit: most) }
        var problem = RepositoryProblem.notFound(path)
        for name in names(of: path, listed) {
            do throws(RepositoryProblem) {
                let bytes = try fetcher.fetch(
                    name.split(separator: "/", omittingEmptySubsequences: false).map(String.init), most: Int(length))
                try listed.verify(bytes, path)
                return bytes
            } catch {
                problem = error
                if case .notFound = error { continue }
                break
            }
        }
        throw problem
    }

    /// Where a target's file may be: with consistent snapshots under one of its hashes.
    private func names(of path: String, _ listed: ListedFile) -> [String] {
        guard trusted.root.isConsistent else { return [path] }
        let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        return listed.hashes.keys.sorted().compactMap { listed.hashes[$0] }.map {
            "\(path[..<cut])\($0).\(path[cut...])"
        }
    }
}
