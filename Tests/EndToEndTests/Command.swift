import Foundation

/// A command that is run to its end within a limit; both its outputs are kept.
struct Command {
    struct Failure: Error, CustomStringConvertible {
        let line: String
        let outcome: Outcome
        var description: String { "\(line)\nexit \(outcome.status)\n\(outcome.output)\n\(outcome.errors)" }
    }

    struct Outcome {
        /// The exit status, or minus the signal.
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs a program; never throws for its status.
    static func run(
        _ program: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
        limit seconds: Double = 120
    ) throws -> Outcome {
        let scratch = try Workshop.scratch("command")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let process = try Running(program, arguments, in: folder, environment: environment, log: scratch)
        let status = process.wait(limit: seconds)
        return Outcome(status: status, output: process.output, errors: process.errors)
    }

    /// Runs a program that must succeed.
    @discardableResult
    static func must(
        _ program: String, _ arguments: [String], in folder: URL? = nil, limit seconds: Double = 120
    ) throws -> Outcome {
        let outcome = try run(program, arguments, in: folder, limit: seconds)
        guard outcome.status == 0 else {
            throw Failure(line: ([program] + arguments).joined(separator: " "), outcome: outcome)
        }
        return outcome
    }

    @discardableResult
    static func qalqan(_ arguments: [String], in folder: URL? = nil, limit seconds: Double = 120) throws -> Outcome {
        try must(Workshop.qalqan, arguments, in: folder, limit: seconds)
    }

    /// Runs one of the tools of Tests/Accuracy, which must succeed.
    @discardableResult
    static func python(_ tool: String, _ arguments: [String], limit seconds: Double = 120) throws -> Outcome {
        let path = Workshop.oracle.appendingPathComponent(tool).path
        return try must(Workshop.python, ["-B", path] + arguments, limit: seconds)
    }

    /// Runs one of the tools of Tests/Accuracy, whose status is the answer.
    static func ask(_ tool: String, _ arguments: [String], limit seconds: Double = 120) throws -> Outcome {
        let path = Workshop.oracle.appendingPathComponent(tool).path
        return try run(Workshop.python, ["-B", path] + arguments, limit: seconds)
    }
}
