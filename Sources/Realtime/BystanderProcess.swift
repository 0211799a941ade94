import Glibc
import Timecode

/// A child of the launcher that stands beside the programme, reads its ring and cannot hold it up: an encoder, the preview.
///
/// Such a process is asked to stop between two frames, takes a pipe without a reader as an error number, and ends with
/// status 2 for a command line it does not understand, 1 for anything else that keeps it from its work.
public struct BystanderProcess {
    public let arguments: ChildArguments
    public let format: ChannelFormat
    public let ring: ProgrammeRing

    /// Runs `body` as the whole process. Call it first thing on the main thread, before any other thread is made.
    ///
    /// - Parameter name: of the program, as it stands before each line of its log.
    public static func main(_ name: String, _ body: (BystanderProcess) throws -> Void) -> Never {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        sigprocmask(SIG_BLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
        do {
            try body(BystanderProcess(ChildArguments(CommandLine.arguments)))
            exit(0)
        } catch let problem as ChildArguments.Problem {
            writeErrorLine("\(name): \(problem)")
            exit(2)
        } catch {
            writeErrorLine("\(name): \(error)")
            exit(1)
        }
    }

    private init(_ arguments: ChildArguments) throws {
        self.arguments = arguments
        let token = try arguments.required("format")
        guard let format = ChannelFormat(token: token) else {
            throw ChildArguments.Problem("--format \(token): not a channel format")
        }
        self.format = format
        let programme = try SharedMemory.open(
            descriptor: arguments.descriptor("programme"), access: .readOnly, name: "programme ring")
        ring = try ProgrammeRing.attach(to: programme, format: format)
    }

    /// The memory behind the descriptor that an argument names, to be written to.
    public func board() throws -> SharedMemory {
        try SharedMemory.open(descriptor: arguments.descriptor("board"), access: .readWrite, name: "board")
    }

    /// Whether the launcher or a person has asked for the end. Any thread.
    public static var isStopAsked: Bool {
        var pending = sigset_t()
        guard sigpending(&pending) == 0 else { return false }
        return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1
    }
}
