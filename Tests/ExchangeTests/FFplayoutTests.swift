import ExchangeFormats
import Foundation
import Playlist
import Testing
import Timecode

/// ffplayout's JSON as ffplayout writes it.
struct FFplayoutTests {
    /// Every key that its own serialiser knows, with the empty texts and nulls that it takes.
    static let example = """
        {
          "channel": "Channel 1",
          "date": "2026-11-22",
          "program": [
            { "title": "Opening", "in": 0.0, "out": 647.68, "duration": 647.68, "source": "/srv/media/clip1.mp4" },
            { "in": 12.5, "out": 149, "duration": 149.0, "category": "advertisement", "source": "clip2.mp4", "audio": "",
              "custom_filter": "" },
            { "in": 0, "out": 2531.3667, "duration": 2531.3667, "category": null, "source": "clip2.mp4",
              "audio": "voice.wav", "custom_filter": "eq=gamma=1.2" }
          ]
        }
        """

    @Test func example() throws {
        let (read, said) = Exchange.read(Self.example, "2026-11-22.json")
        let document = try #require(read, "\(said)")
        #expect(document.day == CivilDate("2026-11-22"))
        #expect(document.channel == nil)
        #expect(document.events.map(\.id) == ["clip1", "clip2", "clip2-2"])
        #expect(document.events.map(\.source.media) == ["clip1.mp4", "clip2.mp4", "clip2.mp4"])
        // 647.68 s at 25 are 16,192 frames; 12.5 s are 312.5, rounded up; 2531.3667 s are 63,284.17.
        #expect(document.events.map { try? $0.duration?.frames(at: .fps25) } == [16192, 3725 - 313, 63284])
        #expect(document.events.map { try? $0.source.inPoint?.frames(at: .fps25) } == [nil, 313, nil])
        #expect(document.events[1].category == "advertisement")
        #expect(document.events[0].titles.text(in: []) == "Opening")
        #expect(document.events.map(\.marks.event.line) == [5, 6, 8])
        #expect(
            Exchange.places(said) == [
                "2:14 not-used", "6:13 inexact-time", "8:23 inexact-time", "9:16 not-used", "9:46 not-used",
            ])
    }

    @Test func whatItsReaderWants() throws {
        let (read, _) = Exchange.read(
            "qalqan: 1\nchannel: one\nday: 2026-11-22\nevents:\n- {id: a, title: {en: A, kk: Б}, media: x/a.mov, in: 1s, duration: 10f, category: news}\n",
            "p.yaml")
        var settings = ExchangeSettings()
        settings.outputFolder = "/srv/media"
        let (text, _) = PlaylistExport.write(try #require(read), as: .ffplayout, settings: settings)
        let said = try Exchange.python(
            """
            import sys, json
            p = json.load(sys.stdin)
            assert list(p) == ["channel", "date", "program"], list(p)
            c = p["program"][0]
            assert all(isinstance(c[k], (int, float)) for k in ("in", "out", "duration"))
            print(p["channel"], p["date"], c["in"], c["out"], c["duration"], c["source"], c["category"], c["title"])
            """, input: try #require(text))
        #expect(said == "one 2026-11-22 1 1.4 1.4 /srv/media/x/a.mov news A\n")
    }

    @Test func everyMistakeInOnePass() {
        let text = """
            { "channel": 5, "date": "2026-13-22", "programme": 1, "program": [
              { "in": 10, "out": 5, "duration": 30, "source": "a.mp4" },
              { "in": "0", "out": 5, "duration": 30, "source": "b.mp4" },
              { "in": 0, "duration": 30, "source": "c.mp4" },
              { "in": 0, "out": 1e300, "duration": 30, "source": "d.mp4" },
              { "in": 0, "out": -5, "source": "e.mp4" },
              { "in": 0, "out": 5, "source": "../../etc/passwd" },
              { "in": 0, "out": 5, "source": "rtmp://example.org/live" },
              { "in": 0, "out": 50, "duration": 30, "source": "f.mp4" },
              { "in": 0, "out": 5 }, 7,
              { "in": 0, "out": 5, "source": ["g"] } ] }
            """
        let (document, said) = Exchange.read(text, "p.json")
        #expect(document == nil)
        #expect(
            Exchange.places(said) == [
                "1:14 wrong-type", "1:25 date", "1:39 not-used", "2:22 amount", "3:11 wrong-type", "4:3 missing-key",
                "5:21 amount", "6:21 amount", "7:34 media-path", "8:34 media-path", "9:21 beyond-media",
                "10:3 missing-key",
                "10:26 wrong-type", "11:34 wrong-type",
            ], "\(said.map(\.description).joined(separator: "\n"))")
    }
}
