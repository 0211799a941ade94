import Foundation
import Testing
import Timecode
import Timeline
import ZoneInfo

@testable import ControlService

/// A newer tz database on the box moves nothing by itself: it is shown, and taken on approval.
@Suite("The time zone in force")
struct TimeZoneTests {
    /// Fixed events from 09:10 on, every ten minutes.
    static let list =
        "qalqan: 1\nday: 2026-11-22\nevents:\n"
        + (0..<6).map {
            "  - { id: f\($0), media: a.mov, duration: 100s, start: { at: \"09:\(10 + $0 * 8):00:00\" } }\n"
        }.joined()

    /// A tz database with the clock of another place under the channel's zone.
    static func database(_ version: String, clockOf place: String, in bench: Bench) throws -> ZoneInfo {
        let folder = bench["zoneinfo-\(version)"]
        try FileManager.default.createDirectory(atPath: folder + "/Asia", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: "/usr/share/zoneinfo/\(place)", toPath: folder + "/Asia/Almaty")
        try Data("# version \(version)\n".utf8).write(to: URL(fileURLWithPath: folder + "/tzdata.zi"))
        return ZoneInfo(folder: folder)
    }

    static func journal(_ rig: Rig) -> String { String(decoding: rig.bench.read("data/journal.jsonl"), as: UTF8.self) }

    @Test func whatTheScheduleWasResolvedWithIsOnRecord() async throws {
        let rig = try Rig(playlists: ["sunday.yaml": Self.list])
        await rig.control.open()
        let version = ZoneInfo().version
        #expect(rig.control.composer.document().channel.timeZoneVersion == version)
        #expect(Self.journal(rig).contains("{\"calendar\":{\"version\":\"\(version)\",\"zone\":\"Asia/Almaty\"}}"))
        let kept = try #require(CalendarStore.inForce(in: DataFolder(path: rig.bench["data"]), zone: "Asia/Almaty"))
        #expect(kept == rig.control.composer.calendar.tables)
        // Once: the next start finds it.
        let next = try rig.successor()
        await next.control.open()
        #expect(Self.journal(next).components(separatedBy: "\"calendar\"").count == 2)
    }

    @Test func anotherDatabaseMovesNothingUntilItIsApproved() async throws {
        let first = try Rig(playlists: ["sunday.yaml": Self.list])
        await first.control.open()
        // Bishkek is an hour ahead of Almaty.
        let box = try Self.database("2030z", clockOf: "Asia/Bishkek", in: first.bench)
        let rig = try first.successor(zones: box)
        await rig.control.open()
        let ten = rig.frame + 600 * 25
        #expect(rig.onAir(at: ten)?.event == "f0" && rig.onAir(at: ten)?.firstFrame == ten)
        let alarm = try #require(rig.control.composer.document().alarms.first { $0.code == .timeZone })
        #expect(alarm.severity == .warning && alarm.text.contains("UTC+06:00 instead of UTC+05:00"))
        let shown = await rig.ask(OperatorRequest(.timeZone, limit: 7))
        let change = try #require(shown.timeZone)
        #expect(change.inForce == ZoneInfo().version && change.onBox == "2030z" && !change.isNothing)
        #expect(change.clocks.first?.inForce == 18_000 && change.clocks.first?.onBox == 21_600)
        #expect(change.moves.map(\.event) == ["f0", "f1", "f2", "f3", "f4", "f5"])
        #expect(change.moves.allSatisfy { $0.frames == -90_000 }, "\(change.moves)")
        #expect(change.moves.first?.start == "2026-11-22T04:10:00.000Z")

        let wrong = await rig.ask(OperatorRequest(.timeZoneApprove, name: "2026a"))
        #expect(!wrong.ok && wrong.code == "other-version")
        let before = rig.publications
        let taken = await rig.ask(OperatorRequest(.timeZoneApprove, name: "2030z"))
        #expect(taken.ok, "\(taken)")
        #expect(rig.publications == before + 1)
        // 09:00 by the old clock is 10:00 by the new one: the hour's events lie behind.
        #expect(rig.onAir(at: ten)?.event == "")
        #expect(rig.control.composer.document().channel.timeZoneVersion == "2030z")
        #expect(rig.control.composer.document().now.local.contains("T10:00:00"))
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .timeZone })
        #expect(Self.journal(rig).contains("\"version\":\"2030z\""))
        #expect(Self.journal(rig).contains("\"name\":\"dana\""))
        let again = await rig.ask(OperatorRequest(.timeZoneApprove, name: "2030z"))
        #expect(again.ok && again.effective == nil)
        // It is the channel's from now on, whatever the next box has.
        let next = try rig.successor()
        await next.control.open()
        #expect(next.control.composer.document().channel.timeZoneVersion == "2030z")
        #expect(next.control.composer.document().alarms.contains { $0.code == .timeZone })
    }

    @Test func aDatabaseThatDiffersInThePastOnlyIsNoAlarm() async throws {
        let first = try Rig(playlists: ["sunday.yaml": Self.list])
        await first.control.open()
        // Tashkent has had Almaty's present clock for longer.
        let rig = try first.successor(zones: try Self.database("2030z", clockOf: "Asia/Tashkent", in: first.bench))
        await rig.control.open()
        #expect(!rig.control.composer.document().alarms.contains { $0.code == .timeZone })
        let change = try #require(await rig.ask(OperatorRequest(.timeZone)).timeZone)
        #expect(change.isNothing && change.moves.isEmpty && change.onBox == "2030z")
    }

    @Test func aBoxWithoutTheZoneGoesOn() async throws {
        let first = try Rig(playlists: ["sunday.yaml": Self.list])
        await first.control.open()
        let rig = try first.successor(zones: ZoneInfo(folder: first.bench["nothing"]))
        await rig.control.open()
        #expect(rig.control.composer.document().channel.timeZoneVersion == ZoneInfo().version)
        let refused = await rig.ask(OperatorRequest(.timeZone))
        #expect(!refused.ok && refused.code == "no-zone")
    }
}
