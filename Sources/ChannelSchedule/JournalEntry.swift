/// One thing that control accepted: who, when, what, and the house frame from which it holds.
package struct JournalEntry: Hashable, Sendable, Codable {
    /// Counts from 1 without gaps.
    package let number: UInt64
    /// UTC, ISO 8601 with milliseconds, and the house frame on air when it was accepted.
    package let time: String
    package let frame: Int64
    /// First house frame that it decides.
    package let effective: Int64
    package let user: Peer
    package let action: JournalAction
    /// Hash of the entry before, 64 hexadecimal digits; zeros for the first.
    package let previous: String

    package init(
        number: UInt64, time: String, frame: Int64, effective: Int64, user: Peer, action: JournalAction,
        previous: String = ""
    ) {
        self.number = number
        self.time = time
        self.frame = frame
        self.effective = effective
        self.user = user
        self.action = action
        self.previous = previous
    }
}
