import Foundation
import Testing
import Timecode

@testable import ZoneInfo

/// Calendar tables as data: read from the machine's files, compared, kept.
struct TablesTests {
    private static let list = try! String(contentsOfFile: "/usr/share/zoneinfo/leap-seconds.list", encoding: .utf8)
    private static let leaps = try! String(contentsOfFile: "/usr/share/zoneinfo/leapseconds", encoding: .utf8)

    /// Both files of the tz database say the same, and what history was is what is built in.
    @Test func leapSecondsOfTheMachine() throws {
        let list = try #require(LeapSecondsFile.list(Self.list))
        let leaps = try #require(LeapSecondsFile.leaps(Self.leaps))
        #expect(list.steps == leaps.steps && list.expires == leaps.expires)
        #expect(Array(list.steps.prefix(28)) == LeapSeconds.builtIn.steps)
        #expect(ZoneInfo().leapSeconds.expires >= LeapSeconds.builtIn.expires)
    }

    @Test func aLeapSecondToCome() throws {
        // 2030-01-01 counted from 1900 is 4,102,444,800.
        let more = Self.list + "4102444800 38 # 1 Jan 2030\n"
        let table = try #require(LeapSecondsFile.list(more))
        let second: Int64 = 4_102_444_800 - 2_208_988_800
        #expect(table.offset(atUnixSecond: second - 1) == 37 && table.offset(atUnixSecond: second) == 38)
        let calendar = ChannelCalendar(
            zone: .utc, dayStart: 6 * 3600, time: HouseTime(rate: .fps25), leapSeconds: table)
        #expect(calendar.frames(of: CivilDate("2029-12-31")!).count == 2_160_025)
        #expect(try calendar.frame(of: TimecodeLabel("00:00:00:00")!, onDate: CivilDate("2030-01-01")!) > 0)
        let negative = try #require(
            LeapSecondsFile.list(more.replacingOccurrences(of: "4102444800 38", with: "4102444800 36")))
        #expect(negative.offset(atUnixSecond: second) == 36)
    }

    @Test(arguments: [
        "", "#@ 1", "nonsense", "2272060800 10\n", "#@ 3991593600\n2272060800 11\n", "#@ 99999999999999999999\n",
        "#@ 3991593600\n2272060800\n",
    ])
    func listsThatAreNone(text: String) {
        #expect(LeapSecondsFile.list(text) == nil && LeapSecondsFile.leaps(text) == nil)
    }

    /// A list that knows less of history, or tells it otherwise, is damaged: the built-in table stands.
    @Test func damagedLists() throws {
        let lines = Self.list.split(separator: "\n", omittingEmptySubsequences: false)
        let short = lines.filter { !$0.hasPrefix("3692217600") }.joined(separator: "\n")
        #expect(short != Self.list && LeapSecondsFile.list(short) == nil)
        #expect(LeapSecondsFile.list(Self.list.replacingOccurrences(of: "3692217600", with: "3692217601")) == nil)
        #expect(LeapSecondsFile.list(Self.list + "4102444800 45\n") == nil)
        #expect(ZoneInfo(folder: "/nowhere").leapSeconds == .builtIn)
    }

    @Test(arguments: ["Asia/Almaty", "Europe/Berlin", "America/New_York", "Etc/UTC"])
    func tablesComeBack(zone: String) throws {
        let tables = try ZoneInfo().tables(named: zone)
        let bytes = try JSONEncoder().encode(tables)
        #expect(try JSONDecoder().decode(CalendarTables.self, from: bytes) == tables)
        #expect(tables.agrees(with: tables, from: 0))
    }

    @Test(arguments: [
        #"{"name":"x","version":"","initialOffset":0,"transitions":[{"atUnixSecond":2,"offset":0},{"atUnixSecond":1,"offset":0}]}"#,
        #"{"name":"x","version":"","initialOffset":999999,"transitions":[]}"#,
    ])
    func tablesThatAreNone(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ZoneTable.self, from: Data(text.utf8)) }
    }

    @Test func differences() throws {
        let zones = ZoneInfo()
        let almaty = try zones.table(named: "Asia/Almaty")
        let bishkek = try zones.table(named: "Asia/Bishkek")
        // Both at +06 until Almaty moved to +05 on 2024-03-01.
        let found = almaty.differences(from: bishkek, in: 1_600_000_000..<2_000_000_000)
        #expect(found.map(\.seconds) == [1_709_229_600..<2_000_000_000])
        #expect(found.map(\.offset) == [18_000] && found.map(\.otherOffset) == [21_600])
        #expect(almaty.differences(from: bishkek, in: 1_600_000_000..<1_700_000_000).isEmpty)
        let berlin = try zones.table(named: "Europe/Berlin")
        let tunis = try zones.table(named: "Africa/Tunis")
        // A summer time is a stretch of its own: 2026-03-29T01:00Z to 2026-10-25T01:00Z.
        #expect(
            berlin.differences(from: tunis, in: 1_767_225_600..<1_798_761_600).map(\.seconds) == [
                1_774_746_000..<1_792_890_000
            ])
        let almatyTables = try zones.tables(named: "Asia/Almaty")
        var other = almatyTables
        other.zone = try #require(
            ZoneTable(
                name: "Asia/Almaty", version: "2030z", initialOffset: 0,
                transitions: [ZoneTable.Transition(atUnixSecond: 1_709_229_600, offset: 18_000)]))
        #expect(almatyTables.agrees(with: other, from: 1_709_229_600) && !almatyTables.agrees(with: other, from: 0))
    }

    @Test func namesForMistypedZones() {
        #expect(ZoneInfo().names.contains("Asia/Almaty") && ZoneInfo().names.count > 250)
    }
}
