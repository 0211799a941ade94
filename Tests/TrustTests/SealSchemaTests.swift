import Foundation
import Testing
import Timecode
import Trust
import TrustFormats

/// The JSON Schema of seals against the seals that are made, and against what is read.
@Suite struct SealSchemaTests {
    let bench: Workbench
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    private static let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"

    init() throws {
        bench = try Workbench()
        let made = try bench.run(
            "sh", "-c",
            """
            ffmpeg -v error -nostdin -f lavfi -i testsrc2=s=64x64:d=1 -f lavfi -i sine=d=1 -c:v mpeg2video -c:a mp2 both.ts &&
            ffmpeg -v error -nostdin -f lavfi -i sine=d=1 sound.wav &&
            ffmpeg -v error -nostdin -f lavfi -i testsrc2=s=64x64:d=1 -frames:v 1 still.png
            """)
        try #require(made.status == 0, "\(made.output)")
        try bench.write(
            Array("qalqan: 1\nchannel: one\nday: 2026-11-22\nevents:\n  - { id: a, media: both.ts }\n".utf8),
            to: "day.yaml")
        try bench.write(
            Array(
                """
                origin: { desk: newsroom, country: KZ }
                category: news
                languages: [kk, ru]
                territories: [KZ, UZ-TK]
                notBefore: 2026-11-22T00:00:00+05:00
                notAfter: 2026-12-22
                digitalSourceType: compositeSynthetic

                """.utf8), to: "set.yaml")
        #expect(try qalqan("key new news").status == 0)
        #expect(try qalqan("seal both.ts day.yaml --key news.key --set set.yaml").status == 0)
        #expect(try qalqan("seal sound.wav still.png --key news.key").status == 0)
    }

    private func qalqan(_ line: String) throws -> (status: Int32, output: String) {
        try bench.run("sh", "-c", "exec '\(DeskCommandTests.program)' \(line)")
    }

    /// Payloads of the seals and thousands of variants of them, each with the schema's verdict: a line of Base64 and a word.
    private func judged() throws -> [(payload: [UInt8], isGood: Bool)] {
        let script = """
            import base64, copy, glob, json, random, sys
            import jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            check = jsonschema.Draft202012Validator(schema)
            random.seed(5)
            def tell(payload):
                verdict = "good" if check.is_valid(payload) else "bad"
                print(base64.b64encode(json.dumps(payload).encode()).decode(), verdict)
            def places(value, path=()):
                yield path
                if isinstance(value, dict):
                    for key in value: yield from places(value[key], path + (key,))
                elif isinstance(value, list):
                    for index in range(len(value)): yield from places(value[index], path + (index,))
            junk = [None, True, 7, -1, 1 << 60, 2.5, "", "x", "zz" * 32, "2026-99-99", "1/0", [], [None], {}, {"a": 1}]
            for name in sorted(glob.glob("*.seal.json")):
                payload = json.loads(base64.b64decode(json.load(open(name))["payload"]))
                tell(payload)
                for path in places(payload):
                    for value in junk:
                        other = copy.deepcopy(payload)
                        if not path:
                            other = value
                        else:
                            parent = other
                            for step in path[:-1]: parent = parent[step]
                            parent[path[-1]] = value
                        tell(other)
                    if path and isinstance(path[-1], str):
                        for rename in (True, False):
                            other = copy.deepcopy(payload)
                            parent = other
                            for step in path[:-1]: parent = parent[step]
                            value = parent.pop(path[-1])
                            if rename: parent[path[-1] + "s"] = value
                            tell(other)
                    target = copy.deepcopy(payload)
                    parent = target
                    for step in path: parent = parent[step]
                    if isinstance(parent, dict):
                        parent["unheardOf"] = 1
                        tell(target)
            """
        try bench.write(Array(script.utf8), to: "judge.py")
        let told = try bench.run(Self.python, "-B", "judge.py", Self.root + "/Hardware/seal.schema.json")
        try #require(told.status == 0, "\(told.output)")
        return try told.output.split(separator: "\n").map { line in
            let parts = line.split(separator: " ")
            let payload = try #require(Data(base64Encoded: String(parts[0])))
            return (Array(payload), parts[1] == "good")
        }
    }

    private static func isRead(_ payload: [UInt8]) -> Bool {
        (try? SealStatement(json: payload)) != nil || (try? DocumentStatement(json: payload)) != nil
    }

    @Test func ourSealsAreWhatTheSchemaSaysAndWhatItRefusesIsRefused() throws {
        let judged = try judged()
        let seals = try FileManager.default.contentsOfDirectory(atPath: bench.path(".")).filter {
            $0.hasSuffix(".seal.json")
        }
        #expect(seals.count == 4)
        var (good, bad, stricter) = (0, 0, 0)
        for (payload, isGood) in judged {
            let isRead = Self.isRead(payload)
            if isGood {
                good += 1
                // What no schema can say: that 1/0 is no fraction, or that a month has not 99 days.
                if !isRead { stricter += 1 }
            } else {
                bad += 1
                #expect(!isRead, "\(String(decoding: payload, as: UTF8.self))")
            }
        }
        #expect(
            good > 100 && bad > 1500 && stricter < good / 2, "\(good) good, \(bad) bad, \(stricter) only for the schema"
        )
        for seal in seals {
            let paths = try #require(SealPaths(seal: bench.path(seal)))
            let isWhole = ((try? SignedSeal.load(paths.seal)) ?? nil) != nil || SignedDocument.isOne(paths.seal)
            #expect(isWhole, "\(seal)")
        }
    }
}
