import ControlService
import Realtime
import Synchronization
import Timeline
import Trust
import TrustFormats

/// Reads each item through before its first frame, as preflight does on air, on a thread of its own.
///
/// A file is read once in a render, as long as it stays the same one on disk. Files are read in the order in which they were
/// asked for, so that the one that airs next comes first.
final class RenderProofs: Sendable {
    enum Standing: Equatable {
        case reading
        /// Every byte is the sealed one; or the file is not there at all, which its decoder will find.
        case proven
        /// What is wrong with it: it airs in no part.
        case refused(String)
    }

    /// One reading: the file as it was, and what it was compared with.
    private struct Key: Hashable {
        var path: String
        var identity: FileIdentity
        var digest: [UInt8]
    }

    private struct State {
        var standings: [Key: Standing] = [:]
        var waiting: [(key: Key, asset: Asset)] = []
        var isRunning = false
    }

    private let state = Mutex(State())
    private let bytesRead = Atomic<Int64>(0)

    /// How an item stands; the first question about a file has it read. Never waits.
    func standing(of asset: Asset) -> Standing {
        guard let identity = FileIdentity(path: asset.path) else { return .proven }
        let key = Key(path: asset.path, identity: identity, digest: asset.verityDigest)
        let (standing, mustStart) = state.withLock { state -> (Standing, Bool) in
            if let known = state.standings[key] { return (known, false) }
            state.standings[key] = .reading
            state.waiting.append((key, asset))
            defer { state.isRunning = true }
            return (.reading, !state.isRunning)
        }
        if mustStart { start() }
        return standing
    }

    /// Grows while files are being read: who waits for a proof sees that it comes on.
    var progress: Int64 { bytesRead.load(ordering: .relaxed) }

    private func start() {
        do {
            try RealTimeThread.start(name: "prove-media") { [self] in proveAll() }
        } catch {
            // Without a thread the files are read here: slower, not less.
            proveAll()
        }
    }

    /// Reads until nothing waits. The body of the thread.
    private func proveAll() {
        while true {
            let next = state.withLock { state -> (key: Key, asset: Asset)? in
                state.isRunning = !state.waiting.isEmpty
                return state.isRunning ? state.waiting.removeFirst() : nil
            }
            guard let (key, asset) = next else { return }
            var before: Int64 = 0
            let withheld = SealInspector.proveBytes(
                media: asset.path, tree: asset.treePath, digest: asset.verityDigest, size: asset.size
            ) { done in
                bytesRead.add(done - before, ordering: .relaxed)
                before = done
                return true
            }
            // Gone since it was asked for: missing is for the decoder to say.
            let standing: Standing =
                switch withheld {
                case nil, .missing: .proven
                case .some(let reason): .refused("\(reason)")
                }
            state.withLock { $0.standings[key] = standing }
        }
    }
}
