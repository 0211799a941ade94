import Foundation

/// Runs a program and returns what it printed: the independent word on what we wrote.
enum Command {
    struct Failure: Error, CustomStringConvertible { let description: String }

    static func run(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        process.standardInput = FileHandle.nullDevice
        try process.run()
        nonisolated(unsafe) var complaint = Data()
        let reader = Thread { complaint = err.fileHandleForReading.readDataToEndOfFile() }
        reader.start()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            while !reader.isFinished {}
            throw Failure(
                description: "\(arguments.joined(separator: " ")): \(String(decoding: complaint, as: UTF8.self))")
        }
        return data
    }

    static func text(_ arguments: [String]) throws -> String {
        String(decoding: try run(arguments), as: UTF8.self)
    }

    /// The frame numbers that the pictures of a file carry, as ffmpeg decodes them, with their presentation times.
    static func frames(of path: String, width: Int, height: Int, options: [String] = []) throws -> [Int64] {
        let data = try run(
            ["ffmpeg", "-v", "error", "-nostdin"] + options + [
                "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-",
            ])
        let size = width * height
        return data.withUnsafeBytes { bytes in
            stride(from: 0, to: data.count / size * size, by: size).map { offset in
                CodedProgramme.read(
                    luma: bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + offset, stride: width)
            }
        }
    }

    /// Interleaved samples of a file as ffmpeg decodes them.
    static func samples(of path: String, options: [String] = []) throws -> [Float] {
        let data = try run(
            ["ffmpeg", "-v", "error", "-nostdin"] + options + [
                "-i", path, "-map", "0:a:0", "-f", "f32le", "-",
            ])
        return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }
}

extension Command {
    /// Start times of the first video and audio stream in seconds, as ffprobe sees them.
    static func starts(of path: String) throws -> (video: Double, audio: Double) {
        func start(_ kind: String) throws -> Double {
            let said = try text([
                "ffprobe", "-v", "error", "-select_streams", "\(kind):0", "-show_entries", "stream=start_time", "-of",
                "csv=p=0", path,
            ])
            return Double(said.split(whereSeparator: { $0.isNewline || $0 == "," }).first ?? "") ?? .nan
        }
        return (try start("v"), try start("a"))
    }

    /// How many samples the sound of a coded stereo programme lies after its picture: the lag of the best match between
    /// what ffmpeg decodes and what was written from `first` on, corrected by both streams' start times.
    static func soundOffset(of path: String, sampleRate: Double, first: Int64 = 0) throws -> Double {
        let decoded = try samples(of: path)
        let (video, audio) = try starts(of: path)
        let count = 12_000
        let (from, reach) = (6_000, 3_000)
        let original = (0..<count).map { CodedProgramme.sweep(first + Int64(from + $0)) }
        var best = (lag: 0, score: -Float.infinity)
        for lag in -reach...reach {
            var score: Float = 0
            for i in stride(from: 0, to: count, by: 3) { score += original[i] * decoded[(from + i + lag) * 2] }
            if score > best.score { best = (lag, score) }
        }
        return Double(best.lag) + (audio - video) * sampleRate
    }
}

/// A folder that is gone when its last holder is.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("qalqan-stream-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
