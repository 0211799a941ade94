import ExchangeFormats
import Foundation
import Playlist
import PlaylistFormats
import Testing
import Timecode

/// What the tests of this folder share.
enum Exchange {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    typealias Outcome = (document: PlaylistDocument?, diagnostics: [Diagnostic])

    static func read(
        _ text: String, _ file: String, rate: FrameRate = .fps25, folders: [String] = ["/srv/media"],
        _ change: (inout ExchangeSettings) -> Void = { _ in }
    ) -> Outcome {
        var settings = ExchangeSettings(rate: rate, mediaFolders: folders)
        change(&settings)
        return PlaylistImport.read(Array(text.utf8), file: file, settings: settings)
    }

    /// `line:column code` of each diagnostic.
    static func places(_ diagnostics: [Diagnostic]) -> [String] {
        diagnostics.map { "\($0.mark.line):\($0.mark.column) \($0.code.rawValue)" }
    }

    /// A document without what only its file has: places and the file's name.
    static func bare(_ document: PlaylistDocument) -> PlaylistDocument {
        var document = document
        document.file = ""
        (document.channelMark, document.dayMark) = (.none, .none)
        (document.timeZoneMark, document.cycleMark) = (.none, .none)
        for pool in document.fillers.indices {
            for item in document.fillers[pool].items.indices { document.fillers[pool].items[item].mark = .none }
        }
        document.events = document.events.map(bare)
        return document
    }

    static func bare(_ event: PlaylistEvent) -> PlaylistEvent {
        var event = event
        event.marks = PlaylistEvent.Marks()
        for index in event.secondary.indices { event.secondary[index].mark = .none }
        guard var window = event.optOut else { return event }
        window.mark = .none
        window.regions = window.regions.mapValues { $0.map(bare) }
        event.optOut = window
        return event
    }

    /// Runs a program with text for its standard input; its standard output. Fails the test on another status than 0.
    static func run(_ program: String, _ arguments: [String], input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("exchange-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardInput = try FileHandle(forReadingFrom: file)
        // A file takes the output: reading a pipe can be interrupted by the end of another test's process.
        let output = file.appendingPathExtension("out")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(program) \(arguments.first ?? "")")
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }

    /// Runs a Python script with the packages of the tests.
    static func python(_ script: String, input: String = "") throws -> String {
        let python = ProcessInfo.processInfo.environment["QALQAN_PYTHON"] ?? "python3"
        return try run(python, ["-c", script], input: input)
    }

    /// The playlists of the repository, and one with everything that a document can say.
    static func documents() throws -> [PlaylistDocument] {
        var documents = [try #require(PlaylistReader.read(Array(everything.utf8), file: "everything.yaml").document)]
        let folder = root.appendingPathComponent("Playlists")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "yaml" {
            let (document, _) = PlaylistReader.read(Array(try Data(contentsOf: file)), file: file.lastPathComponent)
            if let document { documents.append(document) }
        }
        #expect(documents.count > 4)
        return documents
    }

    static let everything = """
        qalqan: 1
        channel: central-asia-one
        title: { kk: "Жексенбі \\"бүгін\\"", en: 'Sunday: "no" & <all>', uz-Latn: "null" }
        day: 2026-11-22
        timeZone: Asia/Almaty
        replaces: true
        late: fromStart
        hold: { media: hold.mov, inTimecode: "10:00:00:00" }
        onMissing: { default: slate, news: [alternate, next] }
        languages: { UZ: [uz, ru] }
        fillers:
          - id: idents
            category: promo
            notWithin: 2h
            regions: [KZ, UZ]
            dayParts: [ { from: 06:00:00:00, to: 23:59:59:00 } ]
            items: [ { id: i5, title: Ident, media: i5.mov, in: 1s, duration: 5s, trim: true }, { id: i6, media: i6.mov } ]
        events:
          - id: news-0600
            title: { kk: Жаңалықтар, und: "yes" }
            category: news
            start: { at: "06:00:00:00", soft: 00:00:30:00, occurrence: 2 }
            media: news/0600.mov
            in: "00:00:10:12"
            duration: 25m
            priority: 3
            late: join
            onMissing: filler
            secondary: [ { logo: off, offset: 5s, duration: 10s }, { gpo: relay-1, from: end, before: 2s }, { splice: out }, { overlay: a/b.png, from: end, offset: 1f } ]
            optOut: { id: w1, through: live, regions: { UZ: [ { id: uz1, media: uz.mov, duration: 5m, loop: { times: 2 } } ] } }
            alternate: { media: "news/0600, short; \\"x\\".mov", in: 5f }
            regions: { UZ: { media: news/0600-uz.mov, in: 3s, duration: 10s, alternate: { media: a.mov } }, KG: { skip: true }, KZ-75: {} }
          - { id: "true", title: "  spaced, text  ", media: film.mxf, inTimecode: "01:00:00:00", duration: 262f, loop: { until: "18:00:00:00", end: whole, occurrence: 1 } }
          - { id: live, start: manual, hold: { slate: technical }, media: "ж/тікелей эфир.ts", duration: 30s }
          - { id: bug, start: { with: live, offset: 10s }, media: b.mov, duration: 1h }
          - { id: promo, start: { after: bug }, media: b.mov }
          - { id: pause, start: { after: promo, offset: 250f }, media: b.mov, duration: 999999999999h }
          - { id: credits, start: { fromEnd: promo, offset: 00:00:05:00 }, media: b.mov, in: 0f, duration: 40s }
        """
}
