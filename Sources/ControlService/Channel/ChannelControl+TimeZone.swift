import ChannelSchedule
import Logging
import Timecode
import Timeline
import ZoneInfo

extension ChannelControl {
    /// Days of the schedule that a difference is worked out for, unless asked otherwise.
    static let zoneChangeDays: Int64 = 14

    /// The box's calendar for the channel's zone.
    func boxCalendar() throws(ZoneInfo.Failure) -> ChannelCalendar {
        ChannelCalendar(
            tables: try surroundings.zones.tables(named: calendar.zone.name), dayStart: calendar.dayStart,
            time: calendar.time)
    }

    /// Puts the tables in force on record when the channel has none yet, or was given another zone.
    func keepCalendar() {
        guard CalendarStore.inForce(in: data, zone: calendar.zone.name) != calendar.tables else { return }
        do {
            _ = try record(
                .calendar(zone: calendar.zone.name, version: calendar.zone.version), by: .control, effective: frame)
            try CalendarStore.keep(calendar.tables, in: data)
        } catch {
            logger.error("the calendar cannot be kept", metadata: ["because": "\(error)"])
        }
    }

    /// What the box's tz database would change; the events are compared on demand, which resolves the schedule twice.
    private func change(to box: ChannelCalendar, days: Int64, withEvents: Bool) -> ZoneChange {
        let now = frame
        var change = ZoneChange(calendar, box, at: now, days: days)
        guard withEvents, !change.isNothing else { return change }
        let frames = now..<(now + self.frames(seconds: days * 86_400))
        // Where an event would be by the other clock may lie a day before or behind.
        let margin = self.frames(seconds: 86_400)
        var inputs = preparation.inputs(
            documents: state.scheduled, edits: state.edits,
            window: (frames.lowerBound - margin)..<(frames.upperBound + margin))
        let own = ScheduleResolver.resolve(inputs)
        inputs.calendar = box
        change.compare((own, calendar), (ScheduleResolver.resolve(inputs), box), within: frames)
        return change
    }

    func timeZone(days: Int64?) -> OperatorAnswer {
        let days = min(max(1, days ?? Self.zoneChangeDays), 60)
        do throws(ZoneInfo.Failure) {
            var answer = OperatorAnswer(ok: true)
            answer.timeZone = change(to: try boxCalendar(), days: days, withEvents: true)
            return answer
        } catch {
            return unreadableZone(error)
        }
    }

    /// Puts the box's tables in force. `version` is the one that the operator has seen.
    func approveTimeZone(_ version: String?, by user: Peer) -> OperatorAnswer {
        let box: ChannelCalendar
        do throws(ZoneInfo.Failure) { box = try boxCalendar() } catch { return unreadableZone(error) }
        guard let version, version == box.zone.version else {
            return .refused(
                "other-version",
                "the box has version \(box.zone.version) of the tz database, not \(version ?? "(none named)"); "
                    + "look at it first: qalqan timezone show")
        }
        guard box.tables != calendar.tables else {
            return .done("\(calendar.zone.name) is resolved with \(version) already; nothing changes")
        }
        do {
            _ = try record(.calendar(zone: box.zone.name, version: version), by: user, effective: frame + orderLead)
            try CalendarStore.keep(box.tables, in: data)
        } catch {
            return .refused("journal", "not done, because it cannot be kept: \(error)")
        }
        let before = calendar.zone.version
        take(box)
        let difference = republish(because: "tz database \(version) approved by \(user.name)")
        lookAtTimeZone()
        return .done(
            "\(box.zone.name) is resolved with version \(version) of the tz database from now on (before: \(before))",
            from: effective(difference ?? frame + orderLead))
    }

    private func unreadableZone(_ failure: ZoneInfo.Failure) -> OperatorAnswer {
        .refused(
            "no-zone",
            "\(calendar.zone.name) is \(failure.isUnknown ? "missing from" : "damaged in") "
                + "\(surroundings.zones.folder); install tzdata again; the schedule goes on with version "
                + calendar.zone.version)
    }

    /// Compares the box's tz database with the tables in force: what differs is an alarm, never a change.
    func lookAtTimeZone() {
        let now = calendar.unixNanoseconds(of: frame) / 1_000_000_000
        guard let box = try? boxCalendar() else { return }
        let change = change(to: box, days: Self.zoneChangeDays, withEvents: false)
        if change.isNothing {
            clear(.timeZone)
        } else {
            let soon = box.zone.differences(from: calendar.zone, in: now..<(now + Self.zoneChangeDays * 86_400))
            let what =
                change.clocks.first.map {
                    "changes the clock of \(change.zone) from \($0.from) on: \(ZoneChange.offset($0.onBox)) instead of "
                        + ZoneChange.offset($0.inForce)
                } ?? "has a leap second at \(change.leapSeconds.first ?? "")"
            alarm(
                .timeZone, soon.isEmpty ? .notice : .warning,
                "version \(change.onBox) of the tz database on this box \(what); the schedule goes on with version "
                    + change.inForce,
                remedy: "see what would move: qalqan timezone show; take it: qalqan timezone approve \(change.onBox)")
        }
        let own = calendar.leapSeconds
        let good = own.steps == box.leapSeconds.steps ? max(own.expires, box.leapSeconds.expires) : own.expires
        if good > now {
            clear(.leapSeconds)
        } else {
            alarm(
                .leapSeconds, .notice,
                "the leap-second table was good until \(CivilDate(daysSinceEpoch: good / 86_400)): whether one has been "
                    + "announced since is not known", remedy: "bring tzdata up to date: apt-get install tzdata")
        }
    }
}

extension ZoneInfo.Failure {
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
