import Playlist
import PlaylistFormats
import Testing
import Timecode

/// Keys beside start, media and length: policies, loops, windows, fillers, secondary events.
struct PlaylistKeysTests {
    static let text = """
        qalqan: 1
        day: 2026-11-22
        late: join
        hold: { slate: technical }
        onMissing: { default: filler, news: [alternate, next] }
        languages: { UZ: [uz, ru], KG: ky }
        fillers:
          - id: pool
            category: promo
            notWithin: 30m
            regions: [KZ]
            dayParts: [ { from: "22:00:00:00", to: "06:00:00:00" } ]
            items: [ { id: f1, media: f1.mov, in: 5f, duration: 10s, trim: true }, { id: f2, media: f2.mov } ]
        events:
          - id: a
            start: { at: "06:00:00:00" }
            media: a.mov
            inTimecode: "10:00:00;02"
            duration: 10m
            priority: 7
            late: skip
            onMissing: [filler, slate]
            hold: { media: card.png }
            loop: { until: "07:00:00:00", end: whole }
            secondary:
              - { logo: off, offset: 5s, duration: 10s }
              - { splice: out, from: end, before: "00:00:04:00" }
              - { overlay: g/a.png }
              - { audioMap: kk }
              - { gpo: tally }
              - { subtitle: kk }
            optOut: { id: w, through: b, regions: { UZ: [ { id: u, media: u.mov, duration: 10m, loop: { times: 2 } } ], KG: [] } }
          - { id: b, category: news, media: b.mov, duration: 1m, loop: { times: 3 } }
        """

    static func read(_ text: String, file: String = "p.yaml") -> (
        document: PlaylistDocument?, diagnostics: [Diagnostic]
    ) { PlaylistReader.read(Array(text.utf8), file: file) }

    @Test func everyKey() throws {
        let (read, diagnostics) = Self.read(Self.text)
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        let document = try #require(read)
        #expect(document.defaults.late == .join && document.defaults.hold == .slate(.technical))
        #expect(document.defaults.onMissing == [.filler])
        #expect(document.languages == ["UZ": ["uz", "ru"], "KG": ["ky"]])
        #expect(document.regions == ["KG", "KZ", "UZ"])
        let pool = try #require(document.fillers.first)
        #expect(pool.category == "promo" && pool.notWithin == .seconds(1800) && pool.regions == ["KZ"])
        #expect(pool.serves(region: "KZ-75") && !pool.serves(region: "UZ"))
        #expect(pool.dayParts[0].contains(secondOfDay: 79_200) && pool.dayParts[0].contains(secondOfDay: 0))
        #expect(!pool.dayParts[0].contains(secondOfDay: 21_600))
        #expect(pool.items.map(\.mayTrim) == [true, false] && pool.items[0].source.inPoint == .frames(5))
        let a = document.events[0]
        #expect(a.source.inTimecode == TimecodeLabel("10:00:00;02") && a.priority == 7 && a.late == .skip)
        #expect(a.hold == .media(MediaSource(media: "card.png")))
        #expect(document.defaults.missingSteps(of: a) == [.filler, .slate])
        #expect(a.loop == .until(TimecodeLabel("07:00:00:00")!, occurrence: nil, end: .whole))
        #expect(a.secondary.map(\.kind.name) == ["logo", "splice", "overlay", "audioMap", "gpo", "subtitle"])
        #expect(a.secondary.map(\.kind.value) == ["off", "out", "g/a.png", "kk", "tally", "kk"])
        #expect(a.secondary[0].offset == .seconds(5) && a.secondary[0].duration == .seconds(10))
        #expect(a.secondary[1].anchor == .end && a.secondary[1].isBefore)
        let window = try #require(a.optOut)
        #expect(window.id == "w" && window.through == "b")
        #expect(window.regions["UZ"]?.map(\.id) == ["u"] && window.regions["KG"] == [])
        #expect(document.events[1].loop == .times(3))
        #expect(document.defaults.missingSteps(of: document.events[1]) == [.alternate, .next])
    }

    struct Mistake: Sendable {
        var text: String
        var code: DiagnosticCode
        var line: Int
    }

    static func event(_ keys: String) -> String {
        "qalqan: 1\nday: 2026-11-22\nevents:\n  - { id: a, media: a.mov, \(keys) }\n  - { id: b, media: b.mov }\n"
    }

    static func head(_ keys: String) -> String {
        "qalqan: 1\n\(keys)\nevents:\n  - { id: a, media: a.mov }\n"
    }

