import CLinux
import Foundation
import Glibc
import Synchronization
import Timecode
import Trust
import TrustFormats

/// Reads upcoming media through in the background, one file at a time, on a thread that yields to everything else.
package final class MediaProver: Sendable {
    package typealias Clock = @Sendable () -> (frame: Int64, unixSecond: Int64, utc: String)

    private struct Plan {
        var items: [ProofQueue.Item] = []
        /// File being read, and how much of it has been.
        var reading: (path: String, done: Int64, size: Int64)?
    }

    private let library: MediaLibrary
    private let rate: FrameRate
    private let clock: Clock
    private let plan = Mutex(Plan())
    private let stopped = Atomic<Bool>(false)
    private let wake = DispatchSemaphore(value: 0)
    private let proofsFile: String?

    package init(library: MediaLibrary, rate: FrameRate, proofsFile: String? = nil, clock: @escaping Clock) {
        self.library = library
        self.rate = rate
        self.clock = clock
        self.proofsFile = proofsFile
    }

    /// Remembers earlier proofs and starts to read.
    package func start() {
        if let proofsFile, let bytes = try? PlaylistFolder.readFile(proofsFile),
            let proofs = try? ControlCoding.decode([String: MediaProof].self, from: bytes)
        {
            library.proofs = proofs
        }
        Thread.detachNewThread { [self] in
            _ = ql_set_name("prove-media")
            _ = ql_become_background()
            while !stopped.load(ordering: .relaxed) {
                if !proveNext() { _ = wake.wait(timeout: .now() + .seconds(2)) }
            }
        }
    }

    package func stop() {
        stopped.store(true, ordering: .relaxed)
        wake.signal()
    }

    /// Replaces the list of what is to be proven.
    package func expect(_ items: [ProofQueue.Item]) {
        plan.withLock { $0.items = items }
        wake.signal()
    }

    /// The file being read now and how far it is.
    package var progress: (path: String, done: Int64, size: Int64)? { plan.withLock { $0.reading } }

    /// Proves one item; `false` when there is nothing to do, or the file would not keep still.
    package func proveNext() -> Bool {
        let now = clock()
        let items = plan.withLock { $0.items }
        guard
            let item = ProofQueue.next(
                of: items, at: now.frame, unixSecond: now.unixSecond, rate: rate,
                proof: { library.proof(of: $0.path, matching: $0.seal) }),
            let before = FileIdentity(path: item.path)
        else { return false }
        plan.withLock { $0.reading = (item.path, 0, item.seal.size) }
        let result = SealInspector.proveBytes(
            media: item.path, tree: SealPaths(media: item.path).tree, digest: item.seal.verityDigest,
            size: item.seal.size
        ) { done in
            plan.withLock { $0.reading?.done = done }
            return !stopped.load(ordering: .relaxed)
        }
        plan.withLock { $0.reading = nil }
        // A file that changed under the reading is read again; one that went or was given up leaves no proof.
        guard !stopped.load(ordering: .relaxed), FileIdentity(path: item.path) == before else { return false }
        let altered: String?
        switch result {
        case nil: altered = nil
        case .altered(let how): altered = how
        default: altered = "cannot be read through: \(result!)"
        }
        let end = clock()
        library.record(
            MediaProof(
                identity: before, digest: hexadecimal(item.seal.verityDigest), altered: altered,
                unixSecond: end.unixSecond, time: end.utc), of: item.path)
        keep()
        return true
    }

    /// Keeps the proofs for the next start. Losing them costs a reading, nothing else.
    private func keep() {
        guard let proofsFile, let bytes = try? ControlCoding.encode(library.proofs) else { return }
        try? DurableFile.replace(proofsFile, with: bytes)
    }
}
