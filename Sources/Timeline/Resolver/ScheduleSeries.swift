import Playlist
import Timecode

/// A long time of programme, a few broadcast days after the other: memory does not grow with its length.
///
/// Every part is what `ScheduleResolver.resolve` makes of its frames, with events planned once for all.
public struct ScheduleSeries: Sequence, IteratorProtocol {
    /// A part of it, and the segments and events that begin in it.
    public struct Part {
        public var schedule: ResolvedSchedule
        /// Those that begin before the whole series are in its first part.
        public var segments: ArraySlice<Segment>
    }

    private var resolver: ScheduleResolver
    private let window: Range<Int64>
    private var cursor: Int64
    private let daysAtOnce: Int64

    /// Items that are laid out at once, about.
    private static let itemsAtOnce: Int64 = 20_000

    /// - Parameter days: broadcast days in a part; absent: as many as long lists leave room for in memory.
    public init(_ inputs: ScheduleInputs, days: Int64? = nil) {
        resolver = ScheduleResolver(inputs: inputs)
        window = inputs.window
        cursor = window.lowerBound
        let calendar = inputs.calendar
        let dayFrames = Int64(calendar.frames(of: calendar.day(of: window.lowerBound)).count)
        let items = inputs.documents.lazy.map { scheduled -> Int64 in
            let cycle = (try? scheduled.document.cycle?.frames(at: calendar.time.rate)) ?? dayFrames
            return Int64(scheduled.document.events.count) * Swift.max(1, dayFrames / Swift.max(1, cycle))
        }
        daysAtOnce = days ?? Swift.min(14, Swift.max(1, Self.itemsAtOnce / Swift.max(1, items.max() ?? 1)))
    }

    public mutating func next() -> Part? {
        guard cursor < window.upperBound else { return nil }
        let calendar = resolver.calendar
        let end = calendar.firstFrame(of: calendar.day(of: cursor).adding(days: daysAtOnce))
        let frames = cursor..<Swift.min(end, window.upperBound)
        let schedule = resolver.resolve(frames)
        let first =
            cursor == window.lowerBound
            ? 0
            : schedule.segments.firstIndex { $0.firstFrame >= frames.lowerBound } ?? schedule.segments.count
        cursor = frames.upperBound
        return Part(schedule: schedule, segments: schedule.segments[first...])
    }
}
