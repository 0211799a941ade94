import Playlist
import PlaylistFormats
import Testing
import Timecode
import Timeline
import ZoneInfo

/// A channel on paper: documents in, the programme as lines of text out.
struct Bench {
    var calendar: ChannelCalendar
    var documents: [ScheduledDocument] = []
    var edits: [OperatorEdit] = []
    var media: [MediaUse: MediaStanding] = [:]
    var region = "KZ"
    var day = CivilDate("2026-11-22")!
    var nextDay = NextDayPolicy.filler
    var fillers: [FillerPool] = []

    init(zone: String = "Asia/Almaty", rate: FrameRate = .fps25) throws {
        calendar = ChannelCalendar(
            zone: try ZoneInfo().table(named: zone), dayStart: 6 * 3600, time: HouseTime(rate: rate))
    }

    /// Adds a document for the bench's first day.
    mutating func add(_ events: String) throws { try add("day: 2026-11-22", events) }

    /// Adds a document; `events` are lines of `- {...}` without the leading blanks.
    mutating func add(
        _ head: String, startAt: String? = nil, file: String = "p.yaml", _ events: String
    ) throws {
        let text =
            "qalqan: 1\n\(head)\nevents:\n" + events.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        let (document, diagnostics) = PlaylistReader.read(Array(text.utf8), file: file)
        let read = try #require(document, "\(diagnostics)")
        documents.append(ScheduledDocument(read, startFrame: try startAt.map { try frame($0) }))
    }

    /// A label of the bench's day.
    func frame(_ label: String) throws -> Int64 {
        try calendar.frame(of: try #require(TimecodeLabel(label)), on: day)
    }

    mutating func edit(_ label: String, _ action: OperatorEdit.Action) throws {
        edits.append(OperatorEdit(frame: try frame(label), action: action))
    }

    static func asset(_ name: String) -> Asset {
        Asset(
            path: "/m/" + name, treePath: "/m/\(name).seal.tree", verityDigest: Array(repeating: 1, count: 32),
            sha256: Array(repeating: 2, count: 32), size: 1)
    }

    /// Every medium that is not spoken of otherwise is there, accepted and an hour long.
    func resolve(_ from: String, _ to: String) throws -> ResolvedSchedule {
        try resolve(try frame(from)..<frame(to))
    }

    func resolve(_ window: Range<Int64>) throws -> ResolvedSchedule {
        let schedule = ScheduleResolver.resolve(inputs(window))
        try check(schedule)
        return schedule
    }

    func inputs(_ window: Range<Int64>) -> ScheduleInputs {
        var inputs = ScheduleInputs(
            calendar: calendar, region: region, languages: ["kk", "en"], documents: documents, edits: edits,
            fillers: fillers, window: window)
        inputs.nextDay = nextDay
        for use in ScheduleResolver.mediaUses(inputs) { inputs.media[use] = standing(of: use) }
        return inputs
    }

    func standing(of use: MediaUse) -> MediaStanding {
        media[use] ?? media[MediaUse(media: use.media, category: nil)]
            ?? MediaStanding(asset: Self.asset(use.media), lengthFrames: 90_000)
    }

    /// What holds for every resolved schedule, whatever is in it.
    private func check(_ schedule: ResolvedSchedule) throws {
        let segments = schedule.segments
        #expect(segments.allSatisfy { $0.frameCount > 0 })
        #expect(zip(segments, segments.dropFirst()).allSatisfy { $0.endFrame == $1.firstFrame })
        let first = try #require(segments.first)
        let last = try #require(segments.last)
        #expect(first.firstFrame <= schedule.window.lowerBound && last.endFrame >= schedule.window.upperBound)
    }

    /// `06:00:00:00 +750 news a.mov+262`: start, frames, event, source; a withheld one names the reason.
    func lines(_ from: String, _ to: String) throws -> [String] {
        let schedule = try resolve(from, to)
        return schedule.clippedSegments.map { line($0, schedule) }
    }

    func line(_ segment: Segment, _ schedule: ResolvedSchedule) -> String {
        var text = "\(calendar.timecode(of: segment.firstFrame)) +\(segment.frameCount)"
        if !segment.event.isEmpty { text += " \(segment.event)" }
        switch segment.source {
        case .asset(let index, let inFrame): text += " \(schedule.assets[index].path.dropFirst(3))+\(inFrame)"
        case .slate(let reason): text += " [\(reason.name)]"
        }
        if let withheld = segment.withheld, segment.source != .slate(withheld) { text += " instead: \(withheld.name)" }
        if let alternate = segment.alternate {
            text += " or \(schedule.assets[alternate].path.dropFirst(3))+\(segment.alternateInFrame)"
        }
        return text
    }
}
