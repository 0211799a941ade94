import Foundation

/// Where the end-to-end tests work: the built programs, Python, coded media made once, scratch folders.
enum Workshop {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let programs: URL = {
        if let folder = ProcessInfo.processInfo.environment["QALQAN_PROGRAMS"] { return URL(fileURLWithPath: folder) }
        // Beside the test bundle, else where the build puts them.
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let here = FileManager.default.isExecutableFile(atPath: beside.appendingPathComponent("qalqan").path)
        return here ? beside : root.appendingPathComponent(".build/release")
    }()

    static let qalqan = programs.appendingPathComponent("qalqan").path

    static let python: String = {
        let wanted = [ProcessInfo.processInfo.environment["QALQAN_PYTHON"], "/usr/bin/python3"].compactMap { $0 }
        return wanted.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/usr/bin/python3"
    }()

    static let oracle = root.appendingPathComponent("Tests/Accuracy")

    /// The coded clips, sealed by the test desk; made once and kept below `.build`.
    static let media = Result { try prepare() }

    struct Media {
        let folder: URL
        /// Path without its ending: `.key` and `.pub`.
        let desk: URL
    }

    private static func prepare() throws -> Media {
        let base = root.appendingPathComponent(".build/test-media")
        let folder = base.appendingPathComponent("small")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Command.python("make_media.py", [folder.path, "--set", "small"], limit: 300)
        let desk = base.appendingPathComponent("bench")
        if !FileManager.default.fileExists(atPath: desk.path + ".key") {
            try Command.qalqan(["key", "new", "bench"], in: base)
            for seal in try FileManager.default.contentsOfDirectory(atPath: folder.path) where seal.contains(".seal.") {
                try FileManager.default.removeItem(at: folder.appendingPathComponent(seal))
            }
        }
        let clips = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
            ["mp4", "ts", "mov", "mxf", "mkv", "avi", "png"].contains((name as NSString).pathExtension)
        }
        try Command.qalqan(
            ["seal"] + clips.sorted() + ["--key", desk.path + ".key", "--replace"], in: folder, limit: 300)
        return Media(folder: folder, desk: desk)
    }

    /// A new folder that is removed by the caller.
    static func scratch(_ name: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "qalqan-\(name)-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
