import CLinux
import Glibc

/// A POSIX thread for work that must keep time: its own stack, SCHED_FIFO where the process may.
public enum RealTimeThread {
    private final class Body: @unchecked Sendable {
        // Handed to exactly one thread, which alone calls it.
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Starts a detached thread. With a `priority` it asks for SCHED_FIFO and falls back to normal scheduling.
    ///
    /// - Parameter priority: 1 to 99, or `nil` for a normal thread.
    /// - Returns: whether the thread runs with real-time scheduling.
    @discardableResult
    public static func start(
        name: String, priority: Int32? = nil, _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> Bool {
        if let priority, spawn(name: name, priority: priority, body) == 0 { return true }
        let code = spawn(name: name, priority: nil, body)
        guard code == 0 else { throw SystemError("pthread_create", on: name, code: code) }
        return false
    }

    private static func spawn(name: String, priority: Int32?, _ body: @escaping @Sendable () -> Void) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        if let priority {
            pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
            pthread_attr_setschedpolicy(&attributes, SCHED_FIFO)
            var parameters = sched_param()
            parameters.sched_priority = priority
            pthread_attr_setschedparam(&attributes, &parameters)
        }
        let box = Unmanaged.passRetained(
            Body {
                ql_set_name(name)
                body()
            })
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        if code != 0 { box.release() }
        return code
    }
}
