import Foundation

/// A folder of its own for one test, removed with it.
final class Bench: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "/qalqan-control-\(UUID().uuidString.prefix(8))"
        try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The folder's own name.
    var name: String { (path as NSString).lastPathComponent }

    subscript(name: String) -> String { path + "/" + name }

    @discardableResult
    func write(_ text: String, to name: String) -> String {
        let file = self[name]
        try! FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try! Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    func read(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: self[name]).map { [UInt8]($0) } ?? []
    }

    /// The Python that has the packages of `Hardware/packages/test-pip.txt`.
    static let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"

    /// The root of the source tree.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Where the built programs lie.
    static let programs = ProcessInfo.processInfo.environment["QALQAN_PROGRAMS"] ?? root + "/.build/release"

    /// Whether a tool is installed.
    static func has(_ tool: String) -> Bool { ((try? run("which", tool))?.status ?? 1) == 0 }

    /// Runs a tool; its status and what it printed on both streams.
    static func run(_ arguments: String..., input: String = "") throws -> (status: Int32, output: String) {
        try run(arguments: arguments, input: input)
    }

    static func run(_ tool: String, arguments: [String]) throws -> (status: Int32, output: String) {
        try run(arguments: [tool] + arguments)
    }

    private static func run(arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let (out, standardInput) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = out
        process.standardInput = standardInput
        try process.run()
        standardInput.fileHandleForWriting.write(Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let output = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
