import ExchangeFormats
import Foundation
import Playlist
import PlaylistFormats
import Testing

/// What the native writer writes is the document again, for our reader and for other people's.
struct NativeWriterTests {
    @Test func everyDocumentComesBack() throws {
        for document in try Exchange.documents() {
            for (file, text) in [
                ("p.yaml", PlaylistWriter.yaml(document)), ("p.json", PlaylistWriter.json(document)),
            ] {
                let (read, diagnostics) = PlaylistReader.read(Array(text.utf8), file: file)
                #expect(diagnostics.isEmpty, "\(document.file) as \(file): \(diagnostics)")
                let again = try #require(read)
                #expect(Exchange.bare(again) == Exchange.bare(document), "\(document.file) as \(file)")
            }
        }
    }

    /// PyYAML and Python's json see the same, and the JSON Schema takes both.
    @Test func othersReadTheSame() throws {
        for document in try Exchange.documents() {
            let script = """
                import sys, json, yaml, jsonschema
                both = json.load(sys.stdin)
                class Text(yaml.SafeLoader): pass
                Text.yaml_implicit_resolvers = {k: [(t, r) for t, r in v if t.endswith((':bool', ':int', ':null'))]
                                                for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}
                a, b = yaml.load(both["yaml"], Loader=Text), json.loads(both["json"])
                assert a == b, (a, b)
                jsonschema.Draft202012Validator(json.load(open("\(Exchange.root.path)/Playlists/playlist.schema.json"))).validate(b)
                print(len(b["events"]))
                """
            let both = ["yaml": PlaylistWriter.yaml(document), "json": PlaylistWriter.json(document)]
            let input = String(decoding: try JSONEncoder().encode(both), as: UTF8.self)
            #expect(try Exchange.python(script, input: input) == "\(document.events.count)\n", "\(document.file)")
        }
    }

    /// A key that is added to the document is added to the writer.
    @Test func noKeyIsForgotten() throws {
        let document = try #require(try Exchange.documents().first)
        let known: Set<String> = [
            "file", "channel", "channelMark", "titles", "day", "dayMark", "timeZone", "timeZoneMark", "cycle",
            "cycleMark",
            "replaces", "defaults", "languages", "fillers", "events",
        ]
        let knownOfEvent: Set<String> = [
            "id", "titles", "category", "start", "source", "duration", "alternate", "regions", "priority", "late",
            "loop", "hold", "onMissing", "optOut", "secondary", "marks",
        ]
        #expect(
            Set(Mirror(reflecting: document).children.compactMap(\.label)) == known, "teach PlaylistWriter the new key")
        // What is wrapped has its name behind an underscore.
        let labels = Mirror(reflecting: document.events[0]).children.compactMap(\.label)
        #expect(
            Set(labels.map { $0.drop { $0 == "_" } }.map(String.init)) == knownOfEvent,
            "teach PlaylistWriter the new key")
    }
}
