import CLinux
import ChannelConfiguration
import Foundation
import Synchronization
import TrustRepository

/// Looks at the trust repository in the background, again and again: control never waits for it. What it brings in is a file
/// in the data folder, which control notices by itself.
package final class TrustRefresher: Sendable {
    /// What the last look came to.
    package struct Look: Sendable {
        package var result: TrustUpdater.Result?
        /// Why there was no look at all.
        package var problem: RepositoryProblem?
        /// When it ended, Unix seconds.
        package var second: Int64
    }

    private struct State {
        var look: Look?
        /// The last look that some address confirmed the metadata in, Unix seconds.
        var confirmed: Int64?
        /// When `afterwards` was last called.
        var swept = Int64.min
        /// The look before the last one brought something in.
        var isNew = false
    }

    /// Seconds between two calls of `afterwards` while nothing new comes.
    private static let sweepSeconds: Int64 = 3600

    private let source: TrustSource
    private let clock: @Sendable () -> Int64
    private let afterwards: @Sendable () -> Void
    private let state = Mutex(State())
    private let stopped = Atomic<Bool>(false)
    private let wake = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - clock: now, Unix seconds.
    ///   - afterwards: called on the same thread after a look that confirmed the metadata: the second one after new ones
    ///     came, and hourly.
    package init(
        source: TrustSource, clock: @escaping @Sendable () -> Int64, afterwards: @escaping @Sendable () -> Void = {}
    ) {
        self.source = source
        self.clock = clock
        self.afterwards = afterwards
    }

    package var look: Look? { state.withLock { $0.look } }
    package var confirmed: Int64? { state.withLock { $0.confirmed } }

    /// Starts to look; without a repository there is nothing to do.
    package func start() {
        guard let repository = source.repository else { return }
        Thread.detachNewThread { [self] in
            _ = ql_set_name("trust")
            _ = ql_become_background()
            while !stopped.load(ordering: .relaxed) {
                lookNow()
                if isSweepDue() { afterwards() }
                _ = wake.wait(timeout: .now() + .seconds(Int(repository.refresh)))
            }
        }
    }

    package func stop() {
        stopped.store(true, ordering: .relaxed)
        wake.signal()
    }

    private func isSweepDue() -> Bool {
        state.withLock { state in
            guard let look = state.look, let result = look.result, result.isCurrent else { return false }
            // What has just come in is in force by the next look.
            let isDue = state.isNew || state.swept < look.second - Self.sweepSeconds
            state.isNew = result.isNew
            if isDue { state.swept = look.second }
            return isDue
        }
    }

    /// One look at every address.
    package func lookNow() {
        var look = Look(second: clock())
        do throws(RepositoryProblem) {
            look.result = try source.updater()?.update(clock: look.second)
        } catch {
            look.problem = error
        }
        state.withLock { state in
            state.look = look
            if look.result?.isCurrent == true { state.confirmed = look.second }
        }
    }
}
