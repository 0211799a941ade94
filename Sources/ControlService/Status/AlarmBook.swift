/// The alarms that stand, by code and subject.
///
/// Two kinds: a *condition* stands until it is cleared (a device is missing); an *incident* (late frames, a restart) stands
/// for a while after it was last seen, so that a person who looks away does not miss it.
package struct AlarmBook: Sendable {
    /// Alarms kept at once; more are counted in `dropped`, least severe first.
    package static let mostAlarms = 200
    /// Frames an incident stands after its last sighting, as seconds of house time.
    package static let incidentSeconds: Int64 = 600

    struct Key: Hashable {
        let code: AlarmCode
        let subject: String
    }

    struct Entry {
        var alarm: Alarm
        /// `nil` for a condition; else the frame after which the incident is over.
        var untilFrame: Int64?
    }

    private var entries: [Key: Entry] = [:]
    package private(set) var dropped = 0
    /// Sightings since start, by code: what the metrics count.
    package private(set) var raised: [AlarmCode: Int] = [:]

    package init() {}

    /// Raises or renews an alarm. An incident passes the frame until which it stands.
    ///
    /// Returns whether it is new (not standing before): the moment to log it.
    @discardableResult
    package mutating func raise(
        _ code: AlarmCode, _ severity: Alarm.Severity, subject: String = "", _ text: String, remedy: String,
        at frame: Int64, utc: String, until: Int64? = nil
    ) -> Bool {
        let key = Key(code: code, subject: subject)
        let before = entries[key]
        if before == nil, entries.count >= Self.mostAlarms {
            guard let least = entries.min(by: { $0.value.alarm.severity < $1.value.alarm.severity }),
                least.value.alarm.severity < severity
            else {
                dropped += 1
                return false
            }
            entries[least.key] = nil
            dropped += 1
        }
        // A standing condition that is merely seen again is the same sighting.
        let again = before != nil && until == nil
        if !again { raised[code, default: 0] += 1 }
        entries[key] = Entry(
            alarm: Alarm(
                code: code, severity: severity, subject: subject, text: text, remedy: remedy,
                sinceFrame: before?.alarm.sinceFrame ?? frame, since: before?.alarm.since ?? utc,
                count: (before?.alarm.count ?? 0) + (again ? 0 : 1)), untilFrame: until)
        return before == nil
    }

    /// Ends a condition. Returns whether it stood.
    @discardableResult
    package mutating func clear(_ code: AlarmCode, subject: String = "") -> Bool {
        entries.removeValue(forKey: Key(code: code, subject: subject)) != nil
    }

    /// Ends every condition of a code whose subject is not in `subjects`.
    package mutating func keep(_ code: AlarmCode, subjects: Set<String>) {
        for (key, entry) in entries where key.code == code && entry.untilFrame == nil && !subjects.contains(key.subject)
        {
            entries[key] = nil
        }
    }

    /// Ends the incidents that are over at `frame`.
    package mutating func expire(at frame: Int64) {
        for (key, entry) in entries where (entry.untilFrame ?? .max) < frame { entries[key] = nil }
    }

    /// All that stand: the most severe first, then the newest.
    package var standing: [Alarm] {
        entries.values.map(\.alarm).sorted {
            ($1.severity, $1.sinceFrame, $0.code.rawValue, $0.subject)
                < ($0.severity, $0.sinceFrame, $1.code.rawValue, $1.subject)
        }
    }
}
