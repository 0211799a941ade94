import Foundation

/// A channel of its own for one test: configuration, folders, cut list.
final class Channel {
    let folder: URL
    let media: Workshop.Media
    let format: String
    let statusPort: Int

    var configuration: URL { folder.appendingPathComponent("channel.yaml") }
    var cuts: URL { folder.appendingPathComponent("cuts.json") }
    var playlist: URL { folder.appendingPathComponent("cuts.yaml") }
    /// Media of this test alone.
    var ownMedia: URL { folder.appendingPathComponent("media") }

    /// `format` as `640x360@25`; `outputs` as lines of YAML.
    init(_ name: String, format: String = "640x360@25", outputs: [String] = [], folder given: URL? = nil) throws {
        media = try Workshop.media.get()
        folder = try given ?? Workshop.scratch(name)
        self.format = format
        statusPort = 20_000 + Int.random(in: 0..<20_000)
        try FileManager.default.createDirectory(at: ownMedia, withIntermediateDirectories: true)
        let parts = format.split(separator: "@")
        let rate = parts[1].contains("/") ? "\"\(parts[1])\"" : String(parts[1])
        var lines = [
            "channel: { id: bench, name: { en: Bench }, region: KZ, languages: [kk, ru, en], timeZone: UTC, "
                + "dayStart: \"00:00:00:00\" }",
            "format: { raster: \(parts[0]), rate: \(rate), scan: progressive, colour: bt709, "
                + "audio: { rate: 48000, channels: 2 } }",
            "media: { folders: [\"\(ownMedia.path)\", \"\(media.folder.path)\"] }",
            "trust:",
            "  desks: [ { name: bench, country: KZ, key: \"\(media.desk.path).pub\" } ]",
            "  policy: { default: { approvals: 1 } }",
            "playlists: { folder: playlists }",
            "slates: { showReason: true }",
            "ports: { status: \"127.0.0.1:\(statusPort)\" }",
            "data: data",
        ]
        if !outputs.isEmpty { lines += ["outputs:"] + outputs.map { "  - " + $0 } }
        let playlists = folder.appendingPathComponent("playlists")
        try FileManager.default.createDirectory(at: playlists, withIntermediateDirectories: true)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: configuration)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes a cut list over the coded clips; the options are those of make_cuts.py.
    func makeCuts(_ options: [String]) throws {
        try Command.python("make_cuts.py", [media.folder.path, folder.path, "--format", format] + options)
    }

    /// Writes a schedule with every way of starting and standing in over the coded clips.
    func makeSchedule() throws {
        try Command.python("make_schedule.py", [media.folder.path, folder.path, "--format", format])
    }

    struct Rendered {
        let file: URL
        /// The last line of `render --json`.
        let report: [String: Any]
    }

    /// Renders the cut list to a lossless file.
    func render(
        from: String = "2026-11-22T06:00:00:00@UTC", for length: String? = nil, to name: String = "out.nut",
        limit: Double = 180
    ) throws -> Rendered {
        let file = name == "null:" ? URL(fileURLWithPath: "/dev/null") : folder.appendingPathComponent(name)
        let outcome = try Command.qalqan(
            [
                "render", "--config", configuration.path, playlist.path, "--from", from, "--json", "--output",
                name == "null:" ? name : file.path,
            ] + (length.map { ["--for", $0] } ?? []), limit: limit)
        let last = outcome.output.split(separator: "\n").last.map(String.init) ?? ""
        let report = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any] ?? [:]
        return Rendered(file: file, report: report)
    }

    /// What the independent checker says of an output.
    func check(_ file: URL, _ options: [String] = []) throws -> Command.Outcome {
        try Command.ask("check.py", [file.path, cuts.path] + options, limit: 180)
    }

    /// Frames of the cut list, and those of them that must be slates.
    func expected() throws -> (frames: Int, slates: Int) {
        let list = try JSONSerialization.jsonObject(with: Data(contentsOf: cuts)) as? [String: Any] ?? [:]
        let events = list["events"] as? [[String: Any]] ?? []
        let slates = events.flatMap { $0["pictures"] as? [Int] ?? [] }.count { $0 < 0 }
        return (list["frames"] as? Int ?? 0, slates)
    }
}
