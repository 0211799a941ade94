import Foundation
import Testing

/// Bad media never stop or shift the programme: the slate for exactly that event, the next event on its frame.
struct BadInputTests {
    static let kinds = [
        "missing", "empty", "noise", "truncated", "directory", "fifo", "past-end", "beyond-end", "unsealed", "altered",
        "altered-late", "unreadable", "shrunk",
    ]

    @Test func slateForTheEventAndTheNextOnItsFrame() throws {
        let channel = try Channel("bad")
        try channel.makeCuts([
            "--events", "13", "--shortest", "1", "--longest", "1.4", "--only", "2,3,4,9,11,18,25,31", "--seed", "4",
            "--bad",
            Self.kinds.joined(separator: ","),
        ])
        for kind in Self.kinds { try channel.makeBad(kind) }
        let rendered = try channel.render()
        let verdict = try channel.check(rendered.file)
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
        let expected = try channel.expected()
        #expect(rendered.report["frames"] as? Int == expected.frames)
        #expect(rendered.report["slateFrames"] as? Int == expected.slates)
        #expect(expected.slates > 200, "the list must hold the bad items")
    }

    /// A file that differs only far beyond what is shown airs in no part, and `render` says where it differs.
    @Test func alteredBeyondWhatIsShown() throws {
        let channel = try Channel("late")
        try channel.makeCuts([
            "--events", "2", "--shortest", "1", "--longest", "1.4", "--only", "2", "--bad", "altered-late",
        ])
        try channel.makeBad("altered-late")
        let file = channel.folder.appendingPathComponent("out.nut")
        let outcome = try Command.qalqan([
            "render", "--config", channel.configuration.path, channel.playlist.path, "--from",
            "2026-11-22T06:00:00:00@UTC", "--output", file.path,
        ])
        #expect(outcome.errors.contains("bad-altered-late.mp4: altered after sealing: block 4,"), "\(outcome.errors)")
        let verdict = try channel.check(file)
        #expect(verdict.status == 0, "\(verdict.output)\(verdict.errors)")
    }

    /// `check` names each of them, with its event, and fails.
    @Test func checkTellsBeforeAir() throws {
        let channel = try Channel("preflight")
        try channel.makeCuts([
            "--events", "4", "--shortest", "1", "--longest", "1.4", "--only", "2,3,4", "--bad",
            "missing,unsealed,altered,past-end",
        ])
        for kind in ["unsealed", "altered"] { try channel.makeBad(kind) }
        let outcome = try Command.run(
            Workshop.qalqan, ["check", channel.playlist.path, "--config", channel.configuration.path, "--full"])
        #expect(outcome.status == 1)
        let said = outcome.output + outcome.errors
        for kind in ["missing", "unsealed", "altered", "past-end"] {
            #expect(said.contains("-\(kind)"), "the event of kind \(kind) is not named:\n\(said)")
        }
    }
}
