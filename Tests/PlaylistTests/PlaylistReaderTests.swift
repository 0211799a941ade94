import Playlist
import PlaylistFormats
import Testing
import Timecode

/// What the playlist reader understands, and what it says of what it does not.
struct PlaylistReaderTests {
    static let example = """
        qalqan: 1                          # document version
        channel: central-asia-one
        day: 2026-11-22
        timeZone: Asia/Almaty
        events:
          - id: news-0600
            title: { kk: Жаңалықтар, uz: Yangiliklar, ru: Новости, en: News }
            category: news
            start: { at: "06:00:00:00" }
            media: news/0600.mov
            in: "00:00:10:12"
            duration: "00:25:00:00"
            alternate: { media: news/0600-short.mov }
            regions: { UZ: { media: news/0600-uz.mov }, KG: { skip: true } }
          - { id: film, media: film.mxf, duration: 262f }
          - { id: live, start: manual, media: live.ts, duration: 30s }
          - { id: late, start: { at: 18:00:00:00, soft: 00:00:30:00 }, media: a.mov }
          - { id: bug, start: { with: late, offset: 10s }, media: b.mov }
          - { id: promo, start: { after: bug }, media: b.mov }
          - { id: credits, start: { fromEnd: promo, offset: 00:00:05:00 }, media: b.mov }
        """

    static func read(_ text: String, file: String = "p.yaml") -> (
        document: PlaylistDocument?, diagnostics: [Diagnostic]
    ) {
        PlaylistReader.read(Array(text.utf8), file: file)
    }

