extension TAIInstant {
    /// The instant written as a date and time with `Z` or an offset (ISO 8601), or as a date alone: its start in UTC. `nil` for
    /// anything else.
    public init?(utc text: String, leapSeconds: LeapSeconds = .builtIn) {
        if let date = CivilDate(text) {
            self = leapSeconds.tai(unixNanoseconds: date.daysSinceEpoch * 86_400_000_000_000)
            return
        }
        guard case .utc(let nanoseconds) = InstantText(text) else { return nil }
        self = leapSeconds.tai(unixNanoseconds: nanoseconds)
    }

    /// `2026-11-22T05:00:00Z`: RFC 3339 in UTC, whole seconds.
    public func utcText(leapSeconds: LeapSeconds = .builtIn) -> String {
        let seconds = scaledDown(leapSeconds.unixNanoseconds(of: self), by: 1, over: 1_000_000_000)
        let day = scaledDown(seconds, by: 1, over: 86_400)
        let rest = seconds - day * 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(CivilDate(daysSinceEpoch: day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
