import ChannelConfiguration
import Playlist
import Realtime
import Synchronization
import Timecode
import Timeline

/// Makes the channel's state out of the boards, the schedule and the alarms. Any thread may ask at any time; nothing here
/// waits for the schedule to be resolved or for a disk.
package final class StatusComposer: Sendable {
    package static let version = "0.1.0"
    /// Frames by which air's board may trail the house clock and still count as on time.
    package static let freshFrames: Int64 = 5
    /// Events shown before and after the one on air.
    package static let pastEvents = 12
    package static let comingEvents = 120

    package let settings: ChannelSettings
    package var calendar: ChannelCalendar { facts.withLock { $0.calendar } }
    package let boards: ChannelBoards

    /// What others put in.
    struct Facts: Sendable {
        var calendar: ChannelCalendar
        var schedule = ScheduleView(
            revision: TimelineRevision(number: 0, rate: .fps25, effectiveFrom: 0, segments: [], assets: []), events: [])
        var alarms = AlarmBook()
        /// What aired, by event.
        var actual: [ActualKey: Actual] = [:]
        var actualVersion: UInt64 = 0
        var synchronised: Bool?
        var journalHead: JournalHead?
        var heads: StatusDocument.Heads?
    }

    /// The last entry of the journal.
    package struct JournalHead: Hashable, Sendable {
        package var number: UInt64
        package var hash: String
        package var frame: Int64
    }

    /// An event of the as-run: ids come again on other days, their planned frames do not.
    package struct ActualKey: Hashable, Sendable {
        package var event: String
        package var plannedFirstFrame: Int64
        package init(event: String, plannedFirstFrame: Int64) {
            self.event = event
            self.plannedFirstFrame = plannedFirstFrame
        }
    }

    /// What the as-run says of an event.
    package struct Actual: Hashable, Sendable {
        package var firstFrame: Int64
        package var endFrame: Int64?
        package var falls: Int
        package init(firstFrame: Int64, endFrame: Int64?, falls: Int) {
            self.firstFrame = firstFrame
            self.endFrame = endFrame
            self.falls = falls
        }
    }

    let facts: Mutex<Facts>

    package init(settings: ChannelSettings, calendar: ChannelCalendar, boards: ChannelBoards) {
        self.settings = settings
        self.boards = boards
        facts = Mutex(Facts(calendar: calendar))
    }

    package func update(calendar: ChannelCalendar) { facts.withLock { $0.calendar = calendar } }

    package func update(schedule: ScheduleView) { facts.withLock { $0.schedule = schedule } }
    package func update(actual: [ActualKey: Actual]) {
        facts.withLock { facts in
            guard facts.actual != actual else { return }
            facts.actual = actual
            facts.actualVersion += 1
        }
    }
    package func update(heads: StatusDocument.Heads) { facts.withLock { $0.heads = heads } }
    package func update(journalHead: JournalHead?) { facts.withLock { $0.journalHead = journalHead } }
    package var journalHead: JournalHead? { facts.withLock { $0.journalHead } }
    package func update(synchronised: Bool?) { facts.withLock { $0.synchronised = synchronised } }
    package func withAlarms<T>(_ body: (inout AlarmBook) -> T) -> T { facts.withLock { body(&$0.alarms) } }
    package var schedule: ScheduleView { facts.withLock { $0.schedule } }

    /// The house frame on air now.
    package var frame: Int64 { boards.frame(calendar.time) }

    // MARK: The document

    package func document() -> StatusDocument { document(at: frame) }

    /// The state at house frame `frame`, without the rundown.
    func document(at frame: Int64) -> StatusDocument {
        let facts = facts.withLock { $0 }
        let status = boards.air.read()
        let fresh = status.map { frame - $0.frame <= Self.freshFrames && $0.frames > 0 } ?? false
        let cues = CueView(status, facts.schedule)
        return StatusDocument(
            channel: channel, now: now(frame, facts.synchronised),
            onAir: onAir(status, fresh: fresh, at: frame, facts, cues),
            next: next(after: frame, facts, cues), rundown: nil, alarms: facts.alarms.standing,
            outputs: outputs(at: frame),
            air: air(status, fresh: fresh), sound: sound(), schedule: schedule(facts),
            heads: facts.heads, version: Self.version)
    }

    /// The schedule around now, and a number that changes when it does.
    package func rundown() -> (version: UInt64, events: [StatusDocument.Event]) {
        let frame = frame
        let facts = facts.withLock { $0 }
        let cues = CueView(boards.air.read(), facts.schedule)
        let index = facts.schedule.firstIndex(endingAfter: frame)
        let window = max(0, index - Self.pastEvents)..<min(facts.schedule.events.count, index + Self.comingEvents)
        let events = facts.schedule.rundown(window).map { event($0, at: frame, facts, cues) }
        // The window moves with the event on air; the rest changes when the schedule or the as-run does.
        let version = facts.schedule.version &* 1_000_003 &+ facts.actualVersion &* 8_191 &+ UInt64(index)
        return (version, events)
    }

    /// Events from the one on air on.
    package func events(from frame: Int64, limit: Int) -> [StatusDocument.Event] {
        let facts = facts.withLock { $0 }
        let cues = CueView(boards.air.read(), facts.schedule)
        let first = facts.schedule.firstIndex(endingAfter: frame)
        return facts.schedule.rundown(first..<min(facts.schedule.events.count, first + limit))
            .map { event($0, at: frame, facts, cues) }
    }

    package func picture() -> (bytes: [UInt8], frame: Int64)? {
        guard let preview = boards.preview, let bytes = preview.readPicture(), !bytes.isEmpty else { return nil }
        return (bytes, preview.status.read()?.pictureFrame ?? 0)
    }

    // MARK: Parts

    private var channel: StatusDocument.Channel {
        let format = settings.format
        let names = Dictionary(settings.channel.names.map { ($0.language, $0.text) }) { first, _ in first }
        return StatusDocument.Channel(
            id: settings.channel.id, name: names.isEmpty ? ["und": settings.channel.id] : names,
            region: settings.channel.region, languages: settings.channel.languages,
            timeZone: settings.channel.timeZone, timeZoneVersion: calendar.zone.version,
            format: format.summary,
            numerator: format.rate.numerator, denominator: format.rate.denominator,
            stream: settings.streamFolder == nil ? nil : "/hls/\(ChannelSettings.streamPlaylist)",
            rehearsal: settings.isRehearsal)
    }

    private func now(_ frame: Int64, _ synchronised: Bool?) -> StatusDocument.Now {
        StatusDocument.Now(
            frame: frame, timecode: calendar.timecode(of: frame), local: calendar.localText(of: frame),
            utc: calendar.utcText(of: frame), day: "\(calendar.day(of: frame))", synchronised: synchronised)
    }

    private func onAir(
        _ status: AirStatus?, fresh: Bool, at frame: Int64, _ facts: Facts, _ cues: CueView
    ) -> StatusDocument.OnAir {
        let view = facts.schedule.event(at: frame)
        let reason = status.flatMap { SlateReason(rawValue: $0.slate) }
        let state = !fresh ? "off" : (status?.slate ?? 0) == 0 ? "programme" : "slate"
        let intended = state == "slate" && Self.isIntended(status, facts.schedule)
        let elapsed = view.map { max(0, frame - $0.firstFrame) } ?? 0
        let remaining = view.map { max(0, $0.endFrame - frame) } ?? 0
        return StatusDocument.OnAir(
            state: state, reason: state == "slate" ? reason?.name ?? "technical" : nil, intended: intended,
            frame: status?.frame ?? 0, event: view.map { event($0, at: frame, facts, cues) }, elapsedFrames: elapsed,
            remainingFrames: remaining, elapsed: calendar.amountText(of: elapsed),
            remaining: calendar.amountText(of: remaining), verified: state == "programme" || intended,
            marks: fresh ? MarkSet(rawValue: status?.marks ?? 0).names : [])
    }

    /// Whether the slate that is on is the one that the timeline has on this frame: withheld, held, ordered or nothing
    /// scheduled. A slate that covers a fault of the playout is not.
    private static func isIntended(_ status: AirStatus?, _ schedule: ScheduleView) -> Bool {
        guard let status, let reason = SlateReason(rawValue: status.slate) else { return false }
        switch reason {
        case .operatorOrder, .emergency, .hold, .nothingScheduled: return true
        default: break
        }
        guard let revision = schedule.revision(numbered: status.revision), status.segment >= 0,
            Int(status.segment) < revision.segments.count
        else { return false }
        return revision.segments[Int(status.segment)].source == .slate(reason)
    }

    private func next(after frame: Int64, _ facts: Facts, _ cues: CueView) -> [StatusDocument.Event] {
        facts.schedule.events[facts.schedule.firstIndex(endingAfter: frame)...].lazy
            .filter { $0.firstFrame > frame }.prefix(5).map { event($0, at: frame, facts, cues) }
    }

    func event(_ view: EventView, at frame: Int64, _ facts: Facts, _ cues: CueView) -> StatusDocument.Event {
        let actual = facts.actual[ActualKey(event: view.id, plannedFirstFrame: view.plannedFirstFrame)]
        let state =
            view.isOmitted
            ? "omitted"
            : view.isWaiting
                ? "waiting" : view.endFrame <= frame ? "past" : view.firstFrame <= frame ? "on-air" : "upcoming"
        let ready = cues.framesReady(of: view.id, at: view.firstFrame)
        return StatusDocument.Event(
            id: view.id, title: view.title, category: view.category, document: view.document,
            firstFrame: view.firstFrame, endFrame: view.endFrame, start: calendar.localText(of: view.firstFrame),
            utc: calendar.utcText(of: view.firstFrame),
            duration: calendar.amountText(of: view.endFrame - view.firstFrame),
            plannedFirstFrame: view.plannedFirstFrame, plannedStart: calendar.localText(of: view.plannedFirstFrame),
            startKind: view.startKind, media: view.media, badge: view.badge, provenAt: view.provenAt,
            withheld: view.withheldText ?? view.withheld?.name, airs: view.airs, cued: ready.map { $0 > 0 },
            framesReady: ready, state: state, actualStart: actual.map { calendar.localText(of: $0.firstFrame) },
            actualEnd: actual?.endFrame.map { calendar.localText(of: $0) },
            falls: actual.flatMap { $0.falls > 0 ? $0.falls : nil },
            note: view.note ?? DecisionText(calendar: calendar).note(view.decisions),
            decisions: view.decisions.isEmpty ? nil : view.decisions.map(Self.decision),
            marks: view.marks.names)
    }

    private static func decision(_ decision: EventDecision) -> StatusDocument.Decision {
        StatusDocument.Decision(
            code: decision.code.rawValue, frames: decision.frames, by: decision.by.isEmpty ? nil : decision.by)
    }

    private func outputs(at frame: Int64) -> [StatusDocument.Output] {
        boards.outputs.map { output in
            let status = output.board.read() ?? OutputStatus()
            // What a hung process last wrote of itself is not how it stands.
            let isStanding =
                status.phase == OutputStatus.Phase.running.rawValue
                && frame - status.frame > calendar.time.rate.nominal * 3
            return StatusDocument.Output(
                name: output.name, kind: output.kind,
                state: Self.name(of: isStanding ? OutputStatus.Phase.failing.rawValue : status.phase),
                frame: status.frame, framesOut: status.framesOut, framesLost: status.framesLost,
                lateUnits: status.lateUnits, recoveries: status.recoveries, bytesOut: status.bytesOut,
                driftPartsPerBillion: status.driftPartsPerBillion,
                correctionPartsPerBillion: status.correctionPartsPerBillion,
                offsetNanoseconds: status.offsetNanoseconds, delayNanoseconds: status.delayNanoseconds,
                worstDelayNanoseconds: status.worstDelayNanoseconds, lastError: status.lastError,
                realTime: status.realTime)
        }
    }

    static func name(of phase: UInt32) -> String {
        switch OutputStatus.Phase(rawValue: phase) {
        case .starting: "starting"
        case .running: "running"
        case .waitingForDevice: "waiting-for-device"
        case .failing, nil: "failing"
        }
    }

    private func air(_ read: AirStatus?, fresh: Bool) -> StatusDocument.Air {
        let status = read ?? AirStatus()
        let buckets = (0..<9).map { index in
            StatusDocument.Air.Bucket(
                upTo: index < 8 ? AirStatus.latenessBounds[index] : nil, frames: status.lateness[index])
        }
        return StatusDocument.Air(
            fresh: fresh, frame: status.frame, revision: status.revision, frames: status.frames,
            lateFrames: status.lateFrames, lostFrames: status.lostFrames, fallenFrames: status.fallenFrames,
            falls: status.falls, lateness: buckets, worstLatenessNanoseconds: status.worstLatenessNanoseconds,
            latenessSumNanoseconds: status.latenessSumNanoseconds, realTime: status.realTime,
            memoryLocked: status.locked, logBacklog: status.logBacklog, logFailed: status.logFailed)
    }

    private func sound() -> StatusDocument.Sound? {
        guard let status = boards.preview?.status.read() else { return nil }
        let channels = min(Int(settings.format.channels), PreviewStatus.mostChannels)
        return StatusDocument.Sound(
            momentary: status.momentary, shortTerm: status.shortTerm, peaks: (0..<channels).map { status.peaks[$0] },
            blackFrames: status.blackFrames, frozenFrames: status.frozenFrames, silentFrames: status.silentFrames,
            pictureFrame: status.pictureFrame)
    }

    private func schedule(_ facts: Facts) -> StatusDocument.Schedule {
        let view = facts.schedule
        return StatusDocument.Schedule(
            revision: view.revision.number, editRevision: view.editRevision, effectiveFrom: view.revision.effectiveFrom,
            events: view.events.count,
            documents: view.documents, endsAtFrame: view.endFrame, endsAt: view.endFrame.map(calendar.localText),
            slate: view.revision.latchedSlate?.name)
    }
}
