import Foundation
import Testing

/// `Tests/Fixtures/tuf/server.py` while it is held.
final class MisbehavingServer {
    private let process = Process()
    private let input = Pipe()
    let port: Int

    /// - Parameter certificate: a certificate and its key for HTTPS.
    init(_ folder: String, certificate: (String, String)? = nil) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [
                RepositoryAttackTests.python, "-B", RepositoryAttackTests.root + "/Tests/Fixtures/tuf/server.py",
                folder,
            ] + (certificate.map { [$0.0, $0.1] } ?? [])
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "\(line)")
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
