import Testing

@testable import ControlService

/// What an operator sees of decisions before they air.
struct RundownTests {
    @Test func whatGetsNoFrameStandsWhereItGivesWayAndSaysWhy() async throws {
        // `fixed` cuts `long` in its middle: the turn of `passed` never comes.
        let text = """
            qalqan: 1
            channel: test-one
            day: 2026-11-22
            events:
              - { id: long, start: { at: "09:00:00:00" }, media: a.mov, duration: "00:10:00:00" }
              - { id: passed, title: { en: Passed }, media: b.mov, duration: "00:01:00:00" }
              - { id: fixed, start: { at: "09:05:00:00" }, media: c.mov, duration: "00:01:00:00" }

            """
        let rig = try Rig(playlists: ["sunday.yaml": text])
        await rig.control.open()
        rig.advance(seconds: 10)
        let rundown = rig.control.composer.rundown().events
        #expect(rundown.map(\.id).prefix(3) == ["long", "passed", "fixed"])
        let passed = try #require(rundown.first { $0.id == "passed" })
        let fixed = try #require(rundown.first { $0.id == "fixed" })
        #expect(passed.state == "omitted" && passed.airs == "nothing" && passed.firstFrame == fixed.firstFrame)
        #expect(passed.note == "does not air: fixed starts before its turn" && passed.title == ["en": "Passed"])
        #expect(rundown.first?.note == "ends 00:05:00:00 early: fixed starts")
        #expect(!rig.control.composer.document().next.contains { $0.id == "passed" })
        let shown = await rig.ask(OperatorRequest(.playlistShow, limit: 10)).events ?? []
        #expect(shown.map(\.id).prefix(3) == ["long", "passed", "fixed"])
    }
}
