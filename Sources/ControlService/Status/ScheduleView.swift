import Timeline

/// The schedule as last resolved and published, for those who only look.
package struct ScheduleView: Sendable {
    package var revision: TimelineRevision
    /// The one before it, which air plays until the new one holds.
    package var previous: TimelineRevision?
    /// By first frame.
    package var events: [EventView]
    /// Events whose turn comes and passes without a frame, by the frame on which that is decided.
    package var omitted: [EventView]
    package var documents: [StatusDocument.Schedule.Document]
    /// First frame after the last event.
    package var endFrame: Int64?
    /// Changes whenever anything in here does.
    package var version: UInt64
    /// Number of the last order or document in the schedule.
    package var editRevision: UInt64

    package init(
        revision: TimelineRevision, previous: TimelineRevision? = nil, events: [EventView],
        omitted: [EventView] = [], documents: [StatusDocument.Schedule.Document] = [],
        endFrame: Int64? = nil, version: UInt64 = 0, editRevision: UInt64 = 0
    ) {
        self.revision = revision
        self.previous = previous
        self.events = events
        self.omitted = omitted
        self.documents = documents
        self.endFrame = endFrame
        self.version = version
        self.editRevision = editRevision
    }

    package func revision(numbered number: UInt64) -> TimelineRevision? {
        revision.number == number ? revision : previous?.number == number ? previous : nil
    }

    /// Index of the first event that ends after `frame`.
    package func firstIndex(endingAfter frame: Int64) -> Int {
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if events[middle].endFrame <= frame { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The events of a range of indices, with those that get no frame among them.
    package func rundown(_ window: Range<Int>) -> [EventView] {
        guard let first = events[window].first, let last = events[window].last else { return [] }
        let left = omitted.filter { first.firstFrame <= $0.firstFrame && $0.firstFrame < last.endFrame }
        var result: [EventView] = []
        var rest = left[...]
        for event in events[window] {
            // What gave way stands before what it gave way to.
            while let next = rest.first, next.firstFrame <= event.firstFrame { result.append(rest.removeFirst()) }
            result.append(event)
        }
        return result + rest
    }

    /// The event that owns `frame`.
    package func event(at frame: Int64) -> EventView? {
        var index = firstIndex(endingAfter: frame)
        while index < events.count, events[index].firstFrame <= frame {
            if events[index].endFrame > frame { return events[index] }
            index += 1
        }
        return nil
    }
}
