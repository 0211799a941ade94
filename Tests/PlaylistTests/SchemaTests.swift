import ChannelConfiguration
import Foundation
import Playlist
import PlaylistFormats
import Testing

/// The JSON Schemas say what the readers say, by Python's `jsonschema`.
struct SchemaTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Validates texts (YAML 1.2 core types, as editors read them) against a schema; one verdict each.
    static func verdicts(_ texts: [String], schema: String) throws -> [Bool] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, text) in texts.enumerated() {
            try Data(text.utf8).write(to: folder.appendingPathComponent("\(index).yaml"))
        }
        let script = """
            import sys, json, re, yaml, jsonschema
            class Core(yaml.SafeLoader): pass
            Core.yaml_implicit_resolvers = {}
            for tag, pattern, first in (("bool", "^(true|false)$", "tf"), ("null", "^(null|~|)$", ["n", "~", ""]),
                                        ("int", "^[-+]?[0-9]+$", "-+0123456789"),
                                        ("float", "^[-+]?[0-9]+[.][0-9]+$", "-+0123456789")):
                Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            checker = jsonschema.Draft202012Validator(schema)
            for index in range(int(sys.argv[3])):
                document = yaml.load(open(f"{sys.argv[2]}/{index}.yaml", encoding="utf-8"), Loader=Core)
                print("good" if checker.is_valid(document) else "bad")
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"
        process.arguments = [
            python, "-c", script, root.appendingPathComponent(schema).path, folder.path, "\(texts.count)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "python3 with jsonschema and pyyaml is needed")
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map { $0 == "good" }
    }

    /// Mistakes that the shape of a document can show; names, dates and orders are beyond a schema.
    static let shapes: Set<DiagnosticCode> = [
        .unknownKey, .missingKey, .wrongType, .wrongValue, .version, .amount, .label, .mediaPath, .notSupported,
        .noEvents,
    ]

    @Test func playlistMistakes() throws {
        let mistakes = PlaylistReaderTests.mistakes.filter { Self.shapes.contains($0.code) && $0.file == "p.yaml" }
        #expect(mistakes.count > 20)
        let verdicts = try Self.verdicts(mistakes.map(\.text), schema: "Playlists/playlist.schema.json")
        for (mistake, isGood) in zip(mistakes, verdicts) { #expect(!isGood, "\(mistake.text)") }
    }

    @Test func examplesOfTheRepository() throws {
        for (folder, schema) in [
            ("Playlists", "Playlists/playlist.schema.json"), ("Hardware", "Hardware/channel.schema.json"),
        ] {
            let files = FileManager.default.enumerator(
                at: Self.root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            var playlists: [String] = []
            var configurations: [String] = []
            for case let file as URL in try #require(files) where file.pathExtension == "yaml" {
                let text = try String(contentsOf: file, encoding: .utf8)
                if text.hasPrefix("qalqan:") || text.contains("\nqalqan: 1") {
                    playlists.append(text)
                    let (document, diagnostics) = PlaylistReader.read(Array(text.utf8), file: file.lastPathComponent)
                    #expect(document != nil, "\(diagnostics)")
                } else if file.lastPathComponent.hasPrefix("channel") {
                    configurations.append(text)
                    let (settings, diagnostics) = ConfigurationReader.read(
                        Array(text.utf8), file: file.lastPathComponent, folder: "/srv")
                    #expect(settings != nil, "\(diagnostics)")
                }
            }
            if schema.hasPrefix("Playlists") {
                #expect(playlists.count >= 2)
            } else {
                #expect(configurations.count >= 1)
            }
            #expect(try Self.verdicts(playlists, schema: "Playlists/playlist.schema.json").allSatisfy { $0 })
            #expect(try Self.verdicts(configurations, schema: "Hardware/channel.schema.json").allSatisfy { $0 })
        }
    }

    @Test func goodDocuments() throws {
        let good = try Self.verdicts([PlaylistReaderTests.example], schema: "Playlists/playlist.schema.json")
        #expect(good == [true])
        let configurations = [
            ConfigurationTests.minimal, "format: { rate: 30000/1001 }\n", "ports: { status: none }\n",
        ]
        #expect(try Self.verdicts(configurations, schema: "Hardware/channel.schema.json") == [true, true, true])
    }

    @Test func configurationMistakes() throws {
        let bad = [
            "chanel: {}", "format: { scan: interlaced }", "format: { colour: bt2020 }", "format: { rate: 29.98 }",
            "outputs: [ { kind: display } ]", "outputs: [ { kind: audio } ]",
            "outputs: [ { kind: audio, role: a, device: b } ]",
            "outputs: [ { kind: stream, url: http://x } ]", "ports: { tls: x }", "trust: { root: a }",
            "trust: { policy: { playlists: { signatures: 1 } } }", "log: { level: loud }", "media: [media]",
        ]
        #expect(try Self.verdicts(bad, schema: "Hardware/channel.schema.json") == bad.map { _ in false })
    }

    @Test func everyCodeIsExplained() throws {
        let text = try String(
            contentsOf: Self.root.appendingPathComponent("docs/DIAGNOSTICS.md"), encoding: .utf8)
        for code in DiagnosticCode.allCases { #expect(text.contains("| `\(code.rawValue)` |"), "\(code.rawValue)") }
    }
}
