/// Something that needs a person: what is wrong, with what, since when, and what mends it.
package struct Alarm: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
        /// Worth knowing; nothing is at risk.
        case notice
        /// The channel is whole now and may not be later.
        case warning
        /// Viewers see or hear it, or soon will.
        case critical

        package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self)! }
    }

    /// Stable for scripts and paging rules; documented in `docs/ALARMS.md`.
    package let code: AlarmCode
    package let severity: Severity
    /// What it is about: an event's id, an output's name, a file. Empty for the channel as a whole.
    package let subject: String
    /// What is wrong, in a sentence.
    package let text: String
    /// What to do about it.
    package let remedy: String
    /// House frame and UTC (ISO 8601) of the first sighting since it was last clear.
    package let sinceFrame: Int64
    package let since: String
    /// How often it has been seen since then.
    package let count: Int

    package init(
        code: AlarmCode, severity: Severity, subject: String, text: String, remedy: String, sinceFrame: Int64,
        since: String, count: Int
    ) {
        self.code = code
        self.severity = severity
        self.subject = subject
        self.text = text
        self.remedy = remedy
        self.sinceFrame = sinceFrame
        self.since = since
        self.count = count
    }
}
