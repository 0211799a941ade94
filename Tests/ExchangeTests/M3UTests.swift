import ExchangeFormats
import Foundation
import Playlist
import Testing
import Timecode

/// M3U and M3U8, plain and extended, against the `m3u8` package.
struct M3UTests {
    static let example = """
        #EXTM3U
        #PLAYLIST:Вечер
        #EXT-X-VERSION:3

        # a comment
        #EXTINF:30.04 tvg-id="open" group-title="news" logo="x.png",Opening, part 1
        #EXTVLCOPT:start-time=10
        /srv/media/news/opening.mp4
        #EXTINF:-1,
        plain.mp4
        #EXTVLCOPT:start-time=5
        #EXTVLCOPT:stop-time=7.52
        #EXT-X-DISCONTINUITY
        file:///srv/media/a%20b.mp4
        \tC:\\media\\clip.mov
        plain.mp4
        """

    @Test(arguments: ["lf", "crlf", "bom", "cr"])
    func example(spelling: String) throws {
        var text = Self.example
        if spelling == "crlf" {
            text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        }
        if spelling == "cr" {
            text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r")
        }
        if spelling == "bom" { text = "\u{FEFF}" + text }
        let (read, said) = Exchange.read(text, "/lists/p.m3u8", folders: ["/srv/media", "C:/media"])
        let document = try #require(read, "\(said)")
        #expect(document.isLoose)
        #expect(document.titles.text(in: []) == "Вечер")
        #expect(document.events.map(\.id) == ["open", "plain", "a-b", "clip", "plain-2"])
        #expect(
            document.events.map(\.source.media) == [
                "news/opening.mp4", "plain.mp4", "a b.mp4", "clip.mov", "plain.mp4",
            ])
        #expect(document.events[0].titles.text(in: []) == "Opening, part 1")
        #expect(document.events[0].category == "news")
        #expect(
            document.events.map { $0.source.inPoint?.description } == ["00:00:10:00", nil, "00:00:05:00", nil, nil])
        #expect(document.events.map { $0.duration?.description } == ["00:00:30:01", nil, "00:00:02:13", nil, nil])
        #expect(document.events.map(\.marks.event.line) == [6, 9, 14, 15, 16])
        #expect(said.map(\.code) == [.notUsed])
    }

    /// Relative paths count from where the list lies, when that is below a media folder.
    @Test(arguments: [
        ("/srv/media/lists/p.m3u", "../clips/a.mp4", "clips/a.mp4"), ("/srv/media/lists/p.m3u", "a.mp4", "lists/a.mp4"),
        ("/srv/media/p.m3u", "a.mp4", "a.mp4"), ("/elsewhere/p.m3u", "./x/a.mp4", "x/a.mp4"),
    ])
    func relativePaths(list: String, path: String, expected: String) {
        #expect(Exchange.read("\(path)\n", list).document?.events.first?.source.media == expected)
    }

    @Test(arguments: [
        ("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n", "2:1 not-supported"),
        ("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128\na.ts\n", "2:1 not-supported"),
        ("#EXTM3U\n  http://example.org/a.ts\n", "2:3 media-path"), ("../a.ts\n", "1:1 media-path"),
        ("/etc/passwd\n", "1:1 media-path"), ("#EXTINF:abc,x\na.ts\n", "1:9 amount"),
        ("#EXTINF:,x\na.ts\n", "1:9 wrong-value"),
        ("#EXTINF:99999999999999999999999999,x\na.ts\n", "1:9 amount"), ("#EXTM3U\n", "1:1 no-events"),
        ("", "1:1 no-events"),
        ("#EXTVLCOPT:start-time=9\n#EXTVLCOPT:stop-time=8\na.ts\n", "2:12 amount"),
        ("#EXTINF:1 tvg-id=\"a\",\na.ts\n#EXTINF:1 tvg-id=\"a\",\nb.ts\n", "3:1 duplicate-event"),
        ("\u{FF}\u{0}\n", "1:2 encoding"), ("#EXTINF:0.0000001,x\na.ts\n", "1:9 amount"),
    ])
    func refusals(text: String, place: String) {
        let (document, said) = Exchange.read(text, "/lists/p.m3u")
        #expect(document == nil)
        #expect(Exchange.places(said.filter { $0.severity == .error }) == [place])
    }

    @Test func anotherParserReadsOurs() throws {
        let (read, _) = Exchange.read(
            "qalqan: 1\ntitle: Night\nevents:\n- {id: a, title: 'One, two', media: x/a.mov, in: 1s, duration: 262f}\n- {id: b, media: b.mov}\n",
            "p.yaml")
        let (text, said) = PlaylistExport.write(try #require(read), as: .m3u, settings: ExchangeSettings())
        #expect(said == [])
        let output = try Exchange.python(
            """
            import sys, m3u8
            p = m3u8.loads(sys.stdin.read())
            for s in p.segments: print(s.uri, s.duration, s.title)
            """, input: try #require(text))
        #expect(output == "x/a.mov 10.48 One, two\nb.mov -1.0 \n")
    }
}
