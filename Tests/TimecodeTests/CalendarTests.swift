import Testing
import Timecode
import ZoneInfo

/// The broadcast day, by the tz database.
struct CalendarTests {
    static func calendar(
        _ zone: String, rate: FrameRate = .fps25, dayStart: Int64 = 6 * 3600
    ) throws -> ChannelCalendar {
        ChannelCalendar(
            zone: try ZoneInfo().table(named: zone), dayStart: dayStart, time: HouseTime(rate: rate))
    }

    @Test func databaseNamesItsVersion() {
        let version = ZoneInfo().version
        #expect(version.count >= 5 && version.hasPrefix("20"))
    }

    @Test(arguments: ["Asia/Nowhere", "../../etc/passwd", "", "/etc/passwd", "Asia", "tzdata.zi", "Asia//Almaty"])
    func zonesThatDoNotExist(name: String) {
        #expect(throws: ZoneInfo.Failure.self) { try ZoneInfo().table(named: name) }
    }

    @Test(arguments: [
        ("Asia/Almaty", "2024-02-28", 24), ("Asia/Almaty", "2024-02-29", 25), ("Asia/Almaty", "2024-03-01", 24),
        ("Asia/Qyzylorda", "2024-02-29", 24), ("Europe/Berlin", "2026-03-28", 23), ("Europe/Berlin", "2026-03-29", 24),
        ("Europe/Berlin", "2026-10-24", 25), ("Asia/Tashkent", "2026-11-22", 24),
        ("America/New_York", "2090-03-11", 23),
    ])
    func hoursOfADay(zone: String, day: String, hours: Int64) throws {
        let calendar = try Self.calendar(zone)
        let frames = calendar.frames(of: try #require(CivilDate(day)))
        #expect(Int64(frames.count) == hours * 3600 * 25)
        #expect(calendar.day(of: frames.lowerBound).description == day)
        #expect(calendar.day(of: frames.upperBound - 1).description == day)
        #expect(calendar.day(of: frames.upperBound) == CivilDate(day)?.adding(days: 1))
        #expect(calendar.timecode(of: frames.lowerBound) == "06:00:00:00")
        #expect(calendar.timecode(of: frames.upperBound - 1) == "05:59:59:24")
    }

    @Test func hourThatComesTwice() throws {
        let calendar = try Self.calendar("Asia/Almaty")
        let day = try #require(CivilDate("2024-02-29"))
        let label = try #require(TimecodeLabel("23:30:00:00"))
        #expect(throws: CalendarProblem.occursTwice(label: "23:30:00:00", date: day, zone: "Asia/Almaty")) {
            try calendar.frame(of: label, on: day)
        }
        let first = try calendar.frame(of: label, on: day, occurrence: 1)
        let second = try calendar.frame(of: label, on: day, occurrence: 2)
        #expect(second - first == 3600 * 25)
        #expect(calendar.utcText(of: first) == "2024-02-29T17:30:00.000Z")
        #expect(calendar.utcText(of: second) == "2024-02-29T18:30:00.000Z")
        #expect(calendar.timecode(of: first) == calendar.timecode(of: second))
        let once = try #require(TimecodeLabel("22:30:00:00"))
        #expect(try calendar.frame(of: once, on: day, occurrence: 1) == calendar.frame(of: once, on: day))
        #expect(throws: CalendarProblem.self) { try calendar.frame(of: once, on: day, occurrence: 2) }
    }

