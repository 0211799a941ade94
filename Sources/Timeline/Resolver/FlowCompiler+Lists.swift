import Playlist
import Timecode

/// Days, cycles and loose lists as items.
extension FlowCompiler {
    /// A day holds at most so many items: a cycle of a few frames cannot eat the memory.
    static let mostItemsInADay = 500_000

    /// The items of a broadcast day: of the last document for that day, else of the last list that repeats every day.
    mutating func items(of day: CivilDate) -> [FlowItem] {
        guard let index = document(of: day) else { return [] }
        let document = inputs.documents[index].document
        let frames = inputs.calendar.frames(of: day)
        guard let cycle = document.cycle else {
            return items(of: index, start: frames.lowerBound, end: frames.upperBound, day: day, occurrence: 0)
        }
        guard let grid = try? cycle.frames(at: inputs.calendar.time.rate), grid > 0 else {
            diagnostics.insert(
                Diagnostic(
                    .cycle, file: document.file, mark: document.cycleMark,
                    message: "`repeat` is not an amount of time at this channel's rate",
                    remedy: "write \(FrameAmount.expected)"))
            return []
        }
        var items: [FlowItem] = []
        var occurrence = 1
        var start = frames.lowerBound
        while start < frames.upperBound, items.count < Self.mostItemsInADay {
            items += self.items(
                of: index, start: start, end: min(start + grid, frames.upperBound), day: day, occurrence: occurrence)
            occurrence += 1
            start += grid
        }
        return items
    }

    /// The items of a loose list that starts on its frame.
    mutating func looseItems(of index: Int, from start: Int64) -> [FlowItem] {
        items(of: index, start: start, end: .max, day: nil, occurrence: 0)
    }

    /// One run through a document's events, from `start`; follow-on events that would start at `end` or later are left out.
    private mutating func items(
        of index: Int, start: Int64, end: Int64, day: CivilDate?, occurrence: Int
    ) -> [FlowItem] {
        var items: [FlowItem] = []
        var serials: [String: Int] = [:]
        // The fixed start of events that the region skips: the next one that follows takes it over.
        var inherited: FlowItem.Rule?
        var lastFixed = start
        let hasReferences = inputs.documents[index].document.events.contains { $0.start.reference != nil }
        for plan in planned[index] ?? 0..<0 {
            var rule = rule(of: plan, start: start, end: end, day: day, lastFixed: &lastFixed, serials: serials)
            if case .follow = rule {
                if let inherited { rule = inherited } else if items.isEmpty { rule = .hard(start) }
            }
            // A day may end within its last cycle.
            if case .hard(let frame) = rule, frame >= end { break }
            guard !plans[plan].isSkipped, let length = length(of: plan, day: day, after: lastFixed) else {
                if rule.isFixed { inherited = rule }
                continue
            }
            let isManual = plans[plan].event.start == .manual
            var item = item(plan, rule: isManual && items.isEmpty ? .follow(floor: start) : rule, length: length)
            item.occurrence = occurrence
            item.limit = end
            item.cut = occurrence > 0 ? end : .max
            item.day = day?.daysSinceEpoch
            if let asked = rule.asked, plans[plan].givesWay(at: asked.frame) {
                leftOut.append(Omission(item: item, frame: asked.frame, code: .leftOut))
                inherited = rule
                continue
            }
            inherited = nil
            items.append(item)
            if hasReferences { serials[plans[plan].id] = serial }
        }
        return items
    }

    /// The items of a window's regional list, which follow one another.
    func items(of window: Window, like host: FlowItem) -> [FlowItem] {
        window.plans.compactMap { plan in
            guard !plans[plan].isSkipped, let pass = plans[plan].lastKnownPass else { return nil }
            var item = host
            item.plan = plan
            item.rule = .follow(floor: 0)
            item.length = .frames(pass)
            if case .times(let count)? = plans[plan].loop { item.length = .frames(pass * Int64(count)) }
            item.serial = -1
            return item
        }
    }
}
