import ExchangeFormats
import Foundation
import Playlist
import Testing
import Timecode

/// OpenTimelineIO against its own library: it reads what we write, and we read what it writes.
struct OTIOTests {
    static let playlist = """
        qalqan: 1
        title: Night
        events:
          - { id: a, title: { kk: Әлем, en: World }, media: news/a b.mov, in: 250f, duration: 500f }
          - { id: b, media: b.mov, start: { after: a, offset: 75f }, duration: 100f }
          - { id: c, media: c.mov, duration: 30s }
        """

    @Test(arguments: ["25", "30000/1001", "50"])
    func itsLibraryReadsOurs(rate: String) throws {
        let rate = try #require(FrameRate(writtenAs: rate))
        let document = try #require(Exchange.read(Self.playlist, "p.yaml", rate: rate).document)
        var settings = ExchangeSettings(rate: rate)
        settings.outputFolder = "/srv/media"
        let (written, said) = PlaylistExport.write(document, as: .otio, settings: settings)
        #expect(said == [])
        let text = try #require(written)
        let script = """
            import sys, opentimelineio as otio
            t = otio.adapters.read_from_string(sys.stdin.read(), "otio_json")
            print(t.name, len(t.tracks), t.tracks[0].kind)
            for i in t.tracks[0]:
                r = i.trimmed_range()
                print(type(i).__name__, i.name, round(r.start_time.value), round(r.duration.value), round(i.range_in_parent().start_time.value),
                      getattr(getattr(i, "media_reference", None), "target_url", ""))
            print(round(t.duration().value))
            """
        let thirty = try FrameAmount.seconds(30).frames(at: rate)
        #expect(
            try Exchange.python(script, input: text) == """
                Night 1 Video
                Clip Әлем 250 500 0 file:///srv/media/news/a%20b.mov
                Gap  0 75 500 \("")
                Clip b 0 100 575 file:///srv/media/b.mov
                Clip c 0 \(thirty) 675 file:///srv/media/c.mov
                \(675 + thirty)

                """)
    }

    /// A timeline made by the library: media with a clock of their own, another rate, gaps, a transition, more tracks.
    static func timeline(_ body: String) throws -> String {
        try Exchange.python(
            """
            import sys, opentimelineio as otio
            from opentimelineio.schema import (Clip, ExternalReference, Gap, GeneratorReference, LinearTimeWarp, MissingReference,
                Stack, Timeline, Track, Transition)
            from opentimelineio.opentime import RationalTime as T, TimeRange as R
            t = Timeline("Evening"); v = Track("V1", kind="Video"); t.tracks.append(v)
            def clip(name, url, start, length, rate, origin=None):
                return Clip(name, ExternalReference(url, R(T(origin, rate), T(100000, rate)) if origin is not None else None),
                            R(T(start, rate), T(length, rate)))
            \(body)
            print(otio.adapters.write_to_string(t, "otio_json"))
            """)
    }

    @Test func weReadItsLibrarys() throws {
        let text = try Self.timeline(
            """
            v.append(clip("Opening", "file:///srv/media/show/open%20ing.mov", 90100, 250, 25, 90000))
            v.append(Transition(in_offset=T(5, 25), out_offset=T(5, 25), transition_type="SMPTE_Dissolve"))
            v.append(clip("Part 1", "part1.mov", 0, 1000, 50))
            v.append(Gap(duration=T(100, 50)))
            v.append(clip("Opening", "part1.mov", 48000, 96000, 48000))
            n = Track("nested"); n.append(clip("Inner", "inner.mov", 0, 25, 25)); v.append(n)
            a = Track("A1", kind="Audio"); a.append(clip("Part 1", "part1.mov", 0, 1000, 50)); t.tracks.append(a)
            t.global_start_time = T(90000, 25)
            """)
        let (read, said) = Exchange.read(text, "edit.otio")
        let document = try #require(read, "\(said)")
        #expect(document.titles.text(in: []) == "Evening")
        #expect(document.events.map(\.id) == ["Opening", "Part-1", "Opening-2", "Inner"])
        #expect(document.events.map(\.source.media) == ["show/open ing.mov", "part1.mov", "part1.mov", "inner.mov"])
        #expect(document.events.map { $0.source.inPoint?.description } == ["00:00:04:00", nil, "00:00:01:00", nil])
        #expect(
            document.events.map { $0.duration?.description } == [
                "00:00:10:00", "00:00:20:00", "00:00:02:00", "00:00:01:00",
            ])
        #expect(document.events[2].start == .after("Part-1", offset: FrameAmount("00:00:02:00")!))
        #expect(said.map(\.code) == [.notUsed, .notUsed, .notUsed])
        // The line of each clip is that of its bracket.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for event in document.events {
            let next = lines[event.marks.event.line...].prefix(4).joined()
            #expect(
                lines[event.marks.event.line - 1].hasSuffix("{") && next.contains("\"OTIO_SCHEMA\": \"Clip.2\""),
                "\(event.id)")
        }
    }

    @Test(arguments: [
        (24, "29.97", 25, "inexact"), (24, "24", 1, "inexact"), (30, "25", 5, "25"), (1001, "30000/1001", 1001, "1001"),
        (48, "23.976", 48, "48"), (1001, "25", 600, nil),
    ])
    func otherRates(frames: Int, channel: String, atRate: Int, expected: String?) throws {
        // 1001 frames at 30 are 1000 at 29.97; 30 frames at 5 fps are 150 at 25; nothing is rounded.
        let rate = try #require(FrameRate(writtenAs: channel))
        let text = """
            {"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Track.1", "kind": "Video",
            "children": [{"OTIO_SCHEMA": "Clip.1", "name": "a", "media_reference": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "a.mov"},
            "source_range": {"start_time": {"value": 0, "rate": \(atRate)}, "duration": {"value": \(frames), "rate": \(atRate)}}}]}]}}
            """
        let (document, said) = Exchange.read(text, "a.otio", rate: rate)
        let exact = (Int64(frames) * rate.numerator).quotientAndRemainder(dividingBy: Int64(atRate) * rate.denominator)
        if exact.remainder == 0, exact.quotient > 0 {
            #expect(try document?.events[0].duration?.frames(at: rate) == exact.quotient)
        } else {
            #expect(document == nil)
            #expect(said.map(\.code) == [.inexactTime])
            #expect(said.first?.mark.line == 3)
        }
        _ = expected
    }

    @Test(arguments: [
        ("v.append(clip('a', 'https://x/a.mov', 0, 5, 25))", [DiagnosticCode.mediaPath]),
        ("v.append(clip('a', '/home/a.mov', 0, 5, 25))", [.mediaPath]),
        ("v.append(Clip('a', MissingReference(), R(T(0, 25), T(5, 25))))", [.mediaPath]),
        ("v.append(Clip('a', GeneratorReference('bars', 'SMPTEBars'), R(T(0, 25), T(5, 25))))", [.notSupported]),
        ("c = clip('a', 'a.mov', 0, 5, 25); c.effects.append(LinearTimeWarp('w', 2.0)); v.append(c)", [.notSupported]),
        ("v.append(clip('a', 'a.mov', 10, 5, 25, 20))", [.amount]),
        (
            "v.append(clip('a', 'a.mov', 0, 5, 25)); s = Stack('s'); s.append(Track('x')); s.append(Track('y')); v.append(s)",
            [.notSupported]
        ),
        ("v.append(clip('a', 'a.mov', 0, 0, 25))", [.amount]),
        ("v.append(clip('a', 'a.mov', 0, 1, 29.97))", [.inexactTime]),
        ("v.append(clip('a', 'a.mov', 0, 1, 17.3))", [.wrongValue, .wrongValue]),
        ("v.append(Gap(duration=T(25, 25)))", [.noEvents]),
    ])
    func refusals(body: String, codes: [DiagnosticCode]) throws {
        let (document, said) = Exchange.read(try Self.timeline(body), "a.otio")
        #expect(document == nil)
        #expect(said.filter { $0.severity == .error }.map(\.code) == codes, "\(said)")
        #expect(said.allSatisfy { $0.mark.line > 1 && !$0.remedy.isEmpty })
    }

    /// An editor moves a clip, trims another and closes a gap: what the clips say now counts.
    @Test func editsInTheOtherToolCount() throws {
        let document = try #require(Exchange.read(Self.playlist, "p.yaml").document)
        let text = try #require(PlaylistExport.write(document, as: .otio, settings: ExchangeSettings()).text)
        let edited = try Exchange.python(
            """
            import sys, opentimelineio as otio
            from opentimelineio.opentime import RationalTime as T, TimeRange as R
            t = otio.adapters.read_from_string(sys.stdin.read(), "otio_json")
            v = t.tracks[0]
            v[0].source_range = R(T(260, 25), T(100, 25))
            del v[1]
            v.insert(2, otio.schema.Gap(duration=T(50, 25)))
            print(otio.adapters.write_to_string(t, "otio_json"))
            """, input: text)
        let (again, said) = Exchange.read(edited, "p.otio")
        let events = try #require(again, "\(said)").events
        #expect(events.map(\.id) == ["a", "b", "c"])
        #expect(events[0].source.inPoint?.description == "00:00:10:10")
        #expect(events[0].duration?.description == "00:00:04:00")
        #expect(Set(events[0].titles) == Set(document.events[0].titles))
        #expect(events[1].start == .follow)
        #expect(events[2].start == .after("b", offset: FrameAmount("00:00:02:00")!))
        #expect(events[2].duration == .seconds(30))
    }
}
