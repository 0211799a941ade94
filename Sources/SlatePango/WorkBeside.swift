import Dispatch
import Synchronization

/// One piece of work done beside the caller's, whose result is asked for once.
final class WorkBeside<Value: Sendable>: Sendable {
    private let outcome = Mutex<Result<Value, SlateError>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () throws(SlateError) -> Value) {
        DispatchQueue.global(qos: .userInitiated).async { [self] in
            let result = Result<Value, SlateError>(catching: work)
            outcome.withLock { $0 = result }
            done.signal()
        }
    }

    /// Waits for the work. Once only.
    func result() throws(SlateError) -> Value {
        done.wait()
        return try outcome.withLock { $0! }.get()
    }
}
