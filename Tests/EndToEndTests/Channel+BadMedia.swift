import Foundation
import Testing

/// Media that must never air.
extension Channel {
    /// Makes `bad-KIND.mp4` in this channel's own media folder.
    func makeBad(_ kind: String) throws {
        let files = FileManager.default
        let bad = ownMedia.appendingPathComponent("bad-\(kind).mp4")
        let good = media.folder.appendingPathComponent("h264-opengop.mp4")
        switch kind {
        case "empty": try Data().write(to: bad)
        case "noise": try Data((0..<200_000).map { _ in UInt8.random(in: 0...255) }).write(to: bad)
        case "directory": try files.createDirectory(at: bad, withIntermediateDirectories: true)
        case "fifo": #expect(mkfifo(bad.path, 0o600) == 0)
        case "unsealed": try files.copyItem(at: good, to: bad)
        case "truncated", "altered", "altered-late", "unreadable", "shrunk":
            try files.copyItem(at: good, to: bad)
            try Command.qalqan(["seal", bad.path, "--key", media.desk.path + ".key"])
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
            try handle.seek(toOffset: 20_000)
            try handle.write(contentsOf: Data("altered".utf8))
        case "altered-late":
            // Pictures near the clip's end, far beyond what the event shows: its one second lies in the first third.
            try handle.seek(toOffset: size * 8 / 10)
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
