import Playlist
import PlaylistFormats
import Testing

/// Events are read one by one while the text is parsed: where they stand in the document makes no difference.
struct StreamedEventsTests {
    private static let file = ["p.yaml", "p.json"]
    private static let one = "{\"id\": \"a\", \"media\": \"a.mov\"}"

    private func json(_ head: String, _ events: String, _ tail: String = "") -> [UInt8] {
        Array("{\(head)\"events\": [\(events)]\(tail)}".utf8)
    }

    @Test(arguments: file)
    func eventsMayComeFirst(file: String) throws {
        let events = (0..<50).map { "{\"id\": \"e\($0)\", \"media\": \"m.mov\", \"duration\": \"5s\"}" }
        let list = events.joined(separator: ",\n")
        let after = PlaylistReader.read(json("\"qalqan\": 1, \"day\": \"2026-11-22\", ", list), file: file)
        let before = PlaylistReader.read(json("", list, ", \"day\": \"2026-11-22\", \"qalqan\": 1"), file: file)
        let document = try #require(before.document, "\(before.diagnostics)")
        #expect(document.events.map(\.id) == (0..<50).map { "e\($0)" })
        #expect(document.events.map(\.marks.event.line) == (1...50).map { $0 })
        #expect(document.day == after.document?.day && document.events.count == after.document?.events.count)
    }

    /// A list that stands in the document again is a repeated key, and its events are not the document's.
    @Test(arguments: file)
    func aSecondListDoesNotCount(file: String) {
        let (_, diagnostics) = PlaylistReader.read(
            json("\"qalqan\": 1, ", Self.one, ",\n\"events\": [{\"id\": \"a\"}]"), file: file)
        #expect(diagnostics.map(\.code) == [.duplicateKey])
        #expect(diagnostics.first?.mark == SourceMark(line: 2, column: 1))
    }

    @Test(arguments: file)
    func listsElsewhereAreNoEvents(file: String) {
        let (_, diagnostics) = PlaylistReader.read(
            json("\"qalqan\": 1, \"title\": {\"events\": [{\"id\": \"x\"}]}, ", Self.one), file: file)
        #expect(diagnostics.map(\.code) == [.wrongValue])
    }

    /// What is wrong before the place where the text ends to be a document is said too.
    @Test func mistakesBeforeASyntaxErrorAreSaid() {
        let text =
            "qalqan: 1\nevents:\n  - { id: a, medai: a.mov }\n  - { id: b, media: ../b.mov }\n  - { id: c, media: [\n"
        let (document, diagnostics) = PlaylistReader.read(Array(text.utf8), file: "p.yaml")
        #expect(document == nil)
        #expect(diagnostics.map(\.code) == [.missingKey, .unknownKey, .mediaPath, .syntax])
    }

    // MARK: Drafts

    private func draft(_ text: String) -> (document: PlaylistDocument?, diagnostics: [Diagnostic]) {
        PlaylistReader.draft(Array(text.utf8), file: "p.yaml")
    }

    /// An event that cannot be understood is left out; others may be counted from it without being wrong.
    @Test func draftsKeepWhatIsUnderstood() throws {
        let (document, diagnostics) = draft(
            """
            qalqan: 1
            day: 2026-11-22
            events:
              - { id: a, media: a.mov, duration: 5s }
              - { id: b, duration: 5s }
              - { id: c, media: c.mov, start: { after: b } }
              - { id: d, media: d.mov, start: { at: "26:00" }, colour: red }
              - { media: e.mov }
            """)
        #expect(diagnostics.map(\.code) == [.missingKey, .label, .unknownKey, .missingKey])
        #expect(try #require(document).events.map(\.id) == ["a", "c", "d"])
        #expect(PlaylistReader.whole((document, diagnostics)).document == nil)
    }

    /// Without its day or its cycle a list cannot be put on the axis: there is no draft of it.
    @Test(arguments: ["day: soon", "timeZone: 5", "repeat: often", "qalqan: 9"])
    func noDraftWithoutItsPlace(line: String) {
        let head = line.hasPrefix("qalqan") ? line : "qalqan: 1\n\(line)"
        let (document, diagnostics) = draft("\(head)\nevents:\n  - { id: a, media: a.mov }\n")
        #expect(document == nil && diagnostics.hasErrors)
    }
}
