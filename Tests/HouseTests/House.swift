import Foundation

/// The tree these tests look at.
enum House {
    /// The repository's root folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Where the built programs lie.
    static let programs =
        ProcessInfo.processInfo.environment["QALQAN_PROGRAMS"].map { URL(fileURLWithPath: $0) }
        ?? root.appendingPathComponent(".build/release")

    /// Files below a folder of the tree with one of these extensions, as paths relative to the root, sorted.
    static func files(below folder: String, extensions: Set<String>) -> [String] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        var found: [String] = []
        for case let path as String in walk where extensions.contains((path as NSString).pathExtension) {
            found.append(folder.isEmpty ? path : folder + "/" + path)
        }
        return found.filter { !$0.hasPrefix(".build") && !$0.hasPrefix(".git") }.sorted()
    }

    static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
    }

    /// The modules each target imports, by the folders of `Sources`.
    static let imports: [String: [String: Set<String>]] = {
        var result: [String: [String: Set<String>]] = [:]
        let pattern =
            #/^(?:@[A-Za-z_]+(?:\([^)]*\))?\s+)*(?:package |public |internal |private |fileprivate )?import\s+(?:struct |enum |class |protocol |func |var |let |typealias )?([A-Za-z_][A-Za-z0-9_]*)/#
        for path in files(below: "Sources", extensions: ["swift"]) {
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count > 2 else { continue }
            for line in text(path).split(separator: "\n") {
                if let match = line.prefixMatch(of: pattern) {
                    result[parts[1], default: [:]][path, default: []].insert(String(match.1))
                }
            }
        }
        return result
    }()

    /// Every module a target reaches through the targets of this package.
    static func closure(of target: String) -> Set<String> {
        var seen: Set<String> = []
        var waiting = [target]
        while let next = waiting.popLast() {
            for module in (imports[next] ?? [:]).values.reduce(into: Set<String>(), { $0.formUnion($1) })
            where seen.insert(module).inserted {
                waiting.append(module)
            }
        }
        return seen
    }

    /// What a program prints.
    static func output(of tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
