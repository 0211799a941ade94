import Foundation

/// A render whose output is taken frame by frame: between two frames the whole channel stands still, for as long as one likes.
///
/// The pipe holds less than a frame. When `n` frames have been taken, at most two more have been composed, and the decoders
/// are ahead by their rings.
final class SteppedRender {
    /// Pictures and sound of one frame in the lossless output.
    private static let frameBytes = 320 * 180 * 3 / 2 + 48_000 / 25 * 2 * 4

    private let process = Process()
    private let pipe = Pipe()
    private let errors: FileHandle
    private let target: FileHandle
    private var taken = 0

    init(_ arguments: [String], into file: URL, environment: [String: String] = [:]) throws {
        try Data().write(to: file)
        target = try FileHandle(forWritingTo: file)
        let log = file.appendingPathExtension("log")
        try Data().write(to: log)
        errors = try FileHandle(forWritingTo: log)
        process.executableURL = URL(fileURLWithPath: Workshop.qalqan)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = errors
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Takes the output up to the end of frame `count` - 1.
    func take(frames count: Int) throws {
        while taken < count * Self.frameBytes, try take(upTo: count * Self.frameBytes - taken) {}
    }

    /// Takes the rest; the command's exit status.
    func finish() throws -> Int32 {
        while try take(upTo: 1 << 20) {}
        process.waitUntilExit()
        try target.close()
        return process.terminationStatus
    }

    private func take(upTo count: Int) throws -> Bool {
        guard let bytes = try pipe.fileHandleForReading.read(upToCount: count), !bytes.isEmpty else { return false }
        try target.write(contentsOf: bytes)
        taken += bytes.count
        return true
    }
}
