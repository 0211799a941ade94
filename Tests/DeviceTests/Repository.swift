import Foundation

/// The source tree these tests belong to, and the programs built in it.
enum Repository {
    static let root: String = {
        var folder = URL(fileURLWithPath: #filePath)
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }()

    /// Where the test's own bundle was built; programs lie beside it.
    static let programs: String = {
        for configuration in ["release", "debug"] {
            let folder = root + "/.build/" + configuration
            if FileManager.default.isExecutableFile(atPath: folder + "/qalqan") { return folder }
        }
        return root + "/.build/release"
    }()

    /// Runs a command to its end: its output (both streams, in order) and exit status.
    static func run(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws
        -> (status: Int32, output: String)
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
