import Playlist
import Testing
import Timecode
import Timeline

/// Random channels with everything in them: starts of every kind, priorities, loops, fillers, windows, edits.
enum RandomLists {
    static let media = (0..<9).map { "m\($0).mov" }

    /// Six days from 2026-11-20 on, in lists of their own or in one that repeats, some of them left out.
    static func bench(seed: UInt64) throws -> Bench {
        var random = SplitMix64(seed)
        var bench = try Bench()
        bench.region = ["KZ", "UZ", "KG-O"].randomElement(using: &random)!
        bench.media[MediaUse(media: "m0.mov", category: nil)] = .missing
        bench.media[MediaUse(media: "m1.mov", category: nil)] = MediaStanding(
            asset: Bench.asset("m1.mov"), lengthFrames: 40_000,
            notAfterFrame: bench.calendar.firstFrame(of: CivilDate("2026-11-23")!) + 300_000)
        if Bool.random(using: &random) {
            try bench.add("repeat: 47m\n" + head(&random), events(8, day: false, &random))
        }
        for date in 20...25 where Int.random(in: 0..<6, using: &random) > 0 {
            try bench.add(
                "day: 2026-11-\(date)\n" + head(&random), file: "\(date)",
                events(Int.random(in: 1...60, using: &random), day: true, &random))
        }
        let base = bench.calendar.firstFrame(of: CivilDate("2026-11-20")!)
        for number in 0..<Int.random(in: 0...6, using: &random) {
            let actions: [OperatorEdit.Action] = [
                .take(event: nil), .hold, .skip(event: nil), .slate(.operatorOrder), .resume, .take(event: "e7"),
                .insert(PlaylistEvent(id: "x\(number)", source: MediaSource(media: "x.mov"), duration: .seconds(200))),
            ]
            let frame = base + Int64.random(in: 0..<12_960_000, using: &random)
            let start = frame + Int64.random(in: 0..<1_500_000, using: &random)
            let edits: [OperatorEdit.Action] = [
                .delete(event: "e5"), .move(event: "e9", .before(event: "e4")), .move(event: "e3", .after(event: "e8")),
                .retime(event: "e6", .at(frame: start, latest: nil)),
                .retime(event: "e6", .at(frame: start, latest: start + 9000)), .retime(event: "e6", .follow),
                .replace(event: "e4", EventChange(media: "m7.mov", frames: 700)), .length(event: "e6", frames: 9000),
                .insert(
                    PlaylistEvent(id: "y\(number)", source: MediaSource(media: "y.mov"), duration: .seconds(90)),
                    behind: "e7"),
            ]
            bench.edits.append(
                OperatorEdit(
                    frame: frame,
                    action: (Bool.random(using: &random) ? actions : edits).randomElement(using: &random)!))
        }
        return bench
    }

    private static func head(_ random: inout SplitMix64) -> String {
        var lines: [String] = []
        if Bool.random(using: &random) {
            lines.append("late: " + ["join", "fromStart", "skip"].randomElement(using: &random)!)
        }
        if Bool.random(using: &random) {
            lines.append("onMissing: " + ["[alternate, next]", "filler", "next"].randomElement(using: &random)!)
        }
        if Bool.random(using: &random) {
            lines.append(
                """
                fillers:
                  - { id: p, notWithin: 30m, items: [ { id: f1, media: m2.mov, duration: 31s }, { id: f2, media: m3.mov, duration: 107f } ] }
                  - { id: q, dayParts: [ { from: "06:00:00:00", to: "18:00:00:00" } ], items: [ { id: f3, media: m4.mov, duration: 611f } ] }
                  - { id: r, regions: [UZ, KG], items: [ { id: f4, media: m5.mov, duration: 5m, trim: true } ] }
                """)
        }
        return (lines.isEmpty ? ["replaces: false"] : lines).joined(separator: "\n")
    }

    private static func events(_ count: Int, day: Bool, _ random: inout SplitMix64) -> String {
        var minute = 0
        return (0..<count).map { index in
            var keys = ["id: e\(index)", "media: \(media.randomElement(using: &random)!)"]
            keys.append("duration: \(Int.random(in: 1...4000, using: &random))s")
            switch Int.random(in: 0..<9, using: &random) {
            case 0,
                1 where day:
                minute += Int.random(in: 5...120, using: &random)
                if minute < 1440, day {
                    let soft = Int.random(in: 0..<3, using: &random) == 0 ? ", soft: 7m" : ""
                    keys.append("start: { at: \"\(clock(minute))\"\(soft) }")
                    keys.append("priority: \(Int.random(in: 0...2, using: &random))")
                }
            case 2 where index > 0: keys.append("start: { after: e\(index - 1), offset: 7s }")
            case 3 where Int.random(in: 0..<4, using: &random) == 0: keys.append("start: manual")
            case 4: keys.append("loop: { times: \(Int.random(in: 1...3, using: &random)) }")
            case 5 where day: keys.append("loop: { until: \"\(clock(min(1439, minute + 90)))\", end: whole }")
            case 6:
                keys.append(
                    "optOut: { id: w\(index), regions: { UZ: [ { id: u\(index), media: m6.mov, duration: 17s } ], "
                        + "KG: [ { id: k\(index), media: m0.mov, duration: 900s } ] } }")
            case 7: keys.append("secondary: [ { logo: off, offset: 3s }, { gpo: x, from: end, before: 5s } ]")
            default: break
            }
            return "- { \(keys.joined(separator: ", ")) }"
        }.joined(separator: "\n")
    }

    /// A label so many minutes into the broadcast day.
    private static func clock(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = (6 * 60 + minute) % 1440
        return "\(two(clock / 60)):\(two(clock % 60)):00:00"
    }
}
