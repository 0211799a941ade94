/// When an operator has an event start.
public enum EditedStart: Hashable, Sendable, Codable {
    /// When the event before it ends.
    case follow
    /// On this house frame, whatever runs; with `latest`, what runs may go on until that frame.
    case at(frame: Int64, latest: Int64?)
}
