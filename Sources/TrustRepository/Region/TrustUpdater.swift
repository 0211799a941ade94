import Glibc
import TrustFormats

/// Brings what a channel has of its repository up to date, from each of its addresses in turn.
///
/// Synchronous, for a thread of its own; two that run at once (a channel's and a command's) wait for each other.
package struct TrustUpdater: Sendable {
    package let pinned: [UInt8]
    package let addresses: [RepositoryAddress]
    package let folder: TrustFolder
    private let objection: @Sendable (RegionTrust) -> String?

    /// - Parameter objection: why verified contents cannot be used here all the same, in a clause; such contents are not put
    ///   in force.
    package init(
        pinned: [UInt8], addresses: [RepositoryAddress], folder: TrustFolder,
        objection: @escaping @Sendable (RegionTrust) -> String? = { _ in nil }
    ) {
        self.pinned = pinned
        self.addresses = addresses
        self.folder = folder
        self.objection = objection
    }

    /// What came of one address.
    package struct Outcome: Sendable {
        package let address: RepositoryAddress
        /// `nil` when it had fresh metadata, newer or the same.
        package let problem: RepositoryProblem?
    }

    package struct Result: Sendable {
        package var outcomes: [Outcome] = []
        /// Something new is in force.
        package var isNew = false

        /// Whether what is in force was confirmed by some address.
        package var isCurrent: Bool { outcomes.contains { $0.problem == nil } }
    }

    /// Goes to every address: the newest metadata win, whichever has them. An address that is behind another does no harm.
    ///
    /// - Parameters:
    ///   - clock: now, Unix seconds; judged by the memory of the channel where that is later.
    package func update(clock: Int64) throws(RepositoryProblem) -> Result {
        try folder.prepare()
        let lock = open(folder.path + "/lock", O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
            throw .notKept(folder.path + "/lock", why: String(cString: strerror(errno)))
        }
        defer { close(lock) }
        let memory = TrustMemory(folder.time)
        var result = Result()
        for address in addresses {
            do throws(RepositoryProblem) {
                if try update(from: address, memory.time(clock: clock, timestamp: -1)) { result.isNew = true }
                result.outcomes.append(Outcome(address: address, problem: nil))
            } catch {
                result.outcomes.append(Outcome(address: address, problem: error))
            }
        }
        return result
    }

    private func update(from address: RepositoryAddress, _ second: Int64) throws(RepositoryProblem) -> Bool {
        let (metadata, targets) = address.fetchers
        let store = folder.client
        var client = try RepositoryClient(pinned: pinned, metadata: metadata, store: store)
        try client.refresh(at: second)
        let kept = try? folder.readBundle()
        var files: [String: [UInt8]] = [:]
        for target in RegionTrust.Target.allCases {
            guard let listed = client.trusted.targets?.targets[target.rawValue] else { continue }
            if let known = kept?.files[target.rawValue], listed.describes(known) {
                files[target.rawValue] = known
            } else {
                files[target.rawValue] = try client.download(
                    target.rawValue, listed, from: targets, most: target.mostBytes)
            }
        }
        guard let timestamp = store.read("timestamp.json"), let snapshot = store.read("snapshot.json"),
            let own = store.read("targets.json")
        else { throw .notKept(store.path, why: "what was just written is not there") }
        let bundle = TrustBundle(
            roots: client.roots, timestamp: timestamp, snapshot: snapshot, targets: own, files: files)
        // As it will be read: nothing is put in force that would not count.
        if let why = objection(try RegionTrust(bundle, pinned: pinned)) {
            throw .malformed("what the repository publishes", why: why)
        }
        guard bundle != kept else { return false }
        try FolderStore(path: folder.path).write("in-force.json", bundle.bytes)
        return true
    }
}
