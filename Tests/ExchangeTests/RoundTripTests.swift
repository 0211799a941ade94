import ExchangeFormats
import Playlist
import PlaylistFormats
import Testing
import Timecode

/// Documents through other formats and back: what a format holds comes back as it was, what it does not is said.
struct RoundTripTests {
    static let endings: [ExchangeFormat: String] = [
        .ffplayout: "p.json", .m3u: "p.m3u8", .csv: "p.csv", .otio: "p.otio", .bxf: "p.xml",
    ]

    static func export(
        _ document: PlaylistDocument, _ format: ExchangeFormat, rate: FrameRate = .fps25
    ) -> (text: String?, diagnostics: [Diagnostic]) {
        var settings = ExchangeSettings(rate: rate)
        settings.day = CivilDate("2026-11-23")
        return PlaylistExport.write(document, as: format, settings: settings, lengths: { _ in 750 })
    }

    /// The document as far as a format holds it.
    static func reduced(_ document: PlaylistDocument, to format: ExchangeFormat) -> PlaylistDocument {
        var result = Exchange.bare(document)
        let rate = FrameRate.fps25
        func label(_ frames: Int64) -> FrameAmount { .label(TimecodeLabel(frameCount: frames, rate: rate)) }
        if format != .otio {
            (result.timeZone, result.cycle, result.replaces) = (nil, nil, false)
            (result.defaults, result.languages, result.fillers) = (PlaylistDefaults(), [:], [])
        }
        switch format {
        case .csv: (result.timeZone, result.cycle, result.titles) = (document.timeZone, document.cycle, [])
        case .m3u: (result.channel, result.day) = (nil, nil)
        case .ffplayout: result.titles = []
        default: break
        }
        if [.m3u, .bxf].contains(format) {
            result.titles = result.titles.prefix(1).map { .init(language: "und", text: $0.text) }
        }
        if format == .ffplayout || format == .bxf {
            result.day = document.day ?? CivilDate("2026-11-23")
            result.channel = document.channel ?? "channel"
        }
        for index in result.events.indices {
            if format != .otio {
                let known = result.events[index]
                result.events[index] = PlaylistEvent(
                    id: known.id, titles: known.titles, category: known.category, start: known.start,
                    source: known.source,
                    duration: known.duration, alternate: known.alternate)
                result.events[index].source.inTimecode = nil
                result.events[index].alternate?.inTimecode = nil
            }
            guard format != .otio, format != .csv else { continue }
            result.events[index].titles =
                result.events[index].titles.text(in: []).map {
                    [LocalisedText(language: "und", text: $0.split(separator: " ").isEmpty ? $0 : $0)]
                } ?? []
            result.events[index].alternate = nil
            if format != .bxf { result.events[index].start = .follow }
            if format == .bxf { result.events[index].category = nil }
            let first = (try? result.events[index].source.inPoint?.frames(at: rate)) ?? 0
            result.events[index].source.inPoint = first > 0 ? label(first) : nil
            let length = (try? result.events[index].duration?.frames(at: rate)) ?? 750
            result.events[index].duration = label(length)
        }
        return result
    }

    @Test(arguments: ExchangeFormat.allCases.filter { !$0.isNative })
    func formats(format: ExchangeFormat) throws {
        for original in try Exchange.documents() {
            var document = original
            // Longer than a time code can say, which only the playlist's own keys hold.
            document.events.removeAll { $0.id == "pause" }
            let (text, said) = Self.export(document, format)
            let written = try #require(text, "\(document.file): \(said)")
            #expect(said.allSatisfy { $0.severity == .warning })
            let (read, diagnostics) = Exchange.read(written, Self.endings[format]!)
            #expect(diagnostics.filter { $0.severity == .error } == [], "\(document.file) as \(format)")
            let again = Exchange.bare(try #require(read))
            var expected = Self.reduced(document, to: format)
            if format == .ffplayout {
                for index in expected.events.indices { expected.events[index].id = again.events[index].id }
            }
            if format == .bxf {
                for (index, event) in expected.events.enumerated() {
                    switch event.start {
                    case .at(let label, _, _): expected.events[index].start = .at(label, soft: nil, occurrence: nil)
                    case .manual, .follow: break
                    default: expected.events[index].start = .follow
                    }
                }
            }
            for (one, other) in zip(again.events, expected.events) {
                var (one, other) = (one, other)
                // Lists and XML do not keep the space around a text.
                one.titles = one.titles.map { .init(language: $0.language, text: Self.trimmed($0.text)) }.sorted {
                    $0.language < $1.language
                }
                other.titles = other.titles.map { .init(language: $0.language, text: Self.trimmed($0.text)) }.sorted {
                    $0.language < $1.language
                }
                if format == .otio, one.duration != nil, other.duration == nil { other.duration = one.duration }
                #expect(one == other, "\(document.file) as \(format)")
            }
            #expect(again.events.count == expected.events.count)
            #expect(again.channel == expected.channel)
            #expect(again.day == expected.day)
            #expect(again.cycle == expected.cycle)
            #expect(again.timeZone == expected.timeZone)
            #expect(again.replaces == expected.replaces)
            #expect(Set(again.titles) == Set(expected.titles))
        }
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Every key of the fullest document that a format does not hold is said.
    @Test(arguments: [
        (
            ExchangeFormat.ffplayout,
            [
                "`secondary`", "`optOut`", "`fillers`", "`loop`", "`inTimecode`", "`regions`", "`alternate`", "`id`",
                "`start`", "`timeZone`", "`title`", "`replaces`",
            ]
        ),
        (.m3u, ["`regions`", "`alternate`", "`start`", "`day`", "`channel`", "`timeZone`", "`replaces`"]),
        (.csv, ["`regions`", "`title`", "`replaces`"]),
        (.otio, ["`start` as a place on the track"]),
        (
            .bxf,
            ["`regions`", "`alternate`", "`category`", "`soft`", "`occurrence`", "counted from another", "`timeZone`"]
        ),
    ])
    func lossesAreSaid(format: ExchangeFormat, losses: [String]) throws {
        let document = try #require(try Exchange.documents().first)
        var shorter = document
        shorter.events.removeAll { $0.id == "pause" }
        let said = Self.export(shorter, format).diagnostics
        for loss in losses {
            #expect(said.contains { $0.code == .notHeld && $0.message.contains(loss) }, "\(format): \(loss) in \(said)")
        }
    }

    /// A document without lengths cannot become a format that needs them, and says so for every event.
    @Test func lengthsAreNeeded() throws {
        let (read, _) = Exchange.read(
            "qalqan: 1\nday: 2026-11-22\nevents: [{id: a, media: a.mov}, {id: b, media: b.mov}]\n", "p.yaml")
        let document = try #require(read)
        for format in [ExchangeFormat.ffplayout, .bxf] {
            let (text, said) = PlaylistExport.write(document, as: format, settings: ExchangeSettings())
            #expect(text == nil)
            #expect(said.filter { $0.code == .noLength }.map(\.event) == ["a", "b"])
        }
    }
}
