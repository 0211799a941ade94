import CLinux
import ChannelConfiguration
import ControlService
import Foundation
import Glibc
import Logging
import Playlist
import Realtime
import StatusService
import Supervision

/// The control process: playlists, verification, operators' orders, the as-run index and the status port.
///
/// Nothing on air waits for it. It may be killed at any time and starts where it was.
@main
enum Main {
    static func main() {
        _ = ql_set_name("qalqan-control")
        signal(SIGPIPE, SIG_IGN)
        // A heap a thread would keep what one large schedule needed, many times over.
        ql_keep_heap_small()
        // Blocked before the first thread exists, so that all of them leave the signals to the one that waits.
        let signals = ql_signal_descriptor()
        do {
            let process = try ControlProcess(ChildArguments(CommandLine.arguments))
            Task.detached {
                let status = await process.run()
                exit(status)
            }
            waitForEnd(signals)
            Task.detached {
                await process.stop()
                exit(0)
            }
            // Whatever hangs, the process ends.
            sleep(3)
            exit(0)
        } catch let problem as ChildArguments.Problem {
            complain("\(problem)")
            exit(2)
        } catch let refusal as ControlProcess.Refused {
            for line in refusal.lines { complain(line) }
            exit(1)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("qalqan-control: \(text)\n".utf8))
    }

    /// Waits for SIGTERM or SIGINT.
    private static func waitForEnd(_ signals: Int32) {
        while true {
            var entry = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, -1) > 0 else { continue }
            let number = ql_signal_read(signals)
            if number == SIGTERM || number == SIGINT { return }
        }
    }
}
