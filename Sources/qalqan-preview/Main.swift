import CLinux
import Glibc
import PreviewEngine
import Realtime
import StreamFFmpeg
import Timecode

extension JPEGCoder: SmallPictureCoder {}

@main
enum Main {
    static func main() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        sigprocmask(SIG_BLOCK, &signals, nil)
        // Looking on must not cost air anything.
        _ = nice(10)
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

    private static func say(_ text: String) {
        let line = "qalqan-preview: \(text)\n"
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
        let boardMemory = try SharedMemory.open(
            descriptor: arguments.descriptor("board"), access: .readWrite, name: "board")
        let engine = PreviewEngine(
            ring: ring, board: try PreviewBoard(in: boardMemory), coder: try JPEGCoder(format: format))
        engine.run {
            var pending = sigset_t()
            guard sigpending(&pending) == 0 else { return false }
            return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1
        }
    }
}
