import Playlist
import PlaylistFormats
import Testing
import Timecode
import Timeline
import ZoneInfo

/// An event on every minute that clocks show, resolved as a channel resolves it, against Python's `zoneinfo` and the leap-second
/// table: each starts on its frame, none twice, none never. Across changes of clocks and across a leap second.
struct FixedStartProofTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let zone: String
        /// Broadcast days, both included.
        let days: ClosedRange<String>
        let rate: FrameRate
        var isDropFrame = false
        /// Labels of minutes that come twice within the days, and that do not exist.
        let twice: Int
        let missing: Int
        var testDescription: String { "\(zone) \(days) at \(rate)\(isDropFrame ? " drop-frame" : "")" }
    }

    static let cases: [Case] = [
        (FrameRate.fps25, false), (.fps2997, false), (.fps2997, true), (.fps5994, true), (.fps23976, false),
    ].flatMap { rate, drop in
        [
            Case(
                zone: "Asia/Almaty", days: "2024-02-28"..."2024-03-02", rate: rate, isDropFrame: drop, twice: 60,
                missing: 0),
            Case(
                zone: "Europe/Berlin", days: "2026-03-27"..."2026-03-30", rate: rate, isDropFrame: drop, twice: 0,
                missing: 60),
            Case(
                zone: "Europe/Berlin", days: "2026-10-23"..."2026-10-26", rate: rate, isDropFrame: drop, twice: 60,
                missing: 0),
            Case(
                zone: "America/New_York", days: "2026-03-06"..."2026-03-09", rate: rate, isDropFrame: drop, twice: 0,
                missing: 60),
            Case(
                zone: "America/New_York", days: "2026-10-30"..."2026-11-02", rate: rate, isDropFrame: drop, twice: 60,
                missing: 0),
            Case(
                zone: "Etc/UTC", days: "2016-12-30"..."2017-01-01", rate: rate, isDropFrame: drop, twice: 0, missing: 0),
            Case(
                zone: "Asia/Almaty", days: "2016-12-30"..."2017-01-01", rate: rate, isDropFrame: drop, twice: 0,
                missing: 0),
        ]
    }

    /// What Python says: a line `day label occurrence frame` for each minute, and `day label missing 0` for those that clocks
    /// skip. A broadcast day begins at 06:00. Drop-frame labels count on from there, and again from where clocks or UTC jump.
    static func script(_ row: Case) -> String {
        """
        import collections, datetime, zoneinfo
        from timecode import Timecode
        steps = [line.split()[:2] for line in open("/usr/share/zoneinfo/leap-seconds.list") if line.strip() and line[0] != "#"]
        steps = [(int(second) - 2208988800, int(offset)) for second, offset in steps]
        def tai(second): return second + [offset for start, offset in steps if start <= second][-1]
        def first(second): return -(-tai(second) * \(row.rate.numerator) // \(row.rate.denominator))
        zone = zoneinfo.ZoneInfo("\(row.zone)")
        nominal, drop = \(row.rate.nominal), \(row.isDropFrame ? "True" : "False")
        library = Timecode("\(row.rate == .fps5994 ? "59.94" : "29.97")", frames=1)
        def text(hour, minute):
            if not drop: return "%02d:%02d:00:00" % (hour, minute)
            return "%02d:%02d:00;%02d" % (hour, minute, 0 if minute % 10 == 0 else nominal // 15)
        def count(label): return library.tc_to_frames(label) - 1
        whole = count("23:59:59;%02d" % (nominal - 1)) + 1
        days = {}
        begin = int(datetime.datetime.fromisoformat("\(row.days.lowerBound)").timestamp()) // 60 * 60 - 86400
        offset = None
        for second in range(begin, begin + 86400 * 8, 60):
            local = datetime.datetime.fromtimestamp(second, zone)
            now = local.utcoffset()
            day = str((local.replace(tzinfo=None) - datetime.timedelta(hours=6)).date())
            label = text(local.hour, local.minute)
            if day not in days or now != offset or second in [start for start, _ in steps]:
                anchor = (first(second), count(label))
            offset = now
            days.setdefault(day, [])
            frame = anchor[0] + (count(label) - anchor[1]) % whole if drop else first(second)
            days[day].append((label, frame))
        day = datetime.date.fromisoformat("\(row.days.lowerBound)")
        while day <= datetime.date.fromisoformat("\(row.days.upperBound)"):
            labels = collections.Counter(label for label, _ in days[str(day)])
            seen = {}
            for label, frame in days[str(day)]:
                seen[label] = seen.get(label, 0) + 1
                print(day, label, seen[label] if labels[label] > 1 else 0, frame)
            for minute in range(1440):
                label = text(minute // 60, minute % 60)
                if label not in seen: print(day, label, "missing", 0)
            day += datetime.timedelta(days=1)
        """
    }

    private struct Minute {
        var day: String
        var label: String
        /// 0 = comes once; `nil` = does not exist.
        var occurrence: Int?
        var frame: Int64

        init?(_ line: Substring) {
            let parts = line.split(separator: " ")
            guard parts.count == 4, let frame = Int64(parts[3]) else { return nil }
            day = String(parts[0])
            label = String(parts[1])
            occurrence = Int(parts[2])
            self.frame = frame
        }

        func event(_ id: String, saysWhich: Bool = true) -> String {
            let which = saysWhich && (occurrence ?? 0) > 0 ? ", occurrence: \(occurrence!)" : ""
            return "  - { id: \(id), media: a.mov, duration: 60s, start: { at: \"\(label)\"\(which) } }"
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: cases)
    func everyMinute(row: Case) throws {
        let lines = try #require(
            try PythonOracleTests.lines(Self.script(row)), "python3 with the package `timecode` is needed")
        let minutes = lines.compactMap(Minute.init)
        #expect(minutes.count == lines.count)
        let shown = minutes.filter { $0.occurrence != nil }
        #expect(shown.filter { $0.occurrence == 2 }.count == row.twice)
        #expect(minutes.count - shown.count == row.missing)
        let calendar = try CalendarTests.calendar(row.zone, rate: row.rate)
        var documents: [ScheduledDocument] = []
        var expected: [String: Int64] = [:]
        for (day, list) in Dictionary(grouping: shown, by: \.day).sorted(by: { $0.key < $1.key }) {
            var text = "qalqan: 1\nday: \(day)\nevents:\n"
            for (index, minute) in list.enumerated() {
                let id = "\(day)-\(index)"
                text += minute.event(id) + "\n"
                #expect(expected.updateValue(minute.frame, forKey: id) == nil)
            }
            documents.append(try Self.document(text))
        }
        let first = try #require(CivilDate(row.days.lowerBound))
        let last = try #require(CivilDate(row.days.upperBound))
        let window = calendar.firstFrame(of: first)..<calendar.firstFrame(of: last.adding(days: 1))
        let schedule = Self.resolve(documents, calendar, window)
        #expect(!schedule.diagnostics.contains { $0.severity == .error }, "\(schedule.diagnostics.prefix(3))")
        #expect(schedule.omitted.isEmpty)
        var started: [String: Int64] = [:]
        for event in schedule.events {
            if started.updateValue(event.frames.lowerBound, forKey: event.id) != nil {
                Issue.record("\(event.id) airs twice")
            }
        }
        #expect(started == expected)
        // The frames themselves, not only the rundown: a segment of the event begins there.
        let begun = Set(schedule.segments.map { Start(event: $0.event, frame: $0.firstFrame) })
        #expect(expected.allSatisfy { begun.contains(Start(event: $0.key, frame: $0.value)) })
        try checkMistakes(minutes, calendar)
    }

    private struct Start: Hashable {
        var event: String
        var frame: Int64
    }

    /// Labels that clocks skip are errors, and so are those that come twice where nothing says which is meant.
    private func checkMistakes(_ minutes: [Minute], _ calendar: ChannelCalendar) throws {
        for minute in minutes where minute.occurrence == nil || minute.occurrence! > 0 {
            let text = "qalqan: 1\nday: \(minute.day)\nevents:\n" + minute.event("a", saysWhich: false) + "\n"
            let day = try #require(CivilDate(minute.day))
            let schedule = Self.resolve([try Self.document(text)], calendar, calendar.frames(of: day))
            let found = schedule.diagnostics.contains {
                $0.code == .label && $0.severity == .error && $0.mark.line == 4 && $0.message.contains(minute.label)
            }
            #expect(found, "\(minute.day) \(minute.label): \(schedule.diagnostics)")
        }
    }

    private static func document(_ text: String) throws -> ScheduledDocument {
        let (document, diagnostics) = PlaylistReader.read(Array(text.utf8), file: "p.yaml")
        return ScheduledDocument(try #require(document, "\(diagnostics.prefix(3))"))
    }

    private static func resolve(
        _ documents: [ScheduledDocument], _ calendar: ChannelCalendar, _ window: Range<Int64>
    ) -> ResolvedSchedule {
        var inputs = ScheduleInputs(calendar: calendar, documents: documents, window: window)
        let asset = Asset(path: "/m/a.mov", treePath: "", verityDigest: [], sha256: [], size: 1)
        for use in ScheduleResolver.mediaUses(inputs) { inputs.media[use] = MediaStanding(asset: asset) }
        return ScheduleResolver.resolve(inputs)
    }
}
