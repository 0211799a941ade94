import Foundation

/// Work that blocks, away from the pool that runs tests and tasks: its threads are as few as the machine's cores, and a
/// task that the blocked work waits for would find none left.
enum OwnThread {
    /// How long such work waits for what is sure to come: it only ends a test that would hang. Nanoseconds.
    static let patience: Int64 = 600_000_000_000

    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }
}
