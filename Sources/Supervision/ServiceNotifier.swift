import CLinux
import Glibc

/// Tells the service manager how the channel is (sd_notify protocol); silent when not run by one.
struct ServiceNotifier {
    private let address: String?
    /// How often the watchdog wants to be fed, nanoseconds; `nil` when it is off.
    let watchdogInterval: Int64?

    init() {
        address = getenv("NOTIFY_SOCKET").map { String(cString: $0) }
        let microseconds = getenv("WATCHDOG_USEC").flatMap { Int64(String(cString: $0)) }
        watchdogInterval = microseconds.map { $0 * 1000 / 2 }
    }

    func tell(_ text: String) {
        guard let address else { return }
        let bytes = Array(text.utf8)
        _ = ql_notify(address, bytes, bytes.count)
    }
}
