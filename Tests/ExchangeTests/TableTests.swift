import ExchangeFormats
import Foundation
import Playlist
import Testing
import Timecode

/// CSV against Python's csv, with columns as any system has them.
struct TableTests {
    @Test func headerAndSpellings() throws {
        let text = """
            ID;Title.kk;title;start;soft;media;in;duration;day;Rating\r
            a;"Жаңалық; ""1\"\"\";News;06:00:00;30s;news/a.mov;00:00:10:12;25.5;2026-11-22;PG\r
            b;;"two\r
            lines";;;b.mov;;00:01:30;;\r
            \r
            c;;;manual;;c.mov;;10f;2026-11-22;\r

            """
        let (read, said) = Exchange.read(text, "p.csv")
        let document = try #require(read, "\(said)")
        #expect(document.day == CivilDate("2026-11-22"))
        #expect(document.events.map(\.id) == ["a", "b", "c"])
        #expect(document.events[0].start == .at(TimecodeLabel("06:00:00:00")!, soft: .seconds(30), occurrence: nil))
        #expect(document.events[0].titles.text(in: ["kk"]) == "Жаңалық; \"1\"")
        #expect(document.events[1].titles.text(in: []) == "two lines")
        #expect(document.events.map { try? $0.duration?.frames(at: .fps25) } == [638, 2250, 10])
        #expect(document.events[2].start == .manual)
        #expect(document.events.map(\.marks.event.line) == [2, 3, 6])
        #expect(Exchange.places(said) == ["1:52 not-used", "2:61 inexact-time"], "\(said)")
    }

    @Test func columnsOfOthers() throws {
        let text = "House ID|Prog, name|When|Clip|Len\nN1|News|18:00:00:00|n.mov|00:00:30\n"
        let (read, said) = Exchange.read(text, "p.txt.csv") {
            $0.table.delimiter = UInt8(ascii: "|")
            try? $0.table.read("id=House ID,title=\"Prog, name\",start=3,media=4,duration=Len")
        }
        let event = try #require(read?.events.first, "\(said)")
        #expect(event.id == "N1")
        #expect(event.titles.text(in: []) == "News")
        #expect(event.start == .at(TimecodeLabel("18:00:00:00")!, soft: nil, occurrence: nil))
        #expect(said.isEmpty)
        let (bare, more) = Exchange.read("x.mov,30\ny.mov,5f\n", "p.csv") {
            $0.table.hasHeader = false
            try? $0.table.read("media=1,duration=2")
        }
        #expect(bare?.events.map(\.source.media) == ["x.mov", "y.mov"], "\(more)")
        #expect(bare?.events.map(\.id) == ["x", "y"])
    }

    @Test func layoutMistakes() {
        var layout = TableLayout()
        for (text, problem) in [
            ("medium=1", TableLayout.Problem.unknownKey("medium")), ("media", .malformed("media")),
            ("media=1,media=2", .twice("media")), ("", .malformed("")),
        ] {
            do throws(TableLayout.Problem) {
                try layout.read(text)
                Issue.record("\(text) was taken")
            } catch { #expect(error == problem) }
        }
    }

    @Test(arguments: [
        ("media\n", ["1:1 no-events"]), ("", ["1:1 no-events"]), ("file,len\na,1\n", ["1:1 columns"]),
        ("media,duration\na.mov\nb.mov,5,6\nc.mov,x\n", ["2:1 columns", "3:1 columns", "4:7 amount"]),
        ("media,duration\n\"a.mov,5\n", ["2:1 syntax", "2:1 columns"]), ("media,id\n\"a\".mov,5\n", ["2:4 syntax"]),
        ("media,title\na.mov,x \"y\"\n", ["2:9 syntax", "2:11 syntax"]), ("media,media\na,b\n", ["1:7 duplicate-key"]),
        (
            "media,start,reference,offset\na,,b,1\nb,with,,\nc,25:00:00:00,,\nd,noon,,\n",
            ["2:4 conflict", "2:6 conflict", "3:3 missing-key", "5:3 label"]
        ),
        ("media,id\na,x\nb,x\n,z\n", ["3:1 duplicate-event", "4:1 missing-key"]),
        ("media,day,channel\na,2026-11-22,one\nb,2026-11-23,two\n", ["3:3 conflict", "3:14 conflict"]),
        ("media,id\na,has space\n", ["2:3 wrong-value"]),
    ])
    func refusals(text: String, places: [String]) {
        let (document, said) = Exchange.read(text, "p.csv")
        #expect(document == nil)
        #expect(
            Exchange.places(said.filter { $0.severity == .error }) == places,
            "\(said.map(\.description).joined(separator: "\n"))")
    }

    /// Python's csv takes the same cells from what we write, and we take the same from what it writes.
    @Test func pythonAgrees() throws {
        for document in try Exchange.documents() {
            var shorter = document
            shorter.events.removeAll { $0.id == "pause" }
            let text = try #require(PlaylistExport.write(shorter, as: .csv, settings: ExchangeSettings()).text)
            let rewritten = try Exchange.python(
                """
                import sys, csv, io
                rows = list(csv.reader(io.StringIO(open(0, newline="", encoding="utf-8").read()), strict=True))
                assert len({len(r) for r in rows}) == 1
                out = io.StringIO(); csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\\n").writerows(rows)
                sys.stdout.write(out.getvalue())
                """, input: text)
            #expect(rewritten != text)
            let (one, other) = (Exchange.read(text, "p.csv").document, Exchange.read(rewritten, "p.csv").document)
            #expect(one.map(Exchange.bare) == other.map(Exchange.bare))
            #expect(one?.events.count == shorter.events.count, "\(document.file)")
        }
    }
}
