import Glibc
import Synchronization

/// Whether the person at the terminal wants to stop (ctrl-C, a closed window, SIGTERM).
enum Interruption {
    private static let seen = Atomic<Bool>(false)

    static var happened: Bool { seen.load(ordering: .relaxed) }

    /// From now on the signals only leave a mark. A changed window size interrupts waiting and nothing else.
    static func `catch`() {
        _ = happened
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in Interruption.seen.store(true, ordering: .relaxed) }
        }
        signal(SIGWINCH) { _ in }
    }
}
