import Timecode
import Timeline

/// Decisions in words, for rundowns: one clause each.
struct DecisionText {
    let calendar: ChannelCalendar

    /// What a person should know of what was decided about an event; `nil` when nothing was.
    func note(_ decisions: [EventDecision]) -> String? {
        let clauses = decisions.map(clause)
        return clauses.isEmpty ? nil : clauses.joined(separator: "; ")
    }

    func clause(_ decision: EventDecision) -> String {
        let amount = calendar.amountText(of: abs(decision.frames))
        let by = decision.by
        return switch decision.code {
        case .cut: "ends \(amount) early\(by.isEmpty ? "" : ": \(by) starts")"
        case .cutByCycle: "ends \(amount) early with its cycle"
        case .cutByOperator: "ends \(amount) early by order"
        case .cutByWindow: "ends \(amount) early with its window"
        case .cutByList: "gives \(amount) to a list that has the channel"
        case .startedLate: "starts \(amount) late\(by.isEmpty ? "" : ": \(by) is on until then")"
        case .joined: "its first \(amount) do not air"
        case .moved: "moved by orders, \(amount) \(decision.frames < 0 ? "earlier" : "later")"
        case .preempted: "does not air: \(by.isEmpty ? "another event" : by) starts before its turn"
        case .dayEnded: "does not air: its day or cycle ends before its turn"
        case .lateSkipped: "does not air: it would start late"
        case .loopOver: "does not air: its loop is over before its turn"
        case .dropped: "does not air, by order"
        case .deleted: "does not air: taken out of its list by order"
        case .optedOut: "does not air in this region: the window \(by) has its own list"
        case .windowFull: "does not air: the window \(by) is full"
        case .alternate: "its alternate airs"
        case .filler: "fillers air instead"
        case .leftOut: "does not air: its media may not; the next one starts early"
        case .slate: "a slate airs instead"
        case .trimmed: "trimmed by \(amount) to fit"
        case .rightsEnd: "its rights end \(amount) before it does: something else from there"
        case .recalled: "recalled: its last \(amount) do not air"
        }
    }
}
