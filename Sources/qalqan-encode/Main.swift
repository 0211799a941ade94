import CLinux
import EncodeEngine
import Glibc
import Realtime
import StreamFFmpeg
import Timecode

@main
enum Main {
    static func main() {
        // A stop is asked for between frames; a pipe without a reader is an error number, not a death.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        sigprocmask(SIG_BLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
        do {
            try run(ChildArguments(CommandLine.arguments))
        } catch let problem as ChildArguments.Problem {
            say(problem.description)
            exit(2)
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    static func say(_ text: String) {
        let line = "qalqan-encode: \(text)\n"
        _ = line.utf8.withContiguousStorageIfAvailable { Glibc.write(2, $0.baseAddress, $0.count) }
    }

    private static func run(_ arguments: ChildArguments) throws {
        let token = try arguments.required("format")
        guard let format = ChannelFormat(token: token) else {
            throw ChildArguments.Problem("--format \(token): not a channel format")
        }
        let programme = try SharedMemory.open(
            descriptor: arguments.descriptor("programme"), access: .readOnly, name: "programme ring")
        let ring = try ProgrammeRing.attach(to: programme, format: format)
        let anchorMemory = try SharedMemory.open(
            descriptor: arguments.descriptor("anchor"), access: .readOnly, name: "anchor")
        guard let anchor = HouseAnchor(in: anchorMemory) else {
            throw ChildArguments.Problem("--anchor: holds no anchor")
        }
        let boardMemory = try SharedMemory.open(
            descriptor: arguments.descriptor("board"), access: .readWrite, name: "board")
        let board = try Board<OutputStatus>(in: boardMemory)
        let output = try OutputSettings(arguments, format: format)

        var options = EncodeEngine.Options()
        options.patienceNanoseconds = output.patienceNanoseconds
        options.isFollowing = try arguments.flag("follow")
        let notebook = TransportNotebook(board: board)
        let engine = EncodeEngine(ring: ring, anchor: anchor, board: board, options: options) { head, oldest in
            try output.makeSink(head: head, oldest: oldest, anchor: anchor, notebook: notebook)
        }
        engine.run(until: isStopAsked, log: say)
    }

    private static func isStopAsked() -> Bool {
        var pending = sigset_t()
        guard sigpending(&pending) == 0 else { return false }
        return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1
    }
}
