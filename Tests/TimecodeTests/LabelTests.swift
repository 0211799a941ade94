import Testing
import Timecode

/// Labels against the closed form of SMPTE ST 12-1 and its own landmarks.
struct LabelTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let label: String
        let rate: FrameRate
        let count: Int64
        var testDescription: String { "\(label) at \(rate)" }
    }

    @Test(arguments: [
        Row(label: "00:00:00:00", rate: .fps25, count: 0), Row(label: "00:00:01:00", rate: .fps25, count: 25),
        Row(label: "23:59:59:24", rate: .fps25, count: 2_159_999),
        Row(label: "00:00:59;29", rate: .fps2997, count: 1799), Row(label: "00:01:00;02", rate: .fps2997, count: 1800),
        Row(label: "00:02:00;02", rate: .fps2997, count: 3598),
        Row(label: "00:10:00;00", rate: .fps2997, count: 17_982),
        Row(label: "01:00:00;00", rate: .fps2997, count: 107_892),
        Row(label: "23:59:59;29", rate: .fps2997, count: 2_589_407),
        Row(label: "01:00:00:00", rate: .fps2997, count: 108_000),
        Row(label: "00:01:00;04", rate: .fps5994, count: 3600),
        Row(label: "00:10:00;00", rate: .fps5994, count: 35_964),
        Row(label: "23:59:59;59", rate: .fps5994, count: 5_178_815),
        Row(label: "00:00:01:00", rate: .fps23976, count: 24),
        Row(label: "100:00:00:00", rate: .fps25, count: 9_000_000),
    ])
    func landmarks(row: Row) throws {
        let label = try #require(TimecodeLabel(row.label))
        #expect(try label.frameCount(at: row.rate) == row.count)
        let back = TimecodeLabel(frameCount: row.count, rate: row.rate, dropFrame: label.isDropFrame)
        #expect(back.description == row.label)
    }

    /// Every label that drop-frame keeps, in order, counts on by one: nothing is left out and nothing counts twice.
    @Test(arguments: [(FrameRate.fps2997, 2, 2_589_408), (.fps5994, 4, 5_178_816)])
    func dropFrameDayIsGapless(rate: FrameRate, dropped: Int64, day: Int64) throws {
        var expected: Int64 = 0
        for minute: Int64 in 0..<1440 {
            for second: Int64 in [0, 1, 29, 58, 59] {
                let base = expected + (second == 0 ? 0 : second * rate.nominal - (minute % 10 == 0 ? 0 : dropped))
                for frame in 0..<rate.nominal {
                    let label = try #require(
                        TimecodeLabel(
                            hours: minute / 60, minutes: minute % 60, seconds: second, frames: frame, isDropFrame: true)
                    )
                    if second == 0, minute % 10 != 0, frame < dropped {
                        #expect(throws: TimecodeProblem.self) { try label.frameCount(at: rate) }
                        continue
                    }
                    let count = base + frame - (second == 0 && minute % 10 != 0 ? dropped : 0)
                    guard try label.frameCount(at: rate) == count,
                        TimecodeLabel(frameCount: count, rate: rate, dropFrame: true) == label
                    else {
                        Issue.record("\(label): expected \(count), got \(try label.frameCount(at: rate))")
                        return
                    }
                }
            }
            expected += rate.nominal * 60 - (minute % 10 == 0 ? 0 : dropped)
        }
        #expect(expected == day)
    }

    @Test(arguments: [
        ("00:00:00:25", FrameRate.fps25), ("00:00:00;00", .fps25), ("00:00:00;00", .fps23976), ("00:00:00;00", .fps50),
        ("00:01:00;00", .fps2997), ("00:01:00;01", .fps2997), ("00:09:00;00", .fps2997), ("00:01:00;03", .fps5994),
        ("00:00:00:30", .fps2997), ("00:00:00:24", .fps23976),
    ])
    func labelsThatDoNotExist(text: String, rate: FrameRate) throws {
        let label = try #require(TimecodeLabel(text))
        #expect(throws: TimecodeProblem.self) { try label.frameCount(at: rate) }
    }

    @Test(arguments: [
        "", "6:00:00:00", "06:00:00", "06:00:00:0", "06:60:00:00", "06:00:60:00", " 06:00:00:00", "06:00:00:00 ",
        "06.00.00.00", "٠٦:00:00:00", "-6:00:00:00", "06:00;00:00", "06:00:00;;00", "0006:00:00:00", "06:00:00:0000",
        "64800", "06:00:00:00:00",
    ])
    func textThatIsNoLabel(text: String) { #expect(TimecodeLabel(text) == nil) }

    @Test(arguments: [
        ("00:00:10:12", FrameRate.fps25, Int64(262)), ("262f", .fps25, 262), ("30s", .fps25, 750),
        ("24h", .fps25, 2_160_000), ("10m", .fps50, 30_000), ("30s", .fps2997, 900), ("1001s", .fps2997, 30_000),
        ("1s", .fps23976, 24), ("0f", .fps25, 0),
    ])
    func amounts(text: String, rate: FrameRate, frames: Int64) throws {
        #expect(try #require(FrameAmount(text)).frames(at: rate) == frames)
    }

    @Test(arguments: ["", "30", "s", "-30s", "30 s", "1.5s", "30S", "9999999999999s", "f", "1d", "+30s"])
    func textThatIsNoAmount(text: String) { #expect(FrameAmount(text) == nil) }

    @Test func amountsHaveAnEnd() {
        #expect(throws: TimecodeProblem.self) { try FrameAmount("999999999999f")?.frames(at: .fps25) }
        #expect(throws: TimecodeProblem.self) { try FrameAmount("99999999h")?.frames(at: .fps25) }
    }

    @Test func datesCountOnByOne() throws {
        var days: Int64 = CivilDate("1969-12-30")!.daysSinceEpoch
        #expect(days == -2)
        var last = CivilDate(daysSinceEpoch: days)
        while last.year < 2101 {
            days += 1
            let next = CivilDate(daysSinceEpoch: days)
            let sameMonth = next.day == last.day + 1 && next.month == last.month && next.year == last.year
            let newMonth = next.day == 1 && next.month == last.month + 1 && next.year == last.year
            let newYear = next.day == 1 && next.month == 1 && last.month == 12 && next.year == last.year + 1
            guard sameMonth || newMonth || newYear, next.daysSinceEpoch == days, CivilDate(next.description) == next
            else {
                Issue.record("\(last) is followed by \(next)")
                return
            }
            last = next
        }
        #expect(CivilDate("2026-11-22")?.daysSinceEpoch == 20_779)
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "22.11.2026", "2026-11-31", "",
    ])
    func datesThatDoNotExist(text: String) { #expect(CivilDate(text) == nil) }

    @Test func leapDays() {
        #expect(CivilDate("2024-02-29")?.adding(days: 1).description == "2024-03-01")
        #expect(CivilDate("2000-02-29") != nil)
    }
}
