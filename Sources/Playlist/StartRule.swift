import Timecode

/// When an event starts.
public enum StartRule: Hashable, Sendable {
    /// On the frame after the event before it.
    case follow
    /// On this label of the broadcast day, whatever runs. With `soft`, an event that runs over may finish, for at most that
    /// long. `occurrence` picks one of two when the day has the label twice.
    case at(TimecodeLabel, soft: FrameAmount?, occurrence: Int?)
    /// At this offset into every cycle of a list that repeats, whatever runs.
    case cycle(FrameAmount)
    /// When an operator takes it; until then a slate stands by.
    case manual
    /// So long after the start of an earlier event.
    case with(String, offset: FrameAmount)
    /// So long after the end of an earlier event.
    case after(String, offset: FrameAmount)
    /// So long before the end of an earlier event.
    case fromEnd(String, offset: FrameAmount)

    /// The event it is counted from.
    public var reference: String? {
        switch self {
        case .with(let id, _), .after(let id, _), .fromEnd(let id, _): id
        default: nil
        }
    }
}
