import Glibc
import Playlist
import PlaylistFormats
import Timecode
import Timeline
import ZoneInfo

/// CPU seconds of reading and resolving lists of N events, of one edit in them, and of looking frames up.
///
/// Prints one line a size, as JSON: seconds of `readJSON`, `readYAML`, `resolve` and `book`; microseconds of one edit (`editMedian`,
/// `editMost`); nanoseconds of one look-up (`anyFrame`, `nextFrame`). `follow` says how many events lie from one fixed start to
/// the next.
struct ScheduleBench {
    static let perDay = 200_000
    static let frames: Int64 = 86_400 * 25

    let count: Int
    let follow: Int
    let calendar: ChannelCalendar
    let firstDay = CivilDate("2026-11-22")!

    init(count: Int, follow: Int) throws {
        self.count = count
        self.follow = follow
        calendar = ChannelCalendar(
            zone: try ZoneInfo().table(named: "Asia/Almaty"), dayStart: 6 * 3600, time: HouseTime(rate: .fps25))
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func measure<Value>(_ body: () -> Value) -> (value: Value, seconds: Double) {
        let start = seconds()
        let value = body()
        return (value, seconds() - start)
    }

    private static func round(_ value: Double, _ places: Double) -> Double { (value * places).rounded() / places }

    /// The days of a list: as many events as fit into 86,400 seconds, every `follow`-th with a fixed start.
    private func texts(isJSON: Bool) -> [[UInt8]] {
        let days = (count + Self.perDay - 1) / Self.perDay
        return (0..<days).map { day in
            let events = min(Self.perDay, count - day * Self.perDay)
            let length = Self.frames / Int64(events)
            let date = firstDay.adding(days: Int64(day))
            let lines = (0..<events).map { index -> String in
                let label = TimecodeLabel(
                    frameCount: (Int64(index) * length + 6 * 90_000) % Self.frames, rate: .fps25)
                let start = index % follow == 0 ? ", \"start\": {\"at\": \"\(label)\"}" : ""
                return
                    "{\"id\": \"e\(index)\", \"media\": \"m\(index % 50).mov\", \"duration\": \"\(length)f\"\(start)}"
            }
            let text =
                isJSON
                ? "{\"qalqan\": 1, \"day\": \"\(date)\", \"events\": [\n\(lines.joined(separator: ",\n"))\n]}"
                : "qalqan: 1\nday: \(date)\nevents:\n  - \(lines.joined(separator: "\n  - "))\n"
            return Array(text.utf8)
        }
    }

    func run() {
        let json = texts(isJSON: true)
        let read = Self.measure { json.map { PlaylistReader.read($0, file: "day.json").document! } }
        let yaml = texts(isJSON: false)
        let readYAML = Self.measure { yaml.map { PlaylistReader.read($0, file: "day.yaml").document! } }.seconds
        let first = calendar.firstFrame(of: firstDay)
        var inputs = ScheduleInputs(
            calendar: calendar, documents: read.value.map { ScheduledDocument($0) },
            window: first..<first + Self.frames * Int64(json.count))
        for use in ScheduleResolver.mediaUses(inputs) {
            let asset = Asset(path: use.media, treePath: "", verityDigest: [], sha256: [], size: 0)
            inputs.media[use] = MediaStanding(asset: asset, lengthFrames: 90_000)
        }
        let resolved = Self.measure { ScheduleResolver.resolve(inputs) }
        let made = Self.measure { ScheduleBook(inputs) }
        var book = made.value
        var edits = edits(&book, inputs.window)
        edits.sort()
        let (any, next) = lookUps(resolved.value, book)
        print(
            "{\"events\": \(count), \"readJSON\": \(Self.round(read.seconds, 1e4)), \"readYAML\": \(Self.round(readYAML, 1e4)),"
                + " \"resolve\": \(Self.round(resolved.seconds, 1e4)), \"book\": \(Self.round(made.seconds, 1e4)),"
                + " \"editMedian\": \(Self.round(edits[edits.count / 2], 10)), \"editMost\": \(Self.round(edits[edits.count - 1], 10)),"
                + " \"anyFrame\": \(Self.round(any, 10)), \"nextFrame\": \(Self.round(next, 10))}")
    }

    /// Microseconds of each of 200 edits, one after the other through the time of the list.
    private func edits(_ book: inout ScheduleBook, _ window: Range<Int64>) -> [Double] {
        let step = Int64(window.count) / 220
        return (1...200).map { number in
            let insert = PlaylistEvent(
                id: "x\(number)", source: MediaSource(media: "m1.mov"), duration: .frames(7))
            let frame = window.lowerBound + Int64(number) * step
            let on = Int((frame - window.lowerBound) / (Self.frames / Int64(min(count, Self.perDay))))
            let (soon, later) = ("e\(min(on + 5, count - 2))", "e\(min(on + 7, count - 1))")
            let actions: [OperatorEdit.Action] = [
                .skip(event: nil), .insert(insert), .hold, .resume, .take(event: nil), .slate(.technical), .resume,
                .delete(event: soon), .move(event: soon, .after(event: later)),
                .replace(event: soon, EventChange(media: "m2.mov", frames: 9)), .length(event: soon, frames: 5),
            ]
            let edit = OperatorEdit(frame: frame, action: actions[number % actions.count])
            return Self.measure { book.take(edit) }.seconds * 1e6
        }
    }

    /// Nanoseconds of looking up a frame anywhere, and the frame behind the last one.
    private func lookUps(_ schedule: ResolvedSchedule, _ book: ScheduleBook) -> (any: Double, next: Double) {
        let revision = schedule.revision(number: 1, rate: .fps25)
        let window = schedule.window
        var sum = 0
        let any = Self.measure {
            var frame = window.lowerBound
            for _ in 0..<1_000_000 {
                frame = window.lowerBound + (frame &* 6_364_136_223_846_793_005 &+ 1) % Int64(window.count)
                if frame < window.lowerBound { frame += Int64(window.count) }
                sum &+= revision.segmentIndex(at: frame) ?? 0
            }
        }
        let next = Self.measure {
            var cursor = SegmentCursor()
            for frame in window { sum &+= cursor.index(of: frame, in: revision.segments) ?? 0 }
        }
        guard sum != 0 else { return (0, 0) }
        return (any.seconds * 1e3, next.seconds * 1e9 / Double(window.count))
    }
}

let follow = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100
for count in CommandLine.arguments.count > 2
    ? CommandLine.arguments.dropFirst(2).compactMap({ Int($0) })
    : [1_000, 10_000, 100_000, 1_000_000]
{
    try ScheduleBench(count: count, follow: follow).run()
}
