import Foundation
import Testing

/// Disks that fail under a channel: what was read and proven airs, then the ladder; never a dark frame.
@Suite(.serialized) struct HostileDiskAttackTests {
    private static let length = 60

    /// The decoder's disk fails at some picture: the item ends on the last frame that was read whole.
    @Test func aDiskThatFailsWhileTheItemAirs() throws {
        let channel = try AttackChannel("attack-disk")
        let media = channel.media
        let kinds = [("error", 20), ("end", 31), ("short", 3)]
        try channel.seal(media.next, as: "next.mov")
        channel.add("start", "next.mov", clip: 203, frames: 5, .whole)
        var rules: [String] = []
        for (kind, picture) in kinds {
            try channel.seal(media.genuine, as: "\(kind).mov")
            let offset = media.start(of: picture)
            rules.append("/\(kind).mov=\(kind)@\(offset)")
            channel.add(
                kind, "\(kind).mov", frames: Self.length,
                kind == "short" ? .whole : .cut(media.goodFrames(before: offset)))
            channel.add("after-\(kind)", "next.mov", clip: 203, in: 11, frames: 8, .whole)
        }
        try judge(channel, try HostileDisk(in: "qalqan-decode", rules, folder: channel.folder))
    }

    /// The disk fails while the item is being proven: it airs in no part.
    @Test func aDiskThatFailsInPreflight() throws {
        let channel = try AttackChannel("attack-preflight")
        try channel.seal(channel.media.genuine, as: "error.mov")
        try channel.seal(channel.media.genuine, as: "end.mov")
        try channel.seal(channel.media.next, as: "next.mov")
        for kind in ["error", "end"] {
            channel.add(kind, "\(kind).mov", frames: 20, .withheld)
            channel.add("after-\(kind)", "next.mov", clip: 203, in: 11, frames: 8, .whole)
        }
        try judge(
            channel,
            try HostileDisk(
                in: "qalqan", ["/error.mov=error@8000000", "/end.mov=end@9180000"], folder: channel.folder))
    }

    /// Offline a disk that does not answer is waited for: the programme is the same as ever.
    @Test func aDiskThatStallsIsWaitedForOffline() throws {
        let channel = try AttackChannel("attack-stall")
        let media = channel.media
        try channel.seal(media.genuine, as: "stall.mov")
        try channel.seal(media.next, as: "next.mov")
        channel.add("stall", "stall.mov", frames: Self.length, .whole)
        channel.add("after", "next.mov", clip: 203, in: 11, frames: 8, .whole)
        // Readings of the twentieth picture's blocks wait at the gate, each for a byte of its own.
        let disk = try HostileDisk(
            in: "qalqan-decode", ["/stall.mov=stall@\(media.start(of: 20))"], folder: channel.folder)
        try channel.writeList()
        let output = channel.folder.appendingPathComponent("out.nut")
        let render = try SteppedRender(channel.rendering(to: "-"), into: output, environment: disk.environment)
        try render.take(frames: 10)
        try disk.answer(100)
        #expect(try render.finish() == 0)
        try judge(channel, output)
    }

    private func judge(_ channel: AttackChannel, _ disk: HostileDisk) throws {
        try channel.writeList()
        let output = channel.folder.appendingPathComponent("out.nut")
        let outcome = try Command.run(
            Workshop.qalqan, channel.rendering(to: output.path), environment: disk.environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        try judge(channel, output)
    }

    private func judge(_ channel: AttackChannel, _ output: URL) throws {
        let report = try channel.look(at: output)
        #expect(report.unverified == 0 && report.dark == 0)
        #expect(report.faults.isEmpty, "\(report.faults.joined(separator: "\n"))")
        #expect(report.frames == channel.plan.frames)
    }
}
