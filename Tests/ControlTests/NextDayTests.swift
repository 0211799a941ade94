import Foundation
import Testing
import Timecode
import Timeline

@testable import ControlService

/// The next day's list that does not come: said hours ahead, and something airs all the same.
@Suite("The next day's list")
struct NextDayTests {
    private static func configuration(_ playlists: String) -> String {
        Rig.configuration.replacingOccurrences(of: "playlists: { folder: playlists }", with: playlists)
    }

    private static func alarm(_ rig: Rig) async -> Alarm? {
        await rig.control.watchAlarms()
        return rig.control.composer.document().alarms.first { $0.code == .nextDay }
    }

    @Test func isAnAlarmHoursAhead() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": day(count: 864)])
        await rig.control.open()
        // 09:00; the day ends at 06:00 and the alarm is due at midnight.
        rig.advance(seconds: 15 * 3600 - 2)
        #expect(await Self.alarm(rig) == nil)
        rig.advance(seconds: 3)
        let first = try #require(await Self.alarm(rig))
        #expect(first.severity == .warning && first.text.contains("2026-11-23") && first.text.contains("fillers"))
        rig.advance(seconds: 5 * 3600)
        #expect(await Self.alarm(rig)?.severity == .critical)
        let loaded = await rig.ask(
            OperatorRequest(.playlistLoad, name: "monday.yaml", text: day("2026-11-23", count: 864)))
        #expect(loaded.ok)
        rig.advance(seconds: 1)
        #expect(await Self.alarm(rig) == nil)
    }

    @Test func repeatsTheLastDayForAsLongAsItTakes() async throws {
        let rig = try Rig(
            playlists: ["sunday.yaml": day(count: 864)],
            configuration: Self.configuration("playlists: { folder: playlists, nextDay: repeat, nextDayLead: 1h }"))
        await rig.control.open()
        for _ in 0..<4 {
            let frame = rig.frame + 24 * 3600 * 25
            let segment = try #require(rig.onAir(at: frame))
            #expect(segment.event == "e108" && segment.firstFrame == frame)
            guard case .asset = segment.source else { throw Rig.Broken(text: "slate") }
            rig.advance(seconds: 24 * 3600)
            await rig.control.republish(because: "test")
        }
        let alarm = try #require(await Self.alarm(rig))
        #expect(alarm.severity == .critical && alarm.text.contains("begun without a list"))
    }
}
