import Foundation
import Timecode
import Trust
import TrustCrypto
import TrustFormats

/// A channel under attack: its desks, a list of events, and what each of them may show.
final class AttackChannel {
    /// What was counted in an output, by `check_attack.py`.
    struct Report: Decodable {
        var frames: Int
        /// Pictures that are neither the event's own sealed frame in its place nor a slate.
        var unverified: Int
        /// Empty pictures among them.
        var dark: Int
        var slate: Int
        /// Frames of its own that each event showed.
        var aired: [String: Int]
        var faults: [String]
    }

    let folder: URL
    let media: AttackMedia
    let statusPort = 20_000 + Int.random(in: 0..<20_000)
    /// Two desks of one country and one of another.
    let desks = [
        AttackDesk(name: "kz-news", country: "KZ"), AttackDesk(name: "kz-standards", country: "KZ"),
        AttackDesk(name: "uz-news", country: "UZ"),
    ]
    /// A desk that nobody trusts.
    let stranger = AttackDesk(name: "stranger", country: "KZ")
    private(set) var plan = AttackPlan()
    private var lines: [String] = []
    /// The statement of each clip as `qalqan seal` measured it.
    private var statements: [URL: SealStatement] = [:]
    private var trees: [URL: [UInt8]] = [:]

    var configuration: URL { folder.appendingPathComponent("channel.yaml") }
    var playlist: URL { folder.appendingPathComponent("list.yaml") }
    var mediaFolder: URL { folder.appendingPathComponent("media") }

    init(_ name: String, outputs: [String] = [], folder given: URL? = nil) throws {
        media = try AttackMedia.made.get()
        folder = try given ?? Workshop.scratch(name)
        for part in ["media", "keys", "playlists"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(part), withIntermediateDirectories: true)
        }
        for desk in desks + [stranger] {
            let key = folder.appendingPathComponent("keys/\(desk.name)")
            try Data(desk.key.verifyingKey.pem.utf8).write(to: key.appendingPathExtension("pub"))
            try Data(desk.key.pem().utf8).write(to: key.appendingPathExtension("key"))
        }
        var text = """
            channel: { id: attacked, name: { en: Attacked }, region: KZ, languages: [en], timeZone: UTC, dayStart: "00:00:00:00" }
            format: { raster: 320x180, rate: 25, scan: progressive, colour: bt709, audio: { rate: 48000, channels: 2 } }
            media: { folders: [media] }
            trust:
              desks: [ \(desks.map(\.configuration).joined(separator: ", ")) ]
              policy:
                default: { approvals: 1 }
                pair: { approvals: 2 }
                abroad: { approvals: 2, countries: 2 }
            playlists: { folder: playlists }
            slates: { showReason: false, clock: false }
            ports: { status: "127.0.0.1:\(statusPort)" }
            data: data

            """
        if !outputs.isEmpty { text += "outputs:\n" + outputs.map { "  - \($0)\n" }.joined() }
        try Data(text.utf8).write(to: configuration)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The statement of a clip, measured by `qalqan seal`.
    private func statement(of clip: URL) throws -> SealStatement {
        if let known = statements[clip] { return known }
        let copy = mediaFolder.appendingPathComponent("measured-\(clip.lastPathComponent)")
        try FileManager.default.copyItem(at: clip, to: copy)
        let key = folder.appendingPathComponent("keys/\(desks[0].name).key")
        try Command.qalqan(["seal", copy.path, "--key", key.path])
        let paths = SealPaths(media: copy.path)
        let statement = try SignedSeal(json: Array(Data(contentsOf: URL(fileURLWithPath: paths.seal)))).statement
        statements[clip] = statement
        trees[clip] = Array(try Data(contentsOf: URL(fileURLWithPath: paths.tree)))
        for path in [paths.media, paths.seal, paths.tree] { try FileManager.default.removeItem(atPath: path) }
        return statement
    }

