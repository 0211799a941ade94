/// Why a label names no frame of a day.
public enum CalendarProblem: Error, Hashable, Sendable {
    /// The label itself is wrong at the channel's rate.
    case label(TimecodeProblem)
    /// Hours beyond 23.
    case notATimeOfDay(String)
    /// Clocks there skip it.
    case doesNotExist(label: String, date: CivilDate, zone: String)
    /// Clocks there show it twice, and nothing says which is meant.
    case occursTwice(label: String, date: CivilDate, zone: String)
    /// `occurrence: 2` of a label that comes once.
    case noSuchOccurrence(label: String, date: CivilDate, occurrence: Int, zone: String)
}

extension CalendarProblem {
    /// As `description`, for an `InstantText`, which picks the occurrence by its end.
    public var inInstant: String {
        guard case .occursTwice(let label, let date, let zone) = self else { return description }
        return "\(label) comes twice on \(date) in \(zone): end the instant with #1 or #2 to say which"
    }
}

extension CalendarProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .label(let problem): problem.description
        case .notATimeOfDay(let label): "\(label) is not a time of day: hours run from 00 to 23"
        case .doesNotExist(let label, let date, let zone):
            "\(label) does not exist on \(date): clocks in \(zone) skip it"
        case .occursTwice(let label, let date, let zone):
            "\(label) comes twice on \(date) in \(zone): say which with `occurrence: 1` or `occurrence: 2`"
        case .noSuchOccurrence(let label, let date, let occurrence, let zone):
            "\(label) comes once on \(date) in \(zone), there is no occurrence \(occurrence)"
        }
    }
}
