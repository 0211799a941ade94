import Timecode

/// Instants as text in seals: RFC 3339 in UTC, whole seconds, through the leap-second table.
enum UTCText {
    /// `2026-11-22T05:00:00Z`.
    static func encode(_ instant: TAIInstant) -> String { instant.utcText() }

    /// The instant written as a date and time with `Z` or an offset, or as a date alone (its start in UTC).
    static func decode(_ text: String) -> TAIInstant? { TAIInstant(utc: text) }
}
