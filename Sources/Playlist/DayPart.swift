import Timecode

/// A part of every day, by the channel's clock: from one label to another, past midnight if the second is the smaller one.
public struct DayPart: Hashable, Sendable {
    /// Seconds after local midnight.
    public var from: Int64
    /// The first second that is outside; equal to `from` = the whole day.
    public var to: Int64

    public init(from: Int64, to: Int64) {
        self.from = from
        self.to = to
    }

    public func contains(secondOfDay second: Int64) -> Bool {
        if from < to { return second >= from && second < to }
        return second >= from || second < to
    }
}
