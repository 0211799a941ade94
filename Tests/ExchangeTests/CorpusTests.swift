import ChannelConfiguration
import ExchangeFormats
import Foundation
import Playlist
import PlaylistFormats
import Testing
import Timecode

/// Everything that was ever found to be hard, truncations at every byte and seeded mutations: refused or read, never worse.
struct CorpusTests {
    /// SplitMix64: the same seed spoils the same way everywhere.
    struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static func files(_ format: ExchangeFormat) throws -> [(name: String, bytes: [UInt8])] {
        let folder = Exchange.root.appendingPathComponent("Tests/ExchangeTests/Corpus/\(format.rawValue)")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            ($0, Array(try Data(contentsOf: folder.appendingPathComponent($0))))
        }
    }

    static let settings = ExchangeSettings(rate: .fps2997, mediaFolders: ["/srv/media"])

    /// Reads bytes, and holds what holds for every input; whether they were accepted.
    @discardableResult
    static func read(_ bytes: [UInt8], _ format: ExchangeFormat, _ what: @autoclosure () -> String) -> Bool {
        let (document, said) = PlaylistImport.read(bytes, file: "p.x", format: format, settings: settings)
        if (document == nil) != said.hasErrors { Issue.record("\(what()): a document and errors, or neither") }
        for diagnostic in said
        where diagnostic.message.isEmpty || diagnostic.mark.line < 0 || diagnostic.mark.column < 0 {
            Issue.record("\(what()): \(diagnostic)")
        }
        guard let document else { return false }
        let json = PlaylistWriter.json(document)
        for (file, text) in [("p.json", json), ("p.yaml", PlaylistWriter.yaml(document))] {
            let (again, problems) = PlaylistReader.read(Array(text.utf8), file: file)
            if again.map(PlaylistWriter.json) != json {
                Issue.record("\(what()): does not come back natively: \(problems)")
            }
        }
        for other in ExchangeFormat.allCases where !other.isNative {
            _ = PlaylistExport.write(document, as: other, settings: settings, lengths: { _ in 25 })
        }
        return true
    }

    /// Corpus files that are accepted; all others are refused.
    static let accepted: Set<String> = [
        "bxf/good.xml", "bxf/utf16.xml", "bxf/windows-1251.xml", "bxf/cdata.xml", "json/good.json", "json/huge.json",
        "ffplayout/good.json", "otio/good.otio", "otio/disabled.otio", "m3u/good.m3u8", "m3u/plain.m3u", "m3u/cr.m3u",
        "m3u/quote-open.m3u", "csv/good.csv", "csv/tabs.csv", "csv/empty-lines.csv", "csv/newline.csv", "csv/cr.csv",
    ]

    @Test(.timeLimit(.minutes(5)), arguments: ExchangeFormat.allCases)
    func replay(format: ExchangeFormat) throws {
        let files = try Self.files(format)
        #expect(files.count > 3)
        for (name, bytes) in files {
            let isAccepted = Self.read(bytes, format, "\(format)/\(name)")
            if format != .native, !name.hasPrefix("found-") {
                #expect(isAccepted == Self.accepted.contains("\(format.rawValue)/\(name)"), "\(format)/\(name)")
            }
        }
    }

    /// The same for configurations: settings or errors, never worse.
    @Test(.timeLimit(.minutes(5))) func configurations() throws {
        let folder = Exchange.root.appendingPathComponent("Tests/ExchangeTests/Corpus/configuration").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.contains("good.yaml"))
        for name in names {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
            var lengths = [bytes.count]
            if name.hasPrefix("good") { lengths += Array(0..<bytes.count) }
            for length in lengths {
                let (settings, said) = ConfigurationReader.read(
                    Array(bytes[..<length]), file: "channel.yaml", folder: "/srv/one")
                #expect((settings == nil) == said.hasErrors, "\(name) cut at \(length)")
                #expect(said.allSatisfy { !$0.message.isEmpty && $0.mark.line >= 0 && $0.mark.column >= 0 })
                for output in settings?.outputs ?? [] { _ = output.arguments(channelName: "one") }
            }
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ExchangeFormat.allCases)
    func truncations(format: ExchangeFormat) throws {
        for (name, bytes) in try Self.files(format) where name.hasPrefix("good") {
            for length in 0..<bytes.count {
                Self.read(Array(bytes[..<length]), format, "\(format)/\(name) cut at \(length)")
            }
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ExchangeFormat.allCases)
    func mutations(format: ExchangeFormat) throws {
        let tokens = [
            "{", "}", "[", "]", ":", ",", "\"", "\"\"", "'", "\n", "\r", "\t", "<", ">", "/>", "]]>", "<!--", "&amp;",
            "&#0;", "&x;",
            "<!DOCTYPE x>", "\u{0}", "999999999999999999999999", "1e24", "-1", "0", "29.97", "../", "%00", "\\u0000",
            "\\", "é", "\u{301}",
            "null", "true", ";", "23:59:59:29", "00:01:00;00",
        ]
        let seeds = try Self.files(format).filter { $0.name.hasPrefix("good") || format == .native }.map(\.bytes)
            .filter { !$0.isEmpty && $0.count < 20_000 }
        var random = Random(state: UInt64(format.rawValue.utf8.reduce(0) { $0 * 31 + Int($1) }))
        var refused = 0
        for round in 0..<1500 {
            var bytes = seeds.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...5, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: tokens.randomElement(using: &random)!.utf8, at: at)
                case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
                default:
                    let end = min(bytes.count, at + Int.random(in: 1...200, using: &random))
                    bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            if !Self.read(bytes, format, "\(format), round \(round)") { refused += 1 }
        }
        #expect((100..<1500).contains(refused))
    }

    /// A large list is read in time that grows with its length, and a larger one is refused before it costs anything.
    @Test(.timeLimit(.minutes(2)))
    func size() {
        let events = String(repeating: BXFTests.event("x", mode: "Follow"), count: 5000)
            .replacingOccurrences(of: "urn:uuid:x", with: "not a name")
        let (document, said) = Exchange.read(BXFTests.message(events), "p.xml")
        #expect(document?.events.count == 5000, "\(said.prefix(3))")
        #expect(document?.events.last?.id == "H-1-5000")
        // 17 lines an event, behind 5 lines of head.
        #expect(document?.events.last?.marks.event.line == 6 + 4999 * 17)
        let large = [UInt8](repeating: UInt8(ascii: " "), count: (64 << 20) + 1)
        for format in ExchangeFormat.allCases {
            let (none, why) = PlaylistImport.read(large, file: "p", format: format, settings: ExchangeSettings())
            #expect(none == nil && why.map(\.code) == [.tooLarge])
        }
    }

    @Test func sniffing() {
        for (name, text, format) in [
            ("a.yaml", "{}", ExchangeFormat.native), ("a.json", "{\"qalqan\": 1}", .json), ("a.json", "[]", .json),
            ("a.json", "{\"channel\": \"program\", \"program\": []}", .ffplayout),
            ("a.json", "{\"metadata\": {\"program\": 1}, \"OTIO_SCHEMA\": \"x\"}", .otio),
            ("a.OTIO", "", .otio), ("a.m3u8", "", .m3u), ("a.csv", "", .csv), ("a.xml", "", .bxf),
            ("a", "  <a/>", .bxf),
            ("a", "#EXTM3U\n", .m3u), ("a", "\u{FEFF}#EXTM3U\n", .m3u), ("a", "qalqan: 1", .native),
            ("a", "{\"events\": []}", .json),
        ] { #expect(ExchangeFormat.sniff(Array(text.utf8), file: name) == format, "\(name) \(text)") }
    }
}
