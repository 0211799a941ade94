import CLinux
import Glibc
import Realtime

/// The process on air. Knows frames, rings and slates; no network, no media, no database, no text.
@main
enum Main {
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        // Before any thread is there, so that all inherit it: the main thread alone takes the signals,
        // but for the emergency input, which the frame thread lets in.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGHUP)
        var blocked = signals
        sigaddset(&blocked, SIGUSR1)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
        do {
            let arguments = try ChildArguments(CommandLine.arguments)
            let process = try AirProcess(arguments)
            try process.start()
            process.waitForSignal(signals)
            exit(0)
        } catch let problem as ChildArguments.Problem {
            fail("\(problem)", status: 2)
        } catch {
            fail("\(error)", status: 3)
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        say(message)
        exit(status)
    }

    /// A line for the service's journal. Not for the frame thread.
    static func say(_ message: String) {
        let line = Array("qalqan-air: \(message)\n".utf8)
        _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}
