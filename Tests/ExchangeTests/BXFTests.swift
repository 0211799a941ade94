import ExchangeFormats
import Foundation
import Playlist
import Testing
import Timecode

/// BXF schedules as traffic systems write them, and ours against other XML parsers.
struct BXFTests {
    static func event(
        _ id: String, start: String = "06:00:00:00", date: String = "2026-11-22", mode: String = "Follow",
        length: String = "00:00:30:00", rate: String = "25", kind: String = "Primary", place: String = "clips/a.mov"
    ) -> String {
        """
        <ScheduledEvent>
          <EventData eventType="\(kind)" action="add">
            <EventId><EventId>urn:uuid:\(id)</EventId></EventId>
            <PrimaryEvent><NonProgramEvent><Details><AdType>Promo</AdType></Details></NonProgramEvent></PrimaryEvent>
            <StartDateTime><SmpteDateTime broadcastDate="\(date)"><SmpteTimeCode>\(start)</SmpteTimeCode></SmpteDateTime></StartDateTime>
            <LengthOption><Duration><SmpteDuration frameRate="\(rate)"><SmpteTimeCode>\(length)</SmpteTimeCode></SmpteDuration></Duration></LengthOption>
            <StartMode>\(mode)</StartMode>
          </EventData>
          <Content>
            <ContentId><HouseNumber>H-1</HouseNumber></ContentId>
            <Name>Жаңалықтар &amp; more</Name>
            <Media><MediaLocation>
              <Location><AssetServer><PathName>\(place)</PathName></AssetServer></Location>
              <SOM><SmpteTimeCode>00:00:15:00</SmpteTimeCode></SOM>
            </MediaLocation></Media>
          </Content>
        </ScheduledEvent>

        """
    }

    static func message(
        _ events: String, declaration: String = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", year: String = "2008"
    ) -> String {
        """
        \(declaration)<BxfMessage xmlns="http://smpte-ra.org/schemas/2021/\(year)/BXF" xmlns:pmcp="http://www.atsc.org/XMLSchemas/pmcp/2007/3.1"
            id="urn:uuid:6d7a271f-7fd8-40f2-9b3b-329ee4c2afcd" messageType="Information">
        <BxfData action="add"><Schedule type="Primary" scheduleStart="2026-11-22T06:00:00.00" action="add">
        <Channel shortName="one"><pmcp:Name>One</pmcp:Name></Channel><ScheduleName>Sunday</ScheduleName>
        \(events)</Schedule></BxfData></BxfMessage>
        """
    }

    static let uuid = "058ff320-2044-4c71-9f90-f6ef3234f53a"

