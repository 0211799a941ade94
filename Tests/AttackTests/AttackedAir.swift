import Foundation

/// An attacked channel on air in real time, its programme caught from raw pipes by readers that never look at it.
final class AttackedAir {
    let channel: AttackChannel
    private let programme: URL
    private let sound: URL
    private let environment: [String: String]
    private var readers: [Running] = []
    private var launcher: Running?
    private var start = Date.distantFuture

    init(_ name: String, environment: [String: String] = [:]) throws {
        let folder = try Workshop.scratch(name)
        let pictures = folder.appendingPathComponent("pictures.fifo")
        let samples = folder.appendingPathComponent("samples.fifo")
        for fifo in [pictures, samples] where mkfifo(fifo.path, 0o600) != 0 { throw CocoaError(.fileWriteUnknown) }
        channel = try AttackChannel(
            name,
            outputs: [
                "{ kind: raw, path: \"\(pictures.path)\", audioPath: \"\(samples.path)\", audioFormat: f32le }"
            ], folder: folder)
        self.environment = environment
        programme = folder.appendingPathComponent("programme.yuv")
        sound = folder.appendingPathComponent("programme.f32")
        for (fifo, file) in [(pictures, programme), (samples, sound)] {
            readers.append(
                try Running("/bin/dd", ["if=\(fifo.path)", "of=\(file.path)", "bs=1M", "iflag=fullblock"], log: folder))
        }
    }

    /// Goes on air; the list begins `lead` seconds from now, on a whole second before midnight.
    func goOnAir(lead: Int = 8) throws {
        let length = Double(channel.plan.frames) / 25
        let soon = Date().timeIntervalSince1970.rounded(.up) + Double(lead)
        let midnight = (soon / 86_400).rounded(.down) * 86_400 + 86_400
        start = Date(timeIntervalSince1970: midnight - soon > length + 10 ? soon : midnight)
        let formatter = DateFormatter()
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd"
        let day = formatter.string(from: start)
        formatter.dateFormat = "HH:mm:ss"
        try channel.writeList(
            to: channel.folder.appendingPathComponent("playlists/today.yaml"), head: "day: \(day)\ntimeZone: UTC\n",
            start: formatter.string(from: start) + ":00")
        launcher = try Running(
            Workshop.qalqan, ["run", "--config", channel.configuration.path], in: channel.folder,
            environment: environment, log: channel.folder)
    }

    /// Waits until programme frame `frame` of the list goes out, or for the end of the channel.
    func wait(for frame: Int) { _ = launcher?.ends(within: start.timeIntervalSinceNow + Double(frame) / 25) }

    /// Kills the decoder of a file of this channel; whether there was one.
    func killDecoder(of file: URL) throws -> Bool {
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
        for process in processes {
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/cmdline"))) ?? Data()
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if words.first?.hasSuffix("/qalqan-decode") == true, words.contains(file.path) {
                return kill(process, SIGKILL) == 0
            }
        }
        return false
    }

    /// Lets the list run out, stops the channel with SIGTERM, and counts what went out.
    func finish() throws -> (status: Int32, report: AttackChannel.Report) {
        wait(for: channel.plan.frames + 40)
        launcher?.send(SIGTERM)
        let status = launcher?.wait(limit: 15) ?? -1
        for reader in readers { _ = reader.wait(limit: 5) }
        return (status, try channel.look(at: programme, ["--raw-sound", sound.path, "--align"]))
    }

    var log: String { (launcher?.output ?? "") + (launcher?.errors ?? "") }
}
