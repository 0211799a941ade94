import CLinux
import ChannelConfiguration
import ChannelSchedule
import Foundation
import Logging
import Playlist
import Realtime
import Timecode
import Timeline
import TrustFormats
import TrustRepository
import ZoneInfo

/// The control of one channel: accepts playlists and operators' orders, journals them, resolves the schedule and publishes
/// it. It never touches a frame: all it has is the next revision of the timeline.
package actor ChannelControl {
    /// What the process around it gives: shared memory, the way to air, a log.
    package struct Surroundings: Sendable {
        package var boards: ChannelBoards
        /// Hands a sealed memory file with an encoded revision to air.
        package var publish: @Sendable (SharedMemory) throws -> Void
        /// Tells whoever started this process that it goes round its loop.
        package var beat: @Sendable () -> Void
        /// The box's tz database.
        package var zones = ZoneInfo()
        /// Whether the trust repository is looked at in the background; otherwise only when `refresher` is told to.
        package var looksAtRepository = true
        package var logger: Logger

        package init(
            boards: ChannelBoards, publish: @escaping @Sendable (SharedMemory) throws -> Void,
            beat: @escaping @Sendable () -> Void = {}, logger: Logger
        ) {
            self.boards = boards
            self.publish = publish
            self.beat = beat
            self.logger = logger
        }
    }

    package let settings: ChannelSettings
    package private(set) var preparation: SchedulePreparation
    package nonisolated let composer: StatusComposer
    package nonisolated let prover: MediaProver
    let data: DataFolder
    let store: DocumentStore
    /// Where orders are judged.
    private(set) var desk: ScheduleDesk
    let folder: PlaylistFolder
    let surroundings: Surroundings
    let logger: Logger
    var calendar: ChannelCalendar { preparation.calendar }

    var journal: Journal
    var state = ScheduleState()
    /// The last revision that was handed out; before the first, the one that an earlier control left on disk.
    var published: TimelineRevision?
    var resolved: ResolvedSchedule?
    var view: ScheduleView
    var watch = FolderWatch()
    var trustWatch = FolderWatch()
    /// What is trusted, as it was last read; the library judges by its basis.
    var trust: TrustReading
    var trustMemory: TrustMemory
    /// Looks at the trust repository, where there is one.
    package nonisolated let refresher: TrustRefresher
    var keptAdmissions: UInt64 = 0
    var recallWatch = RecallWatch()
    /// Recalls that are not on disk yet.
    var unkeptRecalls = RevocationList()
    /// Before `published`, where that has not begun yet.
    var playing: TimelineRevision?
    /// Files of the folder whose last content was refused: they raise an alarm until mended or removed.
    var refusedFiles: Set<String> = []
    /// Those of them that lack only approvals: they may be good later as they are.
    var unapprovedFiles: Set<String> = []
    var alarmWatch = AlarmWatch()
    /// Standing of the media that the schedule was resolved with.
    var standings: [MediaUse: MediaStanding] = [:]
    /// What of that, now and before, is on disk.
    var keptMemory = MediaMemory()
    var proofVersion: UInt64 = 0
    /// What is known of the media that the view shows.
    var findings: [FindingKey: MediaFinding] = [:]
    /// Titles by event, while the view is made.
    var sharedTitles: [String: [String: String]] = [:]
    var viewVersion: UInt64 = 0
    /// Orders that wait for a second person, by number.
    var proposals: [UInt64: Proposal] = [:]

    /// Opens the journal, replays it and takes in the playlists folder. Nothing is published yet.
    package init(settings: ChannelSettings, surroundings: Surroundings) throws {
        self.settings = settings
        self.surroundings = surroundings
        logger = surroundings.logger
        let preparation = try SchedulePreparation(settings: settings, zones: surroundings.zones)
        let calendar = preparation.calendar
        self.preparation = preparation
        data = DataFolder(path: settings.dataFolder)
        try data.prepare()
        try DurableFile.replace(data.summary, with: ControlCoding.encode(ChannelSummary(settings), pretty: true))
        store = DocumentStore(folder: data.documents)
        folder = PlaylistFolder(path: settings.playlistFolder)
        composer = StatusComposer(settings: settings, calendar: calendar, boards: surroundings.boards)
        let boards = surroundings.boards
        prover = MediaProver(
            library: preparation.library, rate: settings.format.rate, proofsFile: data.proofs,
            clock: {
                let frame = boards.frame(calendar.time)
                return (frame, ql_realtime_nanoseconds() / 1_000_000_000, calendar.utcText(of: frame))
            })
        trust = preparation.reading
        trustMemory = TrustMemory(preparation.trust.folder.time)
        let library = preparation.library
        refresher = TrustRefresher(
            source: preparation.trust,
            clock: { calendar.unixNanoseconds(of: boards.frame(calendar.time)) / 1_000_000_000 },
            afterwards: { library.admitAll() })
        desk = Self.desk(settings, preparation, store)
        journal = try Journal.open(data.journal)
        view = composer.schedule
    }

    /// Replays the journal, takes in the folder, and publishes the first revision. Then `run` keeps it going.
    package func open() {
        replayJournal()
        readMemory()
        keepCalendar()
        readLastSchedule()
        openTrust()
        keepRecalls()
        prover.start()
        adoptFolder()
        republish(
            because: "control has started", onAir: published.map { state.onAir(since: $0.effectiveFrom) } ?? .stays)
        lookAtTimeZone()
        noteRecalls()
    }

    /// Goes on with another calendar; publishing is for the caller.
    func take(_ calendar: ChannelCalendar) {
        preparation.calendar = calendar
        desk = Self.desk(settings, preparation, store)
        composer.update(calendar: calendar)
    }

    /// Keeps the schedule, the folder and the alarms going until cancelled.
    package func run() async {
        var round: UInt64 = 0
        while !Task.isCancelled {
            tick(round)
            round &+= 1
            // A quarter of a second is much of the one that a recall has.
            for _ in 0..<5 where !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(50))
                lookAtRecalls()
            }
        }
        prover.stop()
        refresher.stop()
        keepTrust()
    }

    /// One round of the quarter-second clock.
    func tick(_ round: UInt64) {
        surroundings.beat()
        watchAlarms()
        lookAtTrust()
        lookAtRecalls()
        if round % 2 == 0 { lookAtFolder() }
        if round % 20 == 4 {
            lookAtMedia()
            keepOnDisk()
            noteRecalls()
            noteTrust()
        }
        if round % 20 == 8 { noteRefresh() }
        if round % Self.trustKeepRounds == 8 { keepTrust() }
        if round % 20 == 12 { lookAtConfiguration() }
        if round % 240 == 20 { extendHorizon() }
        if round % 240 == 80 { retryUnapproved() }
        if round % 240 == 140 { lookAtTimeZone() }
    }

    // MARK: Journal

    private func replayJournal() {
        let replay = journal.replay
        for entry in replay.entries {
            do throws(ScheduleState.Unplayable) {
                try state.apply(entry, document: desk.library)
            } catch {
                alarm(
                    .journal, .warning, subject: "entry \(error.number)",
                    "entry \(error.number) of the journal cannot be replayed: \(error.why)",
                    remedy: "load the playlist again; the rest of the journal is in force")
            }
        }
        if let damage = replay.damage {
            alarm(
                .journal, .critical, subject: "chain",
                "the journal was altered or damaged: \(damage); what follows it was set aside in journal.jsonl.damaged",
                remedy: "compare it with the copy, and give the orders again that are missing")
        }
        if replay.tornBytes > 0 {
            _ = try? record(.recovered(bytes: replay.tornBytes), by: .control, effective: frame)
        }
        composer.update(journalHead: journal.head)
        logger.info("journal replayed", metadata: ["entries": "\(replay.entries.count)"])
    }

    /// Writes an entry to stable storage. What this throws on has not happened.
    func record(_ action: JournalAction, by user: Peer, effective: Int64) throws -> JournalEntry {
        let now = frame
        do throws(Journal.Failure) {
            let entry = try journal.append(
                action, by: user, time: calendar.utcText(of: now), frame: now, effective: effective)
            composer.update(journalHead: journal.head)
            composer.withAlarms { _ = $0.clear(.journal, subject: "disk") }
            return entry
        } catch {
            alarm(
                .journal, .critical, subject: "disk", "the journal cannot be written: \(error)",
                remedy: "make room on the disk or mend it, then restart qalqan-control; the channel plays on")
            throw error
        }
    }

    // MARK: Small things

    /// The house frame on air now.
    var frame: Int64 { surroundings.boards.frame(calendar.time) }

    /// Frames of so many milliseconds, rounded up.
    func frames(milliseconds: Int64) -> Int64 {
        let rate = settings.format.rate
        return (milliseconds * rate.numerator + rate.denominator * 1000 - 1) / (rate.denominator * 1000)
    }

    func frames(seconds: Int64) -> Int64 { frames(milliseconds: seconds * 1000) }

    func effective(_ frame: Int64) -> OperatorAnswer.Effective {
        OperatorAnswer.Effective(
            frame: frame, timecode: calendar.localText(of: frame), utc: calendar.utcText(of: frame))
    }

    func alarm(
        _ code: AlarmCode, _ severity: Alarm.Severity, subject: String = "", _ text: String, remedy: String,
        seconds: Int64? = nil
    ) {
        let now = frame
        let isNew = composer.withAlarms {
            $0.raise(
                code, severity, subject: subject, text, remedy: remedy, at: now, utc: calendar.utcText(of: now),
                until: seconds.map { now + frames(seconds: $0) })
        }
        if isNew {
            logger.log(
                level: severity == .critical ? .error : severity == .warning ? .warning : .notice, "\(text)",
                metadata: ["alarm": "\(code.rawValue)", "subject": "\(subject)"])
        }
    }

    func clear(_ code: AlarmCode, subject: String = "") {
        if composer.withAlarms({ $0.clear(code, subject: subject) }) {
            logger.info("alarm over", metadata: ["alarm": "\(code.rawValue)", "subject": "\(subject)"])
        }
    }
}
