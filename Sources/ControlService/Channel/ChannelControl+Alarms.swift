import AirLog
import CLinux
import ChannelConfiguration
import ChannelSchedule
import Logging
import Playlist
import Realtime
import Supervision
import Timecode
import Timeline

extension ChannelControl {
    /// Looks at the boards and the clock, a few times a second.
    func watchAlarms() {
        let now = frame
        if alarmWatch.since == nil { alarmWatch.since = now }
        composer.withAlarms { $0.expire(at: now) }
        let status = surroundings.boards.air.read()
        watchAir(status, at: now)
        for output in surroundings.boards.outputs { watch(output, at: now) }
        watchConfidence(status)
        if now - alarmWatch.lastClockLook >= frames(seconds: 5) {
            alarmWatch.lastClockLook = now
            watchClock()
        }
        if now - alarmWatch.lastScheduleLook >= frames(seconds: 1) {
            alarmWatch.lastScheduleLook = now
            watchSchedule(at: now)
        }
    }

    func isStarting(_ now: Int64) -> Bool { now - (alarmWatch.since ?? now) < frames(seconds: 5) }

    private func watchAir(_ read: AirStatus?, at now: Int64) {
        guard let status = read, status.frames > 0, now - status.frame <= frames(seconds: 1) else {
            if !isStarting(now) {
                alarm(
                    .airStopped, .critical, "air publishes no frames",
                    remedy: "the launcher starts it again by itself; if this stays, read the log and run qalqan doctor")
            }
            return
        }
        clear(.airStopped)
        let standing = frames(seconds: Self.lossSeconds)
        if let late = alarmWatch.lateFrames.add(status.lateFrames, at: now, standing: standing) {
            let worst = status.worstLatenessNanoseconds / 1000
            alarm(
                .lateFrames, .warning,
                "\(late) frames went out late (the latest by \(worst) µs since start)",
                remedy: "give the box quiet cores and real-time rights: qalqan doctor", seconds: Self.lossSeconds)
        }
        if let lost = alarmWatch.lostFrames.add(status.lostFrames, at: now, standing: standing) {
            alarm(
                .lostFrames, .critical, "\(lost) frames were never published",
                remedy: "give the box quiet cores and real-time rights: qalqan doctor", seconds: Self.lossSeconds)
        }
        if status.realTime && status.locked {
            clear(.realTime)
        } else {
            alarm(
                .realTime, .notice,
                status.realTime ? "air's memory is not locked" : "air runs without real-time rights",
                remedy: "install the systemd units, or allow RLIMIT_RTPRIO and RLIMIT_MEMLOCK: qalqan doctor")
        }
        watchEmergency(status)
        if status.logFailed {
            alarm(
                .asRunLog, .critical, "the as-run log cannot be written; rows wait in memory",
                remedy: "make room on the disk or mend it: \(data.log)")
        } else if status.logBacklog > 64 {
            alarm(
                .asRunLog, .warning, "\(status.logBacklog) as-run rows wait for the disk",
                remedy: "look for what keeps the disk busy")
        } else {
            clear(.asRunLog)
        }
    }

    private func watchEmergency(_ status: AirStatus) {
        guard status.emergencyFrame != 0 else {
            clear(.emergency)
            return
        }
        noteEmergency()
        alarm(
            .emergency, .critical,
            "the local emergency input was answered at \(calendar.timecode(of: status.emergencyFrame)): the emergency "
                + "slate is on", remedy: "when the emergency is over: qalqan resume")
    }

    /// Picture or sound that stand still while programme should be on.
    private func watchConfidence(_ status: AirStatus?) {
        guard let preview = surroundings.boards.preview?.status.read(), let status, status.slate == 0 else {
            composer.withAlarms { $0.keep(.confidence, subjects: []) }
            return
        }
        let limit = frames(seconds: 10)
        for (subject, count, what) in [
            ("black", preview.blackFrames, "the picture has been black"),
            ("frozen", preview.frozenFrames, "the picture has stood still"),
            ("silent", preview.silentFrames, "there has been no sound"),
        ] {
            if count >= limit {
                let rate = settings.format.rate
                alarm(
                    .confidence, subject == "frozen" ? .notice : .warning, subject: subject,
                    "\(what) for over \(count * rate.denominator / rate.numerator / 10 * 10) s of programme",
                    remedy: "look at the item on air; qalqan take puts the next one on")
            } else {
                clear(.confidence, subject: subject)
            }
        }
    }

    private func watchClock() {
        let synchronised = ql_clock_synchronised()
        composer.update(synchronised: synchronised < 0 ? nil : synchronised == 1)
        if synchronised == 0 {
            alarm(
                .clock, settings.clock.requireSync ? .critical : .warning, "the system clock is not synchronised",
                remedy: "start chrony or another time service, and see that it reaches its servers")
        } else {
            clear(.clock)
        }
    }

    /// What the schedule has in store.
    private func watchSchedule(at now: Int64) {
        let view = view
        watchEnd(view, at: now)
        watchNextDay(at: now)
        var subjects: [AlarmCode: Set<String>] = [:]
        for event in view.events[view.firstIndex(endingAfter: now)...] {
            guard let reason = event.withheld, !reason.isOrdered, let media = event.media else { continue }
            let code: AlarmCode = event.firstFrame <= now ? .withheld : AlarmCode(upcoming: reason)
            // The nearest event speaks for all that show the same media.
            guard subjects[code, default: []].insert(media).inserted else { continue }
            raise(code, event, media, at: now)
        }
        subjects[.recall, default: []].formUnion(raisePendingRecalls())
        composer.withAlarms { book in
            for code in [AlarmCode.withheld, .missing, .unsealed, .altered, .unreadable, .recall] {
                book.keep(code, subjects: subjects[code] ?? [])
            }
        }
    }