    @Test(arguments: ["2008", "2017"])
    func schedule(year: String) throws {
        let text = Self.message(
            Self.event(Self.uuid, mode: "Fixed") + Self.event("HDR", kind: "Primary-ProgramHeader")
                + Self.event("logo", kind: "NonPrimary") + Self.event("logo2", kind: "NonPrimary")
                + Self.event("b", start: "06:00:30:00", place: "/srv/media/b c.mov")
                + Self.event(
                    "c", start: "02:00:00.12", date: "2026-11-23", mode: "Fixed", length: "00:01:00",
                    place: "file:///srv/media/d%20e.mov")
                + Self.event("d", start: "02:01:00:12", mode: "Manual"), year: year)
        let (read, said) = Exchange.read(text, "p.xml")
        let document = try #require(read, "\(said)")
        #expect(document.day == CivilDate("2026-11-22"))
        #expect(document.channel == "one")
        #expect(document.titles.text(in: []) == "Sunday")
        #expect(document.events.map(\.id) == [Self.uuid, "b", "c", "d"])
        #expect(document.events.map(\.source.media) == ["clips/a.mov", "b c.mov", "d e.mov", "clips/a.mov"])
        #expect(document.events[0].start == .at(TimecodeLabel("06:00:00:00")!, soft: nil, occurrence: nil))
        #expect(document.events[1].start == .follow)
        #expect(document.events[2].start == .at(TimecodeLabel("02:00:00:12")!, soft: nil, occurrence: nil))
        #expect(document.events[3].start == .manual)
        #expect(
            document.events.map { $0.duration?.description } == [
                "00:00:30:00", "00:00:30:00", "00:01:00:00", "00:00:30:00",
            ])
        #expect(
            document.events.allSatisfy { $0.source.inPoint?.description == "00:00:15:00" && $0.category == "promo" })
        #expect(document.events[0].titles.text(in: []) == "Жаңалықтар & more")
        #expect(said.map(\.code) == [.notUsed])
        #expect(said.first?.message.contains("2 times") == true)
        // Lines: the schedule's own `<ScheduledEvent>`.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for event in document.events {
            #expect(
                lines[event.marks.event.line - 1] == "<ScheduledEvent>" && event.marks.event.column == 1, "\(event.id)")
            #expect(lines[event.marks.media.line - 1].contains("<PathName>"))
        }
    }

    /// The same schedule in other encodings; the marks stay.
    @Test(arguments: ["utf-16", "utf-16be", "windows-1251", "koi8-r", "utf-8-sig"])
    func encodings(encoding: String) throws {
        let declared = encoding == "utf-8-sig" ? "utf-8" : encoding.hasPrefix("utf-16") ? "utf-16" : encoding
        let text = Self.message(Self.event("a"), declaration: "<?xml version=\"1.0\" encoding=\"\(declared)\"?>\n")
            .replacingOccurrences(of: "Жаңалықтар", with: "Новости")
        let hexadecimal = try Exchange.python(
            "import sys; t = open(0, encoding='utf-8').read(); print((('\\ufeff' if '\(encoding)' == 'utf-16be' else '') + t).encode('\(encoding)').hex())",
            input: text)
        let digits = Array(hexadecimal.utf8.dropLast())
        let bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
        }
        let (document, said) = PlaylistImport.read(bytes, file: "p.xml", settings: ExchangeSettings())
        #expect(document?.events.first?.titles.text(in: []) == "Новости & more", "\(said)")
        #expect(document?.events.first?.marks.event.line == 6)
    }

    @Test(
        arguments: [
            ("25", "25", "00:00:10:12", 262), ("30", "30000/1001", "00:00:59:28", 1798),
            ("29.97", "30000/1001", "00:01:00;02", 1800),
            ("50", "25", "00:00:10:24", 262), ("50", "25", "00:00:10:25", nil), ("30", "25", "00:00:10:00", 250),
            ("30", "25", "00:00:10:01", nil),
            ("25", "50", "00:00:00:01", 2),
        ] as [(String, String, String, Int64?)])
    func rates(list: String, channel: String, label: String, frames: Int64?) throws {
        let rate = try #require(FrameRate(writtenAs: channel))
        let (document, said) = Exchange.read(
            Self.message(Self.event("a", length: label, rate: list)), "p.xml", rate: rate)
        #expect(try document?.events[0].duration?.frames(at: rate) == frames, "\(said)")
        if frames == nil { #expect(said.filter { $0.severity == .error }.map(\.code) == [.inexactTime]) }
    }

    @Test func everyMistakeInOnePass() {
        let text = Self.message(
            Self.event("a", length: "00:00:61:00") + Self.event("b", mode: "Sometime")
                + Self.event("c", date: "2026-12-01")
                + Self.event("d", place: "/etc/passwd") + Self.event("e", start: "24:00:00:00", mode: "Fixed")
                + Self.event("f", rate: "17.3") + Self.event("a") + "<ScheduledEvent/>"
                + Self.event("g", length: "00:00:00:00"))
        let (document, said) = Exchange.read(text, "p.xml")
        #expect(document == nil)
        #expect(
            said.map(\.code) == [
                .label, .wrongValue, .date, .mediaPath, .label, .wrongValue, .duplicateEvent, .missingKey, .amount,
            ],
            "\(said.map(\.description).joined(separator: "\n"))")
        #expect(said.map(\.event) == ["a", "b", "c", "d", "e", "f", "a", "", "g"])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[said[0].mark.line - 1].contains("00:00:61:00"))
        #expect(lines[said[3].mark.line - 1].contains("/etc/passwd"))
    }

    @Test(arguments: [
        ("<a/>", DiagnosticCode.foreignFormat), ("<BxfMessage xmlns=\"urn:x\"/>", .foreignFormat), ("", .syntax),
        ("<", .syntax),
        ("<BxfMessage><BxfData>", .syntax), ("<BxfMessage>&x;</BxfMessage>", .syntax),
        ("<?xml version=\"1.0\" encoding=\"EBCDIC-US\"?><a/>", .encoding),
        ("<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>", .encoding),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><BxfMessage>&x;</BxfMessage>", .documentType),
        ("<?xml version=\"1.0\"?>\n<!-- <a/> -->\n<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>", .documentType),
        (
            "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><lolz>&b;</lolz>",
            .documentType
        ),
        (String(repeating: "<a>", count: 100), .tooDeep), ("<a b='1' b='2'/>", .syntax), ("<a>\u{1}</a>", .encoding),
        ("<BxfMessage/>", .noEvents), ("<x:BxfMessage/>", .syntax),
    ])
    func refusals(text: String, code: DiagnosticCode) {
        let (document, said) = PlaylistImport.read(
            Array(text.utf8), file: "p.xml", format: .bxf, settings: ExchangeSettings())
        #expect(document == nil)
        #expect(said.first { $0.severity == .error }?.code == code, "\(said)")
    }

    @Test func changesAreNotSchedules() {
        let text = Self.message(Self.event("a")).replacingOccurrences(
            of: "<BxfData action=\"add\">", with: "<BxfData action=\"update\">")
        let (document, said) = Exchange.read(text, "p.bxf")
        #expect(document == nil)
        #expect(said.map(\.code) == [.notSupported])
    }

    @Test func houseNumbersWithoutFiles() {
        let text = Self.message(Self.event("a")).replacingOccurrences(of: "<PathName>clips/a.mov</PathName>", with: "")
        #expect(
            Exchange.read(text, "p.xml") { $0.houseEnding = ".mxf" }.document?.events.first?.source.media == "H-1.mxf")
        let (document, said) = Exchange.read(text, "p.xml")
        #expect(document?.events.first?.source.media == "H-1")
        #expect(said.map(\.code) == [.notUsed])
    }

    /// Expat and libxml2's own tool read ours: well-formed, in BXF's namespace, with the times on their frames.
    @Test(arguments: ["25", "29.97"])
    func othersReadOurs(rate: String) throws {
        let rate = try #require(FrameRate(writtenAs: rate))
        let (read, _) = Exchange.read(
            """
            qalqan: 1
            channel: one
            day: 2026-11-22
            events:
              - { id: a, title: "<A> & \\"B\\"", start: { at: "23:59:30:00" }, media: x/a.mov, in: 250f, duration: 900f }
              - { id: \(Self.uuid), media: b.mov, duration: 30s }
            """, "p.yaml", rate: rate)
        let document = try #require(read)
        let text = try #require(
            PlaylistExport.write(document, as: .bxf, settings: ExchangeSettings(rate: rate)).text)
        #expect(try Exchange.run("xmllint", ["--nonet", "--noout", "-"], input: text) == "")
        let output = try Exchange.python(
            """
            import sys, xml.etree.ElementTree as E
            n = {"b": "http://smpte-ra.org/schemas/2021/2008/BXF"}
            root = E.fromstring(sys.stdin.buffer.read())
            assert root.tag == "{%s}BxfMessage" % n["b"], root.tag
            for e in root.findall("b:BxfData/b:Schedule/b:ScheduledEvent", n):
                t = lambda p: e.findtext(p, namespaces=n)
                print(t("b:EventData/b:EventId/b:EventId")[-36:] if t("b:EventData/b:EventId/b:BillingReferenceCode") is None else t("b:EventData/b:EventId/b:BillingReferenceCode"),
                      t("b:EventData/b:StartMode"), t("b:EventData/b:StartDateTime/b:SmpteDateTime/b:SmpteTimeCode"),
                      t("b:EventData/b:LengthOption/b:Duration/b:SmpteDuration/b:SmpteTimeCode"), t("b:Content/b:Name"),
                      t("b:Content/b:Media/b:MediaLocation/b:SOM/b:SmpteTimeCode"))
            """, input: text)
        let expected =
            rate == .fps25
            ? "a Fixed 23:59:30:00 00:00:36:00 <A> & \"B\" 00:00:10:00\n\(Self.uuid) Follow 00:00:06:00 00:00:30:00 None 00:00:00:00\n"
            : "a Fixed 23:59:30:00 00:00:30;00 <A> & \"B\" 00:00:08;10\n\(Self.uuid) Follow 00:00:00;01 00:00:30;00 None 00:00:00;00\n"
        #expect(output == expected)
    }

    @Test func asRun() throws {
        let items = [
            BXFAsRun.Item(
                event: Self.uuid.uppercased(), title: "A & b", source: "news/0600.mov", reason: "", aired: true,
                start: "06:00:00:00", frames: 750, inFrame: 250),
            BXFAsRun.Item(
                event: "b", title: "", source: "", reason: "missing", aired: false, start: "06:00:30:00", frames: 25,
                inFrame: 0),
            BXFAsRun.Item(
                event: "b", title: "", source: "alt.mov", reason: "late", aired: true, start: "06:00:31:00", frames: 25,
                inFrame: 0),
            BXFAsRun.Item(
                event: "", title: "", source: "", reason: "nothing-scheduled", aired: false, start: "06:00:32:00",
                frames: 25, inFrame: 0),
        ]
        let text = BXFAsRun.text(
            items, channel: "one", day: CivilDate("2026-11-22")!, start: "2026-11-22T06:00:00:00",
            end: "2026-11-23T06:00:00:00",
            made: "2026-11-23T06:00:00Z", rate: .fps25)
        #expect(try Exchange.run("xmllint", ["--nonet", "--noout", "-"], input: text) == "")
        let output = try Exchange.python(
            """
            import sys, xml.etree.ElementTree as E
            n = {"b": "http://smpte-ra.org/schemas/2021/2008/BXF"}
            for e in E.fromstring(sys.stdin.buffer.read()).findall("b:BxfData/b:Schedule/b:AsRun/b:BasicAsRun", n):
                t = lambda p: e.findtext(p, namespaces=n)
                print(t("b:AsRunEventId/b:EventId"), t("b:Content/b:ContentId/b:HouseNumber"), t("b:AsRunDetail/b:Status"),
                      t("b:AsRunDetail/b:StartDateTime/b:SmpteDateTime/b:SmpteTimeCode"), t("b:AsRunDetail/b:Duration/b:SmpteDuration/b:SmpteTimeCode"))
            """, input: text)
        let other = BXFEventID.urn("b")
        #expect(other != BXFEventID.urn("c") && other.count == 45)
        #expect(
            output == """
                urn:uuid:\(Self.uuid) 0600 Aired Without Discrepancy 06:00:00:00 00:00:30:00
                \(other)  Did Not Air 06:00:30:00 00:00:01:00
                \(other) alt Aired With Discrepancy 06:00:31:00 00:00:01:00

                """)
    }
}