    static let mistakes = [
        Mistake(text: event("priority: 10"), code: .wrongValue, line: 4),
        Mistake(text: event("late: joined"), code: .wrongValue, line: 4),
        Mistake(text: event("in: 1f, inTimecode: \"10:00:00:00\""), code: .conflict, line: 4),
        Mistake(text: event("inTimecode: 10s"), code: .label, line: 4),
        Mistake(text: event("loop: {}"), code: .missingKey, line: 4),
        Mistake(text: event("loop: { times: 0 }"), code: .wrongValue, line: 4),
        Mistake(text: event("loop: { times: 2, end: cut }"), code: .conflict, line: 4),
        Mistake(text: event("hold: { media: a.png, slate: hold }"), code: .conflict, line: 4),
        Mistake(text: event("hold: {}"), code: .missingKey, line: 4),
        Mistake(text: event("onMissing: [alternate, black]"), code: .wrongValue, line: 4),
        Mistake(text: event("onMissing: [next, next]"), code: .conflict, line: 4),
        Mistake(text: event("secondary: [ { offset: 3s } ]"), code: .missingKey, line: 4),
        Mistake(text: event("secondary: [ { logo: on, gpo: a } ]"), code: .conflict, line: 4),
        Mistake(text: event("secondary: [ { logo: maybe } ]"), code: .wrongValue, line: 4),
        Mistake(text: event("secondary: [ { gpo: a, offset: 1f, before: 1f } ]"), code: .conflict, line: 4),
        Mistake(text: event("secondary: [ { overlay: ../x.png } ]"), code: .mediaPath, line: 4),
        Mistake(text: event("optOut: { id: w }"), code: .missingKey, line: 4),
        Mistake(text: event("optOut: { id: w, regions: { uz: [] } }"), code: .wrongValue, line: 4),
        Mistake(text: event("optOut: { id: w, through: c, regions: {} }"), code: .unknownEvent, line: 4),
        Mistake(
            text: event("optOut: { id: w, regions: { UZ: [ { id: b, media: u.mov } ] } }"), code: .duplicateEvent,
            line: 5),
        Mistake(
            text: event("optOut: { id: w, regions: { UZ: [ { id: u, media: u.mov, start: manual } ] } }"),
            code: .unknownKey, line: 4),
        Mistake(text: head("fillers: [ { id: p } ]"), code: .missingKey, line: 2),
        Mistake(text: head("fillers: [ { id: p, items: [ { id: f } ] } ]"), code: .missingKey, line: 2),
        Mistake(
            text: head("fillers: [ { id: p, items: [ { id: f, media: f.mov }, { id: f, media: f.mov } ] } ]"),
            code: .duplicateEvent, line: 2),
        Mistake(
            text: head(
                "fillers: [ { id: p, dayParts: [ { from: \"06:00:00:00\" } ], items: [ { id: f, media: f } ] } ]"),
            code: .missingKey, line: 2),
        Mistake(text: head("languages: { UZ: [uzbek-] }"), code: .wrongValue, line: 2),
        Mistake(text: head("onMissing: { news: [nothing] }"), code: .wrongValue, line: 2),
        Mistake(
            text: "qalqan: 1\nrepeat: 1h\nevents:\n  - { id: a, media: a, loop: { until: \"07:00:00:00\" } }\n",
            code: .cycle, line: 4),
    ]

    @Test(arguments: mistakes)
    func mistake(mistake: Mistake) throws {
        let (document, diagnostics) = Self.read(mistake.text)
        #expect(document == nil, "\(mistake.text)")
        let found = try #require(diagnostics.first { $0.code == mistake.code }, "\(mistake.text) \(diagnostics)")
        #expect(found.severity == .error && found.mark.line == mistake.line, "\(found)")
        #expect(!found.message.isEmpty && !found.remedy.isEmpty)
    }

    /// What a schema can see of it, the published one refuses too.
    @Test func schemaAgrees() throws {
        let shapes: Set<DiagnosticCode> = [.wrongValue, .missingKey, .label, .mediaPath, .unknownKey]
        let mistakes = Self.mistakes.filter { shapes.contains($0.code) }
        #expect(mistakes.count > 12)
        let verdicts = try SchemaTests.verdicts(
            mistakes.map(\.text) + [Self.text], schema: "Playlists/playlist.schema.json")
        for (mistake, isGood) in zip(mistakes, verdicts) { #expect(!isGood, "\(mistake.text)") }
        #expect(verdicts.last == true)
    }
}
