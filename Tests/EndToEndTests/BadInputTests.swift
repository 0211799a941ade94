import Foundation
import Testing

/// Bad media never stop or shift the programme: the slate for exactly that event, the next event on its frame.
struct BadInputTests {
    static let kinds = [
        "missing", "empty", "noise", "truncated", "directory", "fifo", "past-end", "beyond-end", "unsealed", "altered",
        "unreadable", "shrunk",
    ]

    @Test func slateForTheEventAndTheNextOnItsFrame() throws {
        let channel = try Channel("bad")
        try channel.makeCuts([
            "--events", "13", "--shortest", "1", "--longest", "1.4", "--only", "2,3,4,9,11,18,25,31", "--seed", "4",
            "--bad",
            Self.kinds.joined(separator: ","),
        ])
        for kind in Self.kinds { try make(kind, in: channel) }
        let rendered = try channel.render()
        let verdict = try channel.check(rendered.file)
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
        let expected = try channel.expected()
        #expect(rendered.report["frames"] as? Int == expected.frames)
        #expect(rendered.report["slateFrames"] as? Int == expected.slates)
        #expect(expected.slates > 200, "the list must hold the bad items")
    }

    /// `check` names each of them, with its event, and fails.
    @Test func checkTellsBeforeAir() throws {
        let channel = try Channel("preflight")
        try channel.makeCuts([
            "--events", "4", "--shortest", "1", "--longest", "1.4", "--only", "2,3,4", "--bad",
            "missing,unsealed,altered,past-end",
        ])
        for kind in ["unsealed", "altered"] { try make(kind, in: channel) }
        let outcome = try Command.run(
            Workshop.qalqan, ["check", channel.playlist.path, "--config", channel.configuration.path, "--full"])
        #expect(outcome.status == 1)
        let said = outcome.output + outcome.errors
        for kind in ["missing", "unsealed", "altered", "past-end"] {
            #expect(said.contains("-\(kind)"), "the event of kind \(kind) is not named:\n\(said)")
        }
    }

    /// Makes `bad-KIND.mp4` in the channel's own media folder.
    private func make(_ kind: String, in channel: Channel) throws {
        let files = FileManager.default
        let bad = channel.ownMedia.appendingPathComponent("bad-\(kind).mp4")
        let good = channel.media.folder.appendingPathComponent("h264-opengop.mp4")
        switch kind {
        case "empty": try Data().write(to: bad)
        case "noise": try Data((0..<200_000).map { _ in UInt8.random(in: 0...255) }).write(to: bad)
        case "directory": try files.createDirectory(at: bad, withIntermediateDirectories: true)
        case "fifo": #expect(mkfifo(bad.path, 0o600) == 0)
        case "unsealed": try files.copyItem(at: good, to: bad)
        case "truncated", "altered", "unreadable", "shrunk":
            try files.copyItem(at: good, to: bad)
            try Command.qalqan(["seal", bad.path, "--key", channel.media.desk.path + ".key"])
            try spoil(bad, kind)
        default: break
        }
    }

    private func spoil(_ file: URL, _ kind: String) throws {
        let handle = try FileHandle(forUpdating: file)
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        switch kind {
        case "truncated": try handle.truncate(atOffset: size * 6 / 10)
        case "shrunk": try handle.truncate(atOffset: size - 1)
        case "altered":
            // In the first block, which every in-point of this clip needs (preflight would find it anywhere).
            try handle.seek(toOffset: 20_000)
            try handle.write(contentsOf: Data("altered".utf8))
        default:
            // Root reads everything, whatever its mode: for root the file is made unreadable by being a broken link.
            if getuid() == 0 {
                try FileManager.default.removeItem(at: file)
                try FileManager.default.createSymbolicLink(
                    atPath: file.path, withDestinationPath: "/nowhere/at/all.mp4")
            } else {
                chmod(file.path, 0)
            }
        }
    }
}
