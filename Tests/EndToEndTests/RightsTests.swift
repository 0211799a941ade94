import Foundation
import Testing

/// Rights that end while an item is on, counted in rendered pictures.
struct RightsTests {
    /// A channel with a coded clip whose rights end two seconds into the broadcast, beside the same clip without limits.
    private func channel(_ name: String) throws -> Channel {
        let channel = try Channel(name, format: "320x180@25")
        try channel.makeCuts(["--events", "1", "--only", "1", "--shortest", "3", "--longest", "4"])
        let clip = channel.media.folder.appendingPathComponent("h264-aac-1080p25.mp4")
        for (file, set) in [
            ("ends.mp4", "notAfter: 2026-11-22T06:00:02Z\n"), ("begins.mp4", "notBefore: 2026-11-22T06:00:02Z\n"),
            ("free.mp4", "{}\n"),
        ] {
            try FileManager.default.copyItem(at: clip, to: channel.ownMedia.appendingPathComponent(file))
            let predicate = channel.folder.appendingPathComponent("predicate.yaml")
            try Data(set.utf8).write(to: predicate)
            try Command.qalqan(
                ["seal", file, "--key", channel.media.desk.path + ".key", "--set", predicate.path], in: channel.ownMedia
            )
        }
        return channel
    }

    /// Source frames of the coded pictures of a render, -1 where there is none; no picture is empty.
    private func pictures(_ channel: Channel, _ events: [String]) throws -> [Int] {
        let text = "qalqan: 1\nday: 2026-11-22\ntimeZone: UTC\nevents:\n" + events.map { "  - \($0)\n" }.joined()
        try Data(text.utf8).write(to: channel.playlist)
        let file = try channel.render(for: "4s").file
        let outcome = try Command.python("list_codes.py", [file.path, channel.cuts.path])
        let seen = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[Any]])
        #expect(seen.count == 100 && seen.allSatisfy { $0[2] as? Bool == false })
        return seen.map { $0[1] as? Int ?? -1 }
    }

    private func check(_ channel: Channel) throws -> Command.Outcome {
        try Command.run(
            Workshop.qalqan, ["check", channel.playlist.path, "--config", channel.configuration.path])
    }

    @Test func anItemIsCutOnTheFrameWhereItsRightsEnd() throws {
        let channel = try channel("rights-slate")
        let shown = try pictures(
            channel, ["{ id: e1, start: { at: \"06:00:00:00\" }, media: ends.mp4, in: 3f, duration: 4s }"])
        #expect(shown == Array(3..<53) + Array(repeating: -1, count: 50))
        let said = try check(channel)
        #expect(
            said.status == 0 && said.errors.contains("the rights of ends.mp4 end 00:00:02:00 before it does: a slate"))
    }

    @Test func itsAlternateGoesOnInStep() throws {
        let channel = try channel("rights-alternate")
        let shown = try pictures(
            channel,
            [
                "{ id: e1, start: { at: \"06:00:00:00\" }, media: ends.mp4, in: 3f, duration: 4s, "
                    + "alternate: { media: free.mp4, in: 9f } }"
            ])
        #expect(shown == Array(3..<53) + Array(59..<109))
        #expect(try check(channel).errors.contains("its alternate airs from there"))
    }

    @Test func whatMayNotBeginDoesNotJoinLater() throws {
        let channel = try channel("rights-begin")
        let shown = try pictures(
            channel,
            [
                "{ id: e1, start: { at: \"06:00:00:00\" }, media: begins.mp4, duration: 3s }",
                "{ id: e2, media: begins.mp4, in: 5f, duration: 1s }",
            ])
        #expect(shown == Array(repeating: -1, count: 75) + Array(5..<30))
        let said = try check(channel)
        #expect(said.status == 1 && said.errors.contains("e1") && said.errors.contains("media-rights"), "\(said)")
    }
}
