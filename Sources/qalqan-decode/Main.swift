import CLinux
import DecodeEngine
import Glibc
import MediaFFmpeg
import Realtime
import SandboxSeccomp
import Timecode
import TrustDigest

/// `qalqan-decode`: fills one source ring with one item of one verified file, then leaves.
///
/// Exit status: 0 done or stopped, 2 wrong arguments, 10 not the sealed bytes, 11 unusable media, 12 missing.
@main
enum Main {
    static func main() {
        ql_set_name("qalqan-decode")
        _ = ql_die_with_parent()
        do throws(ChildArguments.Problem) {
            let arguments = try DecodeArguments(CommandLine.arguments)
            finish(run(arguments))
        } catch {
            report("qalqan-decode: \(error)")
            finish(2)
        }
    }

    static func run(_ arguments: DecodeArguments) -> Int32 {
        let ring: SourceRing
        do throws(SystemError) {
            ring = try arguments.attach()
        } catch {
            report("qalqan-decode: \(error)")
            return 2
        }
        var sources: [VerifiedBytes] = []
        do throws(VerifiedFileError) {
            let first = try arguments.open()
            sources = [first] + (1..<MediaItem.sourceCount).map { _ in VerifiedBytes(sharing: first) }
        } catch {
            report("\(arguments.media): \(error)")
            let (state, status) = VerifiedBytes.verdict(error)
            ring.setState(state)
            return status
        }
        if let problem = Sandbox.enter() {
            report("\(arguments.media): decoding without a system call filter: \(problem)")
        }
        let decoder = ItemDecoder(ring: ring, request: arguments.request)
        let outcome = decoder.run { () throws(ItemFailure) in
            try MediaItem(sources, name: arguments.media, format: arguments.format, isStill: arguments.isStill)
        }
        if case .failed(let failure) = outcome { report("\(arguments.media): \(failure.message)") }
        // Taking the decoders down in order would only cost time.
        withExtendedLifetime(decoder) { finish(outcome.exitStatus) }
    }

    /// One line on standard error.
    static func report(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Ends the process at once, whatever other threads are doing: the ring is all that is left behind.
    static func finish(_ status: Int32) -> Never { _exit(status) }
}
