import CLinux
import Glibc

/// One child process of the launcher: how it is started, how it stands, when it is started again.
struct Child {
    /// A descriptor as the child's command line names it, and how the launcher finds it.
    struct Handed {
        /// Text that stands for the descriptor's number in an argument, as `@programme`.
        let token: String
        let descriptor: Int32
    }

    enum State: Equatable {
        /// To be started at this instant of CLOCK_MONOTONIC.
        case waiting(until: Int64)
        case running(pid: pid_t, since: Int64)
        /// Asked to end; killed at `deadline`, given up at a second deadline after that.
        case ending(pid: pid_t, deadline: Int64, killed: Bool)
        /// Over for good.
        case over
    }

    let name: String
    let program: String
    let arguments: [String]
    var state: State
    var starts: UInt32 = 0
    /// Early deaths in a row, for the delay before the next start.
    var quickDeaths: Int = 0

    init(name: String, program: String, arguments: [String], now: Int64) {
        self.name = name
        self.program = program
        self.arguments = arguments
        state = .waiting(until: now)
    }

    var pid: pid_t? {
        switch state {
        case .running(let pid, _), .ending(let pid, _, _): pid
        case .waiting, .over: nil
        }
    }

    /// Starts the process; its arguments' tokens become the numbers of the handed descriptors.
    mutating func start(handing handed: [Handed], environment: [String], now: Int64) -> Int32 {
        starts += 1
        let words =
            [program]
            + arguments.map { argument in
                for (index, item) in handed.enumerated() {
                    if argument == item.token { return "\(3 + index)" }
                    // `NAME:@token`, where one option names several descriptors.
                    if argument.hasSuffix(":" + item.token), !argument.hasPrefix("/") {
                        return argument.dropLast(item.token.utf8.count) + "\(3 + index)"
                    }
                }
                return argument
            }
        let result = Self.spawn(words, environment, handed.map(\.descriptor))
        if result > 0 { state = .running(pid: result, since: now) }
        return result
    }

    private static func spawn(_ words: [String], _ environment: [String], _ descriptors: [Int32]) -> pid_t {
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        return ql_spawn(&argv, &envp, descriptors, Int32(descriptors.count))
    }

    /// Delay before the next start after a death: none at first, then growing while it keeps dying young.
    mutating func delayAfterDeath(livedNanoseconds: Int64) -> Int64 {
        quickDeaths = livedNanoseconds > 10_000_000_000 ? 0 : quickDeaths + 1
        switch quickDeaths {
        case 0...2: return 0
        case 3...5: return 100_000_000
        case 6...10: return 500_000_000
        default: return 2_000_000_000
        }
    }
}