    /// Puts a clip into the library under a name, sealed by these desks, after `edit` of what the seal says.
    @discardableResult
    func seal(
        _ clip: URL, as name: String, by signers: [AttackDesk]? = nil, edit: (inout SealStatement) -> Void = { _ in }
    ) throws -> URL {
        let file = mediaFolder.appendingPathComponent(name)
        try FileManager.default.copyItem(at: clip, to: file)
        var statement = try statement(of: clip)
        edit(&statement)
        var signed = SignedSeal(statement)
        for desk in signers ?? [desks[0]] { try signed.envelope.sign(with: desk.key) }
        try write(signed.envelope, beside: file)
        try Data(trees[clip]!).write(to: URL(fileURLWithPath: SealPaths(media: file.path).tree))
        return file
    }

    func write(_ envelope: DSSEEnvelope, beside file: URL) throws {
        try Data(envelope.json).write(to: URL(fileURLWithPath: SealPaths(media: file.path).seal))
    }

    func envelope(beside file: URL) throws -> DSSEEnvelope {
        try DSSEEnvelope(json: Array(Data(contentsOf: URL(fileURLWithPath: SealPaths(media: file.path).seal))))
    }

    /// Adds an event and what it may show. `clip` is the number coded in its pictures.
    func add(
        _ id: String, _ file: String, clip: Int = 201, in inFrame: Int = 0, frames: Int, category: String? = nil,
        _ verdict: AttackPlan.Verdict
    ) {
        plan.add(id, clip: clip, in: inFrame, frames: frames, verdict)
        let category = category.map { ", category: \($0)" } ?? ""
        lines.append(
            "  - { id: \(id), title: { en: \(id) }, media: \(file), in: \(inFrame)f, duration: \(frames)f\(category) }")
    }

    /// Writes the list (a loose one, or today's when its first event has a start) and the plan.
    func writeList(to place: URL? = nil, head: String = "", start: String? = nil) throws {
        var events = lines
        if let start { events[0] = events[0].replacing("title:", with: "start: { at: \"\(start)\" }, title:") }
        try Data(("qalqan: 1\n" + head + "events:\n" + events.joined(separator: "\n") + "\n").utf8)
            .write(to: place ?? playlist)
        try JSONEncoder().encode(plan).write(to: folder.appendingPathComponent("plan.json"))
    }

    /// Arguments of `render` for the whole list.
    func rendering(to output: String) -> [String] {
        [
            "render", "--config", configuration.path, playlist.path, "--from", "2026-11-22T06:00:00:00@UTC", "--output",
            output,
        ]
    }

    /// A programme of slates and of the clips as they were sealed: what every picture of an output has to equal.
    func reference() throws -> URL {
        let clean = try AttackChannel("attack-reference")
        try clean.seal(media.genuine, as: "genuine.mov")
        try clean.seal(media.next, as: "next.mov")
        clean.add("none", "nowhere.mov", frames: 3, .withheld)
        clean.add("genuine", "genuine.mov", frames: media.frames, .whole)
        clean.add("next", "next.mov", clip: 203, frames: media.frames, .whole)
        try clean.writeList()
        let file = folder.appendingPathComponent("reference.nut")
        try Command.qalqan(clean.rendering(to: file.path))
        return file
    }

    /// Counts what an output shows.
    func look(at output: URL, _ options: [String] = []) throws -> Report {
        let outcome = try Command.ask(
            "check_attack.py",
            [output.path, folder.appendingPathComponent("plan.json").path, "--reference", reference().path] + options)
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)) else {
            throw Command.Failure(line: "check_attack.py", outcome: outcome)
        }
        return report
    }

    /// What `check` says about each event, first code each.
    func preflight(full: Bool = false) throws -> [String: Set<String>] {
        struct Answer: Decodable {
            struct Diagnostic: Decodable {
                var code: String
                var event: String?
            }
            var diagnostics: [Diagnostic]
        }
        let outcome = try Command.run(
            Workshop.qalqan,
            ["check", playlist.path, "--config", configuration.path, "--json"] + (full ? ["--full"] : []))
        let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
        return answer.diagnostics.reduce(into: [:]) { codes, diagnostic in
            if let event = diagnostic.event { codes[event, default: []].insert(diagnostic.code) }
        }
    }
}