    @Test func hourThatDoesNotExist() throws {
        let calendar = try Self.calendar("Europe/Berlin")
        let day = try #require(CivilDate("2026-03-28"))
        #expect(
            throws: CalendarProblem.doesNotExist(label: "02:30:00:00", date: day.adding(days: 1), zone: "Europe/Berlin")
        ) {
            try calendar.frame(of: TimecodeLabel("02:30:00:00")!, on: day)
        }
        #expect(try calendar.frame(of: TimecodeLabel("03:00:00:00")!, on: day) > 0)
    }

    @Test func labelsBeforeTheDayStartBelongToTheNextDate() throws {
        let calendar = try Self.calendar("Asia/Almaty")
        let day = try #require(CivilDate("2026-11-22"))
        let late = try calendar.frame(of: TimecodeLabel("05:59:59:24")!, on: day)
        #expect(late == calendar.frames(of: day).upperBound - 1)
        #expect(calendar.localText(of: late) == "2026-11-23T05:59:59:24")
    }

    @Test func dayThatStartsInAGapOrAtARepeatedHour() throws {
        let gap = try Self.calendar("Europe/Berlin", dayStart: 2 * 3600 + 1800)
        #expect(gap.timecode(of: gap.firstFrame(of: CivilDate("2026-03-29")!)) == "03:00:00:00")
        let twice = try Self.calendar("Europe/Berlin", dayStart: 2 * 3600 + 1800)
        let frames = twice.frames(of: CivilDate("2026-10-25")!)
        #expect(frames.count == 2_250_000)
    }

    @Test(arguments: [FrameRate.fps2997, .fps5994, .fps23976])
    func instantsAtOddRatesAreTheFirstFrameAtOrAfter(rate: FrameRate) throws {
        let calendar = try Self.calendar("Asia/Almaty", rate: rate)
        for second in stride(from: Int64(1_795_000_000), to: 1_795_100_000, by: 9973) {
            let instant = second * 1_000_000_000
            let frame = calendar.firstFrame(fromUnixNanoseconds: instant)
            // Exact test in integers: frame x den / num >= TAI second > (frame - 1) x den / num.
            let tai = second + 37
            #expect(frame * rate.denominator >= tai * rate.numerator)
            #expect((frame - 1) * rate.denominator < tai * rate.numerator)
            let text = calendar.localText(of: frame)
            let read = try #require(InstantText(text + "@Asia/Almaty"))
            #expect(try calendar.frame(of: read, nowUnixNanoseconds: 0) == frame)
        }
    }

    @Test func dropFrameTimesOfDayStayWithinThreeFramesOfTheClock() throws {
        let calendar = try Self.calendar("Asia/Almaty", rate: .fps2997)
        let day = try #require(CivilDate("2026-11-22"))
        for text in ["18:00:00;00", "18:01:00;02", "18:09:59;29", "18:59:59;29", "17:33:20;10"] {
            let label = try #require(TimecodeLabel(text))
            let frame = try calendar.frame(of: label, on: day)
            let clock: Int64 = calendar.unixNanoseconds(of: frame)
            let second: Int64 = day.daysSinceEpoch * 86_400 + label.wholeSeconds - 18_000
            let named: Int64 = second * 1_000_000_000 + label.frames * 1_001_000_000 / 30
            #expect(abs(clock - named) < 100_000_000)
        }
    }

    /// The labels of a broadcast day follow one another without a break but where clocks or UTC jump, each names its frame, and
    /// the frames that a day has more than labels are the last ones before a jump or the day's end.
    @Test(arguments: [
        (FrameRate.fps2997, "Asia/Almaty", "2026-11-22", 24, 0), (.fps5994, "Asia/Almaty", "2026-11-22", 24, 0),
        (.fps2997, "Asia/Almaty", "2024-02-29", 25, 1), (.fps2997, "Europe/Berlin", "2026-03-28", 23, 1),
        (.fps2997, "Etc/UTC", "2016-12-31", 24, 1),
    ])
    func dropFrameLabelsOfADay(rate: FrameRate, zone: String, text: String, hours: Int64, jumps: Int) throws {
        let calendar = try Self.calendar(zone, rate: rate)
        let day = try #require(CivilDate(text))
        let frames = calendar.frames(of: day)
        let first = try #require(calendar.dropFrameLabel(of: frames.lowerBound))
        #expect(first.label.description == "06:00:00;00" && first.date == day)
        // Every 311th frame and the one after it, and all around the places where labels are left out.
        var sample = Set(stride(from: frames.lowerBound, to: frames.upperBound, by: 311).flatMap { [$0, $0 + 1] })
        for hour in 0...hours {
            let border = frames.lowerBound + hour * 3600 * rate.numerator / rate.denominator
            sample.formUnion((border - 70)...(border + 70))
        }
        var without: [Int64] = []
        var breaks = 0
        for frame in sample.sorted() where frames.contains(frame) {
            guard let (date, label) = calendar.dropFrameLabel(of: frame) else {
                without.append(frame)
                continue
            }
            let named = Set([nil, 1, 2].compactMap { try? calendar.frame(of: label, onDate: date, occurrence: $0) })
            #expect(named.contains(frame), "\(date) \(label)")
            guard sample.contains(frame + 1), let next = calendar.dropFrameLabel(of: frame + 1)?.label else { continue }
            let step = try next.frameCount(at: rate) - label.frameCount(at: rate)
            let isMidnight = next.wholeSeconds == 0 && label.wholeSeconds == 86_399
            if step != 1, !isMidnight { breaks += 1 }
        }
        let nominal = rate.nominal
        let labels = hours * (nominal * 3600 - 54 * (nominal / 15))
        // A leap second has no drop-frame labels.
        let leap = zone == "Etc/UTC" ? nominal : 0
        #expect((leap...leap + 6).contains(Int64(without.count)), "\(without)")
        #expect(Int64(frames.count) == labels + Int64(without.count))
        let ends = without.filter { !without.contains($0 + 1) }
        if jumps == 0 {
            #expect(ends == [frames.upperBound - 1] && breaks == 0, "\(without) \(breaks)")
        } else {
            // Where the counts happen to meet at a jump or at the day's end, no frame is left without a label.
            #expect((jumps...jumps + 1).contains(ends.count + breaks), "\(without) \(breaks)")
        }
    }

    @Test(arguments: [
        ("2026-11-22T18:00:00+05:00", "2026-11-22T13:00:00.000Z"), ("2026-11-22T13:00:00Z", "2026-11-22T13:00:00.000Z"),
        ("2026-11-22T13:00:00.039Z", "2026-11-22T13:00:00.040Z"),
        ("2026-11-22T18:00:00:01@Asia/Almaty", "2026-11-22T13:00:00.040Z"),
        ("2026-11-22T18:00:00.001+0500", "2026-11-22T13:00:00.040Z"), ("now", "1970-01-01T00:00:00.000Z"),
        ("2024-02-29T23:30:00:00@Asia/Almaty#2", "2024-02-29T18:30:00.000Z"),
    ])
    func instants(text: String, utc: String) throws {
        let calendar = try Self.calendar("Asia/Almaty")
        let frame = try calendar.frame(of: try #require(InstantText(text)), nowUnixNanoseconds: 0)
        #expect(calendar.utcText(of: frame) == utc)
    }

    @Test(arguments: [
        "", "2026-11-22", "18:00:00:00", "2026-11-22T18:00:00", "2026-11-22T18:00:00:00@", "2026-11-22 18:00:00Z",
        "2026-11-22T24:00:00:00@Asia/Almaty", "2026-11-22T18:00:00+25:00", "2026-02-30T18:00:00Z", "Now",
        "2026-11-22T18:00:00.Z", "2026-11-22T18:00:00:00@Asia/Almaty#3",
    ])
    func textThatIsNoInstant(text: String) { #expect(InstantText(text) == nil) }

    @Test func offsetsForTheSlatesClock() throws {
        let calendar = try Self.calendar("Asia/Almaty")
        let day = calendar.frames(of: CivilDate("2024-02-29")!)
        let offsets = calendar.localOffsets(in: day)
        #expect(offsets.map(\.seconds) == [21_563, 17_963])
        #expect(offsets[0].fromFrame == day.lowerBound)
        #expect(calendar.utcText(of: offsets[1].fromFrame) == "2024-02-29T18:00:00.000Z")
        let leap = try Self.calendar("Etc/UTC")
        let around = leap.frames(of: CivilDate("2016-12-31")!)
        #expect(leap.localOffsets(in: around).map(\.seconds) == [-36, -37])
        #expect(around.count == 2_160_025)
    }
}
