import Foundation

/// A process that runs beside the test; killed, with the children it left, when it is let go.
final class Running {
    private let process = Process()
    private let outputFile: URL
    private let errorFile: URL
    /// Left when the process has ended.
    private let life = DispatchGroup()

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    init(
        _ program: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:], log: URL
    ) throws {
        let name = URL(fileURLWithPath: program).lastPathComponent
        outputFile = log.appendingPathComponent("\(name)-\(UInt16.random(in: 0 ... .max)).out")
        errorFile = outputFile.deletingPathExtension().appendingPathExtension("err")
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        life.enter()
        process.terminationHandler = { [life] _ in life.leave() }
        do { try process.run() } catch {
            life.leave()
            throw error
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    /// Waits for the end; asks and then kills when the limit has passed. Returns the status, or minus the signal.
    func wait(limit seconds: Double) -> Int32 {
        if !ends(within: seconds) {
            process.terminate()
            if !ends(within: 5) { kill(process.processIdentifier, SIGKILL) }
        }
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Waits for the end for so long; whether it came.
    func ends(within seconds: Double) -> Bool { life.wait(timeout: .now() + max(0, seconds)) == .success }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }
}
