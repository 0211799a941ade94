/// The kinds of alarm. The raw value is stable.
package enum AlarmCode: String, Hashable, Sendable, Codable, CaseIterable {
    /// An event's item is kept off air by policy or verification; the slate or the alternate airs instead.
    case withheld = "ALM-WITHHELD"
    /// An upcoming item's file is not there.
    case missing = "ALM-MISSING"
    /// An upcoming item carries no seal, or too few approvals.
    case unsealed = "ALM-UNSEALED"
    /// An upcoming item does not match its seal.
    case altered = "ALM-ALTERED"
    /// The seal of an upcoming item was withdrawn, or a recall waits for signatures.
    case recall = "ALM-RECALL"
    /// An upcoming item cannot be read or is not media.
    case unreadable = "ALM-UNREADABLE"
    /// The key of a desk that the configuration names cannot be used.
    case desk = "ALM-DESK"
    /// Nothing of the trust repository is in force, or what has to be remembered of it cannot be kept.
    case trust = "ALM-TRUST"
    /// The trust metadata are past their end.
    case trustExpired = "ALM-TRUST-EXPIRED"
    /// The trust repository cannot be reached, or gives what cannot be accepted.
    case trustRepository = "ALM-TRUST-REPOSITORY"
    /// Frames went out after their deadline.
    case lateFrames = "ALM-LATE"
    /// Frames were never published.
    case lostFrames = "ALM-LOST"
    /// Scheduled programme gave way to the slate or its alternate.
    case fall = "ALM-FALL"
    /// The local emergency input has put its slate on.
    case emergency = "ALM-EMERGENCY"
    /// Air does not publish frames.
    case airStopped = "ALM-AIR"
    /// Air has no real-time rights, or its memory is not locked.
    case realTime = "ALM-REALTIME"
    /// An output does not deliver.
    case output = "ALM-OUTPUT"
    /// An output sent pictures or sound after the instant receivers need them at.
    case outputLate = "ALM-OUTPUT-LATE"
    /// An output waits for its device, or for somebody to read its pipe.
    case device = "ALM-DEVICE"
    /// The configuration's file is not what the channel was started with.
    case configuration = "ALM-CONFIG"
    /// A playlist was not accepted; the last good one stays.
    case playlist = "ALM-PLAYLIST"
    /// The schedule ends soon.
    case scheduleEnds = "ALM-SCHEDULE-END"
    /// The list of the next broadcast day, or of this one, has not come.
    case nextDay = "ALM-NEXT-DAY"
    /// The tz database on the box is not the one that the schedule is resolved with, and its clock differs.
    case timeZone = "ALM-TIMEZONE"
    /// The leap-second table is past the date that it is good for.
    case leapSeconds = "ALM-LEAP-SECONDS"
    /// The as-run log cannot be written.
    case asRunLog = "ALM-LOG"
    /// Control's journal cannot be written, or its chain is broken.
    case journal = "ALM-JOURNAL"
    /// An order waits for a second person.
    case consent = "ALM-CONSENT"
    /// The system clock is not synchronised.
    case clock = "ALM-CLOCK"
    /// A process died and was started again.
    case restarted = "ALM-RESTART"
    /// The picture or the sound has stood still, or been black or silent, for long.
    case confidence = "ALM-CONFIDENCE"
    /// A revision of the timeline could not be handed to air.
    case publication = "ALM-PUBLISH"
    /// The status port is not up: nobody can look at the channel from outside.
    case statusPort = "ALM-PORT"
}
