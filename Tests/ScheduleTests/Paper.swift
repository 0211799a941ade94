import Playlist
import PlaylistFormats
import Testing
import Timecode
import Timeline
import ZoneInfo

@testable import ChannelSchedule

/// A channel on paper: orders in, revisions out, as control does it with disk and sockets around it.
final class Paper {
    let calendar: ChannelCalendar
    var texts: [String: String] = [:]
    var state = ScheduleState()
    var published: TimelineRevision?
    var resolved: ResolvedSchedule?
    var journal: [JournalEntry] = []
    /// Everything that was ever handed to air.
    var revisions: [TimelineRevision] = []
    var guardFrames: Int64 = 75
    var lengths: [String: Int64] = [:]
    var withheld: Set<String> = []
    /// Media that no seal says anything of, and last frames of rights.
    var unmeasured: Set<String> = []
    var rights: [String: Int64] = [:]
    static let dana = Peer(uid: 1, name: "dana")
    static let aida = Peer(uid: 2, name: "aida")

    init() throws {
        calendar = ChannelCalendar(
            zone: try ZoneInfo().table(named: "Asia/Almaty"), dayStart: 6 * 3600, time: HouseTime(rate: .fps25))
    }

    var desk: ScheduleDesk {
        ScheduleDesk(
            channel: "paper", calendar: calendar,
            rules: ScheduleDesk.Rules(
                lead: 8, cueLead: 63, guardFrames: guardFrames, past: 2 * 90_000, horizon: 26 * 90_000),
            inputs: { [calendar, lengths, withheld, unmeasured, rights] documents, edits, window in
                var inputs = ScheduleInputs(
                    calendar: calendar, region: "KZ", documents: documents, edits: edits, window: window)
                for use in ScheduleResolver.mediaUses(inputs) {
                    let asset = Asset(
                        path: "/m/" + use.media, treePath: "/m/\(use.media).seal.tree",
                        verityDigest: Array(repeating: 1, count: 32), sha256: Array(repeating: 2, count: 32), size: 1)
                    let isUnmeasured = unmeasured.contains(use.media)
                    inputs.media[use] = MediaStanding(
                        asset: asset, lengthFrames: isUnmeasured ? nil : lengths[use.media] ?? 90_000,
                        withheld: isUnmeasured || withheld.contains(use.media) ? .unsealed : nil,
                        notAfterFrame: rights[use.media] ?? .max)
                }
                return inputs
            },
            library: { [texts] sha256, name in
                texts[sha256].flatMap { PlaylistReader.read(Array($0.utf8), file: name).document }
            })
    }

    /// A label of 2026-11-22.
    func frame(_ label: String) throws -> Int64 {
        try calendar.frame(of: try #require(TimecodeLabel(label)), on: try #require(CivilDate("2026-11-22")))
    }

    /// Keeps a document of the day under a name that stands for its digest.
    @discardableResult
    func keep(_ name: String, _ events: String, head: String = "day: 2026-11-22") -> String {
        let lines = events.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        texts[name] = "qalqan: 1\n\(head)\nevents:\n\(lines)"
        return name
    }

    var situation: ScheduleSituation { ScheduleSituation(state: state, published: published, resolved: resolved) }

    /// Gives an order; what it became is journalled and published.
    @discardableResult
    func give(_ order: OperatorOrder, at frame: Int64, by user: Peer = dana) throws -> AcceptedOrder {
        let accepted = try desk.judge(order, by: user, at: frame, in: situation)
        state = accepted.state
        publish(accepted.revision, accepted.resolution.schedule)
        journal.append(accepted.entry)
        return accepted
    }

    /// Loads a document as the folder does, and publishes the schedule.
    func load(
        _ name: String, _ events: String, head: String = "day: 2026-11-22", named file: String = "day.yaml",
        at frame: Int64
    ) throws {
        try give(.document(name: file, sha256: keep(name, events, head: head), origin: .folder), at: frame)
    }

    /// Publishes the schedule anew, as the horizon moves on.
    func republish(at frame: Int64) {
        let effective = desk.republicationFrame(at: frame, in: situation)
        let (resolution, pruned) = desk.pruned(
            desk.resolve(state, at: frame, news: effective), state, at: frame)
        state = pruned
        publish(
            desk.revision(of: resolution, from: effective, at: frame, onAir: .stays, state, in: situation),
            resolution.schedule)
    }

    private func publish(_ revision: TimelineRevision, _ schedule: ResolvedSchedule) {
        published = revision
        resolved = schedule
        revisions.append(revision)
    }

    /// What a journal makes, told from its first entry on.
    func replayed() throws -> ScheduleState {
        var state = ScheduleState()
        for entry in journal { try state.apply(entry, document: desk.library) }
        return state
    }

    /// What air shows on a frame: the newest revision that holds by then.
    func onAir(at frame: Int64) -> Segment? {
        guard let revision = revisions.last(where: { $0.effectiveFrom <= frame }) else { return nil }
        return revision.segmentIndex(at: frame).map { revision.segments[$0] }
    }

    /// `06:00:00:00 a+0` for every change of what air shows from one label to another: event, and offset into it.
    func aired(_ from: String, _ to: String) throws -> [String] {
        var lines: [String] = []
        var frame = try frame(from)
        let end = try self.frame(to)
        var running = ""
        while frame < end {
            let next = revisions.map(\.effectiveFrom).filter { $0 > frame }.min() ?? end
            let segment = onAir(at: frame)
            var (what, offset, origin) = ("-", "", "")
            switch segment?.source {
            case .asset(_, let inFrame)?:
                let into = inFrame + frame - segment!.firstFrame
                (what, offset, origin) = (segment!.event, "+\(into)", "\(frame - into)")
            case .slate(let reason)?: what = "\(segment!.event)[\(reason.name)]"
            case nil: break
            }
            if running != what + origin { lines.append("\(calendar.timecode(of: frame)) \(what)\(offset)") }
            running = what + origin
            frame = min(segment?.endFrame ?? end, next, end)
        }
        return lines
    }

    func refusal(_ order: OperatorOrder, at frame: Int64, by user: Peer = dana) -> OrderRefusal? {
        do throws(OrderRefusal) {
            _ = try desk.judge(order, by: user, at: frame, in: situation)
            return nil
        } catch {
            return error
        }
    }
}
