import Foundation

/// A channel that runs in real time, with its programme caught from raw FIFOs by readers that never look at it.
final class LiveChannel {
    let channel: Channel
    private(set) var programme: URL
    private(set) var sound: URL
    private var readers: [Running] = []
    private var launcher: Running?
    let start: Date
    private let seconds: Double

    /// - Parameters:
    ///   - bad: kinds of bad media that are put between the cuts.
    ///   - lead: seconds from now to the first event.
    ///   - prepare: what the channel needs beside its configuration.
    init(
        _ name: String, cuts options: [String], bad: [String] = [], lead: Int = 8, outputs more: [String] = [],
        prepare: (Channel) throws -> Void = { _ in }
    ) throws {
        let folder = try Workshop.scratch(name)
        let pictures = folder.appendingPathComponent("pictures.fifo")
        let samples = folder.appendingPathComponent("samples.fifo")
        for fifo in [pictures, samples] where mkfifo(fifo.path, 0o600) != 0 {
            throw CocoaError(.fileWriteUnknown)
        }
        let raw = "{ kind: raw, path: \"\(pictures.path)\", audioPath: \"\(samples.path)\", audioFormat: f32le }"
        channel = try Channel(name, format: "320x180@25", outputs: [raw] + more, folder: folder)
        try channel.makeCuts(options + (bad.isEmpty ? [] : ["--bad", bad.joined(separator: ",")]))
        for kind in bad { try channel.makeBad(kind) }
        try prepare(channel)
        programme = folder.appendingPathComponent("programme.yuv")
        sound = folder.appendingPathComponent("programme.f32")
        seconds = Double(try channel.expected().frames) / 25
        start = Self.nextStart(lead: lead, length: seconds)
        try schedule()
        for (fifo, file) in [(pictures, programme), (samples, sound)] {
            readers.append(
                try Running("/bin/dd", ["if=\(fifo.path)", "of=\(file.path)", "bs=1M", "iflag=fullblock"], log: folder))
        }
        launcher = try Running(
            Workshop.qalqan, ["run", "--config", channel.configuration.path], in: folder, log: folder)
    }

    /// A whole second at which the list fits before midnight.
    private static func nextStart(lead: Int, length: Double) -> Date {
        let now = Date().timeIntervalSince1970.rounded(.up) + Double(lead)
        let day = (now / 86_400).rounded(.down) * 86_400
        let left = day + 86_400 - now
        return Date(timeIntervalSince1970: left > length + 10 ? now : day + 86_400)
    }

    /// The cut list as today's playlist, its first event fixed at the start.
    private func schedule() throws {
        let formatter = DateFormatter()
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd"
        let day = formatter.string(from: start)
        formatter.dateFormat = "HH:mm:ss"
        let label = formatter.string(from: start) + ":00"
        var text = try String(contentsOf: channel.playlist, encoding: .utf8)
        text = text.replacing("events:\n", with: "day: \(day)\ntimeZone: UTC\nevents:\n", maxReplacements: 1)
        text = text.replacing(
            "  - { id: cut-01,", with: "  - { id: cut-01, start: { at: \"\(label)\" },", maxReplacements: 1)
        let place = channel.folder.appendingPathComponent("playlists/today.yaml")
        try Data(text.utf8).write(to: place)
    }

    /// Waits until the moment `after` seconds into the list, or for the end of the channel.
    func wait(after moment: Double) {
        _ = launcher?.ends(within: start.timeIntervalSinceNow + moment)
    }

    /// Process numbers of a program of this channel, by what the launcher has started.
    func processes(_ program: String) -> [Int32] {
        guard let launcher else { return [] }
        return Self.children(of: launcher.identifier).filter { Self.name($0) == String(program.prefix(15)) }
    }

    private static func children(of parent: Int32) -> [Int32] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        return numbers.filter { number in
            guard let stat = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8),
                let end = stat.lastIndex(of: ")")
            else { return false }
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            return fields.count > 1 && fields[1] == String(parent)
        }
    }

    private static func name(_ number: Int32) -> String {
        (try? String(contentsOfFile: "/proc/\(number)/comm", encoding: .utf8))?.trimmingCharacters(in: .newlines) ?? ""
    }

    /// Kills the newest process of a program without warning; whether there was one.
    func killNow(_ program: String, with argument: String? = nil) -> Int32? {
        let candidates = processes(program).filter { number in
            guard let argument else { return true }
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(number)/cmdline"))) ?? Data()
            return line.split(separator: 0).contains { String(decoding: $0, as: UTF8.self) == argument }
        }
        guard let number = candidates.max(), kill(number, SIGKILL) == 0 else { return nil }
        return number
    }

    /// Lets the list run out, stops the channel with SIGTERM, and returns its exit status.
    func finish() -> Int32 {
        wait(after: seconds + 1.5)
        launcher?.send(SIGTERM)
        let status = launcher?.wait(limit: 15) ?? -1
        for reader in readers { _ = reader.wait(limit: 5) }
        return status
    }

    var log: String { (launcher?.output ?? "") + (launcher?.errors ?? "") }

    /// What the checker says of the caught programme.
    func verdict() throws -> Command.Outcome {
        try channel.check(programme, ["--raw-sound", sound.path, "--align"])
    }

    /// Texts of the alarms that stand.
    func alarms() -> [String] {
        (status()?["alarms"] as? [[String: Any]] ?? []).compactMap { $0["text"] as? String }
    }

    /// The status port's JSON, `nil` while it does not answer.
    func status() -> [String: Any]? {
        let outcome = try? Command.run(
            Workshop.qalqan, ["status", "--config", channel.configuration.path, "--json"], limit: 10)
        guard let outcome, outcome.status == 0 else { return nil }
        return try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    }
}