    private func watchEnd(_ view: ScheduleView, at now: Int64) {
        guard !view.events.isEmpty || !view.documents.isEmpty else {
            alarm(
                .scheduleEnds, .warning, "no playlist is loaded",
                remedy: "put one into \(folder.path), or qalqan playlist load FILE")
            return
        }
        guard let end = view.endFrame, end - now < frames(seconds: 12 * 3600) else {
            clear(.scheduleEnds)
            return
        }
        let left = max(0, end - now)
        let rate = settings.format.rate
        let minutes = left * rate.denominator / rate.numerator / 60
        alarm(
            .scheduleEnds, left < frames(seconds: 3600) ? .critical : .warning,
            left == 0
                ? "nothing is scheduled any more"
                : "the schedule ends in \(minutes / 60) h \(minutes % 60) min, at \(calendar.localText(of: end))",
            remedy: "load the next day's playlist: qalqan playlist load FILE")
    }

    /// Says in good time that a day's list has not come, and what airs instead.
    private func watchNextDay(at now: Int64) {
        let lead = frames(seconds: settings.nextDayLead)
        guard let day = state.dayWithoutList(at: now, lead: lead, calendar) else {
            clear(.nextDay)
            return
        }
        let start = calendar.firstFrame(of: day)
        let instead =
            switch settings.nextDay {
            case .repeat: "the list of the last day is repeated"
            case .filler: "fillers air, and the slate where there are none"
            case .slate: "the slate airs"
            }
        alarm(
            .nextDay, start - now < frames(seconds: 3600) ? .critical : .warning,
            start > now
                ? "no list for \(day), which begins at \(calendar.localText(of: start)); without one \(instead)"
                : "\(day) has begun without a list: \(instead)",
            remedy: "load the day's playlist: qalqan playlist load FILE")
    }

    private func raise(_ code: AlarmCode, _ event: EventView, _ media: String, at now: Int64) {
        let start = calendar.timecode(of: event.firstFrame)
        let what = event.airs == "alternate" ? "its alternate" : "the slate"
        let why = event.withheldText ?? event.withheld?.name ?? ""
        let remedy: String
        switch event.withheld {
        case .missing: remedy = "put the file and its seal in place: \(media)"
        case .unsealed: remedy = "have the desk seal or approve it: qalqan seal, qalqan approve"
        case .altered: remedy = "fetch the sealed file again, or have the desk seal this one: qalqan verify"
        case .notValid: remedy = "see what is in force: qalqan trust show; bring newer metadata: qalqan trust update"
        case .recalled: remedy = "schedule something else; what is to air again is sealed anew: qalqan seal --renew"
        case .rights: remedy = "schedule something else: its rights do not cover this"
        default: remedy = "replace the file: qalqan verify tells what is wrong with it"
        }
        if code == .withheld {
            alarm(
                code, event.airs == "alternate" ? .warning : .critical, subject: media,
                "`\(event.id)` is withheld: \(why); \(what) is on until \(calendar.timecode(of: event.endFrame))",
                remedy: remedy)
        } else {
            let isNear = event.firstFrame - now < frames(seconds: 600)
            alarm(
                code, isNear && event.airs == "slate" ? .critical : .warning, subject: media,
                "`\(event.id)` at \(start) (\(media)): \(why); \(what) would air", remedy: remedy)
        }
    }

    // MARK: What others report

    /// A fall that air has written into the as-run.
    package func fell(_ row: AsRunRow) {
        alarm(
            .fall, .critical, subject: row.event,
            "`\(row.event)` fell to \(row.role == "alternate" ? "its alternate" : "the slate") at \(calendar.timecode(of: row.firstFrame)): \(row.reason)",
            remedy: row.reason == "altered"
                ? "its bytes are not the sealed ones: fetch the file again"
                : "look at the media and at the load of the box",
            seconds: 900)
    }

    /// What became of a process of the channel.
    package func childChanged(_ event: ChildEvent) {
        let isDecoder = event.child.hasPrefix("decode:")
        switch event.what {
        case .started:
            logger.info("process started", metadata: ["child": "\(event.child)", "starts": "\(event.starts)"])
        case .exited where event.code == 0 || isDecoder && (10...12).contains(event.code):
            // A decoder that ends with a verdict on its item is not a fault of the process.
            logger.info("process ended", metadata: ["child": "\(event.child)", "code": "\(event.code)"])
        case .exited, .killed, .hung, .abandoned:
            let what =
                switch event.what {
                case .exited: "ended with status \(event.code)"
                case .killed: "was ended by signal \(event.code)"
                case .hung: "hung"
                default: "is stuck in the kernel and was left behind"
                }
            alarm(
                .restarted, event.child == "air" || event.what == .abandoned ? .critical : .warning,
                subject: isDecoder ? "decode" : event.child, "\(event.child) \(what); it is started again",
                remedy: "if it happens again, read the log around this time", seconds: 600)
        }
    }
}

extension SlateReason {
    /// Whether somebody decided to show this slate.
    var isOrdered: Bool {
        switch self {
        case .operatorOrder, .emergency, .hold, .nothingScheduled: true
        default: false
        }
    }
}

extension AlarmCode {
    /// The alarm for an upcoming item that is withheld.
    init(upcoming reason: SlateReason) {
        self =
            switch reason {
            case .missing: .missing
            case .unsealed: .unsealed
            case .altered: .altered
            case .unreadable: .unreadable
            case .recalled: .recall
            default: .withheld
            }
    }
}
