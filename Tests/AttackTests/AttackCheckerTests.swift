import Foundation
import Testing

/// The counting itself: an output that does show the enemy, in every way it could, is found out.
struct AttackCheckerTests {
    @Test func unverifiedFramesAreCounted() throws {
        let channel = try AttackChannel("attack-checker")
        let media = channel.media
        // A channel that trusts the attacker's desk: what airs is what must never air elsewhere.
        try channel.seal(media.genuine, as: "genuine.mov")
        try channel.seal(media.enemy, as: "enemy.mov")
        channel.add("good", "genuine.mov", frames: 10, .whole)
        channel.add("swapped", "enemy.mov", frames: 10, .whole)
        channel.add("withheld", "genuine.mov", frames: 10, .withheld)
        channel.add("displaced", "genuine.mov", in: 2, frames: 10, .whole)
        channel.add("short", "nowhere.mov", frames: 10, .whole)
        channel.add("early", "nowhere.mov", frames: 10, .cut(4...6))
        try channel.writeList()
        let text = try String(contentsOf: channel.playlist, encoding: .utf8)
        try Data(text.replacing("in: 2f", with: "in: 3f").utf8).write(to: channel.playlist)
        let output = channel.folder.appendingPathComponent("out.nut")
        try Command.qalqan(channel.rendering(to: output.path))
        let report = try channel.look(at: output)
        #expect(report.unverified == 30 && report.slate == 20 && report.dark == 0)
        #expect(report.aired == ["good": 10, "swapped": 0, "withheld": 0, "displaced": 0, "short": 0, "early": 0])
        #expect(report.faults.count == 30 + 4, "\(report.faults)")
    }

    /// Pictures that bear no code and are no slate count too, and so does the sound of a clip under a slate.
    @Test func tornPicturesAndForeignSoundAreCounted() throws {
        let channel = try AttackChannel("attack-torn")
        try channel.seal(channel.media.genuine, as: "genuine.mov")
        channel.add("good", "genuine.mov", frames: 20, .whole)
        channel.add("slate", "nowhere.mov", frames: 20, .withheld)
        try channel.writeList()
        let output = channel.folder.appendingPathComponent("out.nut")
        try Command.qalqan(channel.rendering(to: output.path))
        let folder = channel.folder
        func decode(_ name: String, _ arguments: [String]) throws -> Data {
            let file = folder.appendingPathComponent(name)
            try Command.must("/usr/bin/ffmpeg", ["-v", "error", "-i", output.path] + arguments + [file.path])
            return try Data(contentsOf: file)
        }
        var pictures = try decode("out.yuv", ["-f", "rawvideo", "-pix_fmt", "yuv420p"])
        var sound = try decode("out.f32", ["-f", "f32le"])
        let frame = 320 * 180 * 3 / 2
        // Frame 5 with some lines of frame 6, frame 30 one pixel off, frame 32 empty.
        pictures.replaceSubrange(5 * frame..<5 * frame + 12_000, with: pictures[6 * frame..<6 * frame + 12_000])
        pictures[30 * frame + 777] ^= 4
        pictures.replaceSubrange(32 * frame..<33 * frame, with: Data(repeating: 128, count: frame))
        // The clip's sound goes on under the slate: its first second again.
        let second = 48_000 / 25 * 20 * 8
        sound.replaceSubrange(second..<2 * second, with: sound[0..<second])
        let (yuv, f32) = (folder.appendingPathComponent("torn.yuv"), folder.appendingPathComponent("torn.f32"))
        try pictures.write(to: yuv)
        try sound.write(to: f32)
        let report = try channel.look(at: yuv, ["--raw-sound", f32.path])
        #expect(report.dark == 1)
        #expect(report.faults.contains { $0.hasPrefix("good: frame 5 shows clip 201 frame 5, not as it was sealed") })
        #expect(report.faults.contains { $0.hasPrefix("slate: frame 10 shows neither") })
        #expect(report.faults.contains { $0.hasPrefix("slate: frame 12 shows neither") })
        #expect(report.faults.contains { $0.contains("sounds of clip 201") }, "\(report.faults)")
    }
}
