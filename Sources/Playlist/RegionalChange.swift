import Timecode

/// What an event is in one region instead.
public enum RegionalChange: Hashable, Sendable {
    /// It is not in that region's list at all: the next event takes its place.
    case skip
    /// Other media; `nil` keeps what the event says.
    case replace(source: MediaSource?, duration: FrameAmount?, alternate: MediaSource?)
}