    @Test(arguments: ["", "crlf", "bom"])
    func example(spelling: String) throws {
        var text = Self.example
        if spelling == "crlf" {
            text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        }
        if spelling == "bom" { text = "\u{FEFF}" + text }
        let (document, diagnostics) = Self.read(text)
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        let playlist = try #require(document)
        #expect(playlist.channel == "central-asia-one")
        #expect(playlist.day == CivilDate("2026-11-22"))
        #expect(playlist.timeZone == "Asia/Almaty")
        #expect(playlist.events.map(\.id) == ["news-0600", "film", "live", "late", "bug", "promo", "credits"])
        let news = playlist.events[0]
        #expect(news.titles.text(in: ["ky", "uz"]) == "Yangiliklar")
        #expect(news.titles.text(in: ["fr"]) == "Жаңалықтар")
        #expect(news.start == .at(TimecodeLabel("06:00:00:00")!, soft: nil, occurrence: nil))
        #expect(news.source == MediaSource(media: "news/0600.mov", inPoint: FrameAmount("00:00:10:12")))
        #expect(news.duration == FrameAmount("00:25:00:00"))
        #expect(news.alternate?.media == "news/0600-short.mov")
        #expect(news.regions["KG"] == .skip)
        #expect(news.marks.event == SourceMark(line: 6, column: 5))
        #expect(news.marks.inPoint == SourceMark(line: 11, column: 9))
        #expect(playlist.events[1].start == .follow)
        #expect(playlist.events[1].duration == .frames(262))
        #expect(playlist.events[2].start == .manual)
        #expect(
            playlist.events[3].start
                == .at(TimecodeLabel("18:00:00:00")!, soft: FrameAmount("00:00:30:00"), occurrence: nil))
        #expect(playlist.events[4].start == .with("late", offset: .seconds(10)))
        #expect(playlist.events[6].start == .fromEnd("promo", offset: FrameAmount("00:00:05:00")!))
    }

    @Test func jsonIsTheSameDocument() throws {
        let json = """
            {"qalqan": 1, "day": "2026-11-22", "events": [
              {"id": "a", "title": {"kk": "\\u0416\\u0430\\ud83d\\ude00"}, "media": "a.mov", "duration": "30s",
               "start": {"at": "18:00:00:00", "occurrence": 2}},
              {"id": "b", "media": "b.mov", "alternate": null}
            ]}
            """
        let (document, diagnostics) = Self.read(json, file: "p.json")
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        // YAML writes what is beyond 16 bits in one escape; the blanks keep the columns.
        let text = json.replacing(#"\ud83d\ude00""#, with: #"\U0001F600"  "#)
        let (yaml, _) = Self.read(text, file: "p.yaml")
        var same = try #require(yaml)
        same.file = "p.json"
        #expect(document?.events.map(\.id) == ["a", "b"])
        #expect(document == same)
        #expect(document?.events[0].titles[0].text == "Жа😀")
        #expect(document?.events[1].marks.event == SourceMark(line: 4, column: 3))
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let text: String
        let code: DiagnosticCode
        let line: Int
        let column: Int
        var hint = ""
        var file = "p.yaml"
        var testDescription: String { "\(code.rawValue): \(text.prefix(60))" }
    }

    private static func event(_ body: String) -> String { "qalqan: 1\nevents:\n  - { id: a, media: a.mov, \(body) }\n" }

    static let mistakes = [
        Mistake(text: "", code: .syntax, line: 0, column: 0),
        Mistake(text: "events: [", code: .syntax, line: 2, column: 1),
        Mistake(text: "- a\n", code: .wrongType, line: 1, column: 1),
        Mistake(text: "qalqan: 1\nevents: []\n", code: .noEvents, line: 2, column: 9),
        Mistake(text: "qalqan: 2\nevents: [ { id: a, media: b } ]\n", code: .version, line: 1, column: 9),
        Mistake(text: "events: [ { id: a, media: b } ]\n", code: .missingKey, line: 1, column: 1, hint: "qalqan: 1"),
        Mistake(text: "qalqan: 1\n", code: .missingKey, line: 1, column: 1),
        Mistake(text: "qalqan: 1\nevent: []\n", code: .unknownKey, line: 2, column: 1, hint: "`events`"),
        Mistake(text: event("duratoin: 3s"), code: .unknownKey, line: 3, column: 28, hint: "`duration`"),
        Mistake(text: event("Media: 3s"), code: .unknownKey, line: 3, column: 28, hint: "`media`"),
        Mistake(text: event("xyzzy: 3s"), code: .unknownKey, line: 3, column: 28, hint: "keys:"),
        Mistake(text: event("media: b.mov"), code: .duplicateKey, line: 3, column: 28, hint: "keep one"),
        Mistake(text: event("in: 5"), code: .amount, line: 3, column: 32, hint: "262f"),
        Mistake(text: event("in: [1]"), code: .amount, line: 3, column: 32),
        Mistake(text: event("duration: 0f"), code: .amount, line: 3, column: 38),
        Mistake(text: event("start: { at: 6:00 }"), code: .label, line: 3, column: 41, hint: "18:00:00:00"),
        Mistake(text: event("start: { at: 18:00:00:00, soft: x }"), code: .amount, line: 3, column: 60),
        Mistake(text: event("start: 18:00:00:00"), code: .wrongValue, line: 3, column: 35, hint: "{ at:"),
        Mistake(text: event("start: { at: 18:00:00:00, with: a }"), code: .conflict, line: 3, column: 35),
        Mistake(text: event("start: { }"), code: .missingKey, line: 3, column: 35),
        Mistake(text: event("start: { with: a, soft: 3s }"), code: .conflict, line: 3, column: 46),
        Mistake(text: event("start: { with: b }"), code: .unknownEvent, line: 3, column: 35),
        Mistake(text: event("start: { cycle: 3s }"), code: .cycle, line: 3, column: 35, hint: "repeat"),
        Mistake(text: event("occurrence: 1"), code: .conflict, line: 3, column: 28),
        Mistake(text: event("start: { at: 18:00:00:00, occurrence: 3 }"), code: .wrongValue, line: 3, column: 66),
        Mistake(text: event("alternate: { media: /etc/passwd }"), code: .mediaPath, line: 3, column: 48),
        Mistake(text: event("alternate: { media: ../x }"), code: .mediaPath, line: 3, column: 48),
        Mistake(text: event("regions: { KAZ: { skip: true } }"), code: .wrongValue, line: 3, column: 39, hint: "KZ-75"),
        Mistake(text: event("regions: { KZ: { skip: yes } }"), code: .wrongValue, line: 3, column: 51),
        Mistake(text: event("title: { xx_yy: b }"), code: .wrongValue, line: 3, column: 37),
        Mistake(text: event("title: &x b"), code: .alias, line: 3, column: 35),
        Mistake(text: event("title: !!int 3"), code: .tag, line: 3, column: 35),
        Mistake(text: "qalqan: 1\nevents:\n  - { media: b }\n", code: .missingKey, line: 3, column: 5, hint: "id:"),
        Mistake(text: "qalqan: 1\nevents:\n  - { id: a }\n", code: .missingKey, line: 3, column: 5, hint: "media:"),
        Mistake(text: "qalqan: 1\nevents:\n  - { id: 'a b', media: b }\n", code: .wrongValue, line: 3, column: 11),
        Mistake(text: "qalqan: 1\nevents:\n  - { id: a#1, media: b }\n", code: .wrongValue, line: 3, column: 11),
        Mistake(
            text: "qalqan: 1\nevents:\n  - { id: a, media: b }\n  - { id: a, media: b }\n", code: .duplicateEvent,
            line: 4,
            column: 5, hint: "own id"),
        Mistake(
            text: "qalqan: 1\nrepeat: 10m\nevents:\n  - { id: a, media: b, start: { at: 18:00:00:00 } }\n",
            code: .cycle,
            line: 4, column: 31),
        Mistake(text: "qalqan: 1\nday: 2026-02-30\nevents: [ { id: a, media: b } ]", code: .date, line: 2, column: 6),
        Mistake(
            text: "qalqan: 1\ntimeZone: UTC+5:00\nevents: [ { id: a, media: b } ]", code: .timeZone, line: 2, column: 11
        ),
        Mistake(text: "qalqan: 1\n\tevents: []\n", code: .syntax, line: 2, column: 1, hint: "spaces"),
        Mistake(text: "qalqan: 1\n---\nevents: []\n", code: .syntax, line: 2, column: 1, hint: "---"),
        Mistake(text: "{\"qalqan\": 1,}", code: .syntax, line: 1, column: 14, file: "p.json"),
        Mistake(text: "{\"qalqan\": 01}", code: .syntax, line: 1, column: 12, file: "p.json"),
        Mistake(text: "{'qalqan': 1}", code: .syntax, line: 1, column: 2, file: "p.json"),
        Mistake(text: "{\"a\": \"\\x\"}", code: .syntax, line: 1, column: 9, file: "p.json"),
        Mistake(text: "{\"a\": \"\\ud800\"}", code: .syntax, line: 1, column: 14, file: "p.json"),
        Mistake(text: "{\"a\": 1} {}", code: .syntax, line: 1, column: 10, file: "p.json"),
        Mistake(text: "{\"қ\": 1, \"қ\": 2}", code: .duplicateKey, line: 1, column: 10, file: "p.json"),
        Mistake(text: "{\"a\": tru}", code: .syntax, line: 1, column: 7, file: "p.json"),
    ]

    @Test(arguments: mistakes)
    func mistake(mistake: Mistake) throws {
        let (document, diagnostics) = Self.read(mistake.text, file: mistake.file)
        #expect(document == nil)
        let found = try #require(diagnostics.first { $0.code == mistake.code }, "\(diagnostics)")
        #expect(found.severity == .error)
        #expect(found.mark == SourceMark(line: mistake.line, column: mistake.column), "\(found)")
        #expect(!found.message.isEmpty && !found.remedy.isEmpty)
        if !mistake.hint.isEmpty { #expect("\(found.message) \(found.remedy)".contains(mistake.hint), "\(found)") }
    }

    @Test func allMistakesInOnePass() {
        let text = """
            qalqan: 1
            dya: 2026-11-22
            events:
              - { id: a, media: /abs.mov, duration: x }
              - { id: a, media: b.mov, title: { e: x } }
              - { id: c, meda: b.mov }
              - { id: d, media: b.mov, in: 3, in: 4 }
            """
        let (document, diagnostics) = Self.read(text)
        #expect(document == nil)
        let seen = diagnostics.map { "\($0.mark.line) \($0.event) \($0.code.rawValue)" }
        #expect(
            seen == [
                "2  unknown-key", "4 a media-path", "4 a amount", "5 a wrong-value", "6 c missing-key",
                "6 c unknown-key", "7 d amount", "7  duplicate-key",
            ], "\(seen)")
    }

    @Test func encodings() {
        for (bytes, line, column): ([UInt8], Int, Int) in [
            (Array("qalqan: 1\n# қ".utf8) + [0xFF], 2, 4), (Array("a: ".utf8) + [0xC0, 0x80], 1, 4),
            (Array("a: ".utf8) + [0xED, 0xA0, 0x80], 1, 4), (Array("a: b".utf8) + [0], 1, 5),
            ([0xFF, 0xFE, 0x61, 0x00], 0, 0), (Array("a: ".utf8) + [0xE2, 0x82], 1, 4),
            (Array("a: ".utf8) + [0xF0, 0x9F, 0x98] + Array("x\nb".utf8), 1, 4),
        ] {
            let (document, diagnostics) = PlaylistReader.read(bytes, file: "p.yaml")
            #expect(document == nil)
            #expect(diagnostics.map(\.code) == [.encoding])
            #expect(diagnostics.first?.mark == SourceMark(line: line, column: column), "\(diagnostics)")
        }
    }

    @Test func nestingHasAnEnd() {
        for (open, file) in [
            ("[", "p.yaml"), ("[", "p.json"), ("{\"a\":", "p.json"), ("{a: ", "p.yaml"), ("- ", "p.yaml"),
        ] {
            let text = String(repeating: open, count: 100_000)
            let (document, diagnostics) = Self.read(text, file: file)
            #expect(document == nil)
            #expect(diagnostics.first?.code == .tooDeep, "\(diagnostics)")
        }
    }

    @Test func tooMuchIsSaidOnce() {
        let events = (0..<3000).map { "  - { id: a, media: b, x: \($0) }" }.joined(separator: "\n")
        let (_, diagnostics) = Self.read("qalqan: 1\nevents:\n" + events)
        #expect(diagnostics.count == DocumentReading.mostDiagnostics + 1)
        #expect(diagnostics.contains { $0.code == .tooManyErrors })
    }

    @Test func sizeHasAnEnd() {
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: DocumentLimits.playlist.bytes + 1)
        #expect(PlaylistReader.read(bytes, file: "p.yaml").diagnostics.map(\.code) == [.tooLarge])
    }

    @Test(arguments: ["/nowhere/p.yaml", "/tmp", "/dev/zero"])
    func filesThatCannotBeRead(path: String) {
        #expect(PlaylistReader.load(path).diagnostics.map(\.code) == [.unreadableFile])
    }
}
