/// Taking a run up again with one more edit, as far as the edit reaches.
extension Flow {
    /// The frames of an item that others are counted from.
    struct Span: Equatable {
        var start: Int64
        var end: Int64
        /// How many starts there were with its own.
        var number: Int
    }

    /// The state between two steps: all that what comes later depends on.
    struct Record {
        /// Items not yet placed or passed: it names the same item whatever was put in before it.
        var remaining: Int
        var cursor: Int64?
        var waitingSince: Int64?
        var now: Int64
        var placements: Int
        /// The last placement as it was then.
        var last: Placement?
        var starts: Int
        var omissions: Int
        var withoutEffect: Int
        var drops: Int
        var replayed: Int
        /// The latest frame that anything was decided on by then.
        var reached: Int64
        var isRightBehindEdit: Bool
    }

    /// What taking up again has changed: placements from `first` on, up to `oldEnd` of those before and `newEnd` of those now.
    struct Change {
        var first: Int
        var oldEnd: Int
        var newEnd: Int
    }

    /// Placements from one record to the next.
    static let recordSpacing = 64

    /// Keeps the state, now and then, and after every edit.
    mutating func keepRecord() {
        if let last = records.last, replayed == last.replayed {
            guard placements.count >= last.placements + Self.recordSpacing else { return }
        }
        records.append(
            Record(
                remaining: items.count - index, cursor: cursor, waitingSince: waitingSince, now: now,
                placements: placements.count, last: placements.last, starts: starts, omissions: omissions.count,
                withoutEffect: withoutEffect.count, drops: dropped.count, replayed: replayed, reached: reached,
                isRightBehindEdit: isRightBehindEdit))
    }

    /// Records of what is taken back are no longer true.
    mutating func removeLastPlacement() {
        placements.removeLast()
        while let last = records.last, last.placements > placements.count { records.removeLast() }
    }

    /// Replays one more edit, at or after all others, on a run that has ended at `horizon`.
    ///
    /// Goes back to the last record before it and forward until the state is the one that a record of the former run had on
    /// the same item: from there on the former run holds. What is then in the flow is what a run from the beginning gives.
    ///
    /// - Returns: what has changed; `nil` when there is no record to go back to, and nothing was done.
    mutating func resume(with edit: FlowEdit, until horizon: Int64) -> Change? {
        guard edit.frame < horizon, !wasRetimed, !edit.isRetiming, edits.last.map({ $0.frame <= edit.frame }) ?? true,
            let start = lastRecord(before: edit.frame)
        else { return nil }
        let before = self
        goBack(to: start)
        edits.append(edit)
        items.forgetChanges()
        let record = before.records[start]
        var barrier = 0
        var met: Int?
        run(until: horizon) { flow, frame in
            guard flow.replayed == flow.edits.count, frame >= edit.frame, flow.index >= flow.items.changedEnd,
                flow.index >= barrier, let number = before.record(remaining: flow.items.count - flow.index),
                number > start, flow.isAlike(before.records[number], after: edit.frame, all: before.edits.count)
            else { return false }
            barrier = flow.lastDifference(from: before, record, before.records[number])
            guard flow.index >= barrier else { return false }
            met = number
            return true
        }
        let first = max(0, record.placements - 1)
        guard let met else {
            return Change(first: first, oldEnd: before.placements.count, newEnd: placements.count)
        }
        return takeOver(before, from: met, first: first)
    }

    /// The last state before which nothing can depend on an edit at `frame`: everything was decided before it, or is an edit
    /// on it. (What was put on air may lie far before what was decided last: an event that is counted from another one's end.)
    private func lastRecord(before frame: Int64) -> Int? {
        var (low, high) = (0, records.count)
        while low < high {
            let middle = (low + high) / 2
            if records[middle].reached > frame { high = middle } else { low = middle + 1 }
        }
        var number = low - 1
        while number >= 0, records[number].replayed == edits.count {
            if records[number].reached < frame || records[number].isRightBehindEdit { return number }
            number -= 1
        }
        return nil
    }

    private mutating func goBack(to number: Int) {
        let record = records[number]
        placements.truncate(to: record.placements)
        if let last = record.last { placements[record.placements - 1] = last }
        omissions.truncate(to: record.omissions)
        withoutEffect.removeSubrange(record.withoutEffect...)
        dropped.truncate(to: record.drops)
        spans = spans.filter { $0.value.number <= record.starts }
        starts = record.starts
        records.truncate(to: number + 1)
        index = items.count - record.remaining
        cursor = record.cursor
        waitingSince = record.waitingSince
        now = record.now
        reached = record.reached
        isRightBehindEdit = record.isRightBehindEdit
        indexAnchors()
    }

    /// The record on an item, by how many are left from it on.
    private func record(remaining: Int) -> Int? {
        var (low, high) = (0, records.count)
        while low < high {
            let middle = (low + high) / 2
            if records[middle].remaining > remaining { low = middle + 1 } else { high = middle }
        }
        // After an edit the same item may have several: the last one counts.
        while low + 1 < records.count, records[low + 1].remaining == remaining { low += 1 }
        return low < records.count && records[low].remaining == remaining ? low : nil
    }

    /// Whether all that comes goes as it went from `record`: the former edits are behind it, and it starts after `frame`.
    private func isAlike(_ record: Record, after frame: Int64, all edits: Int) -> Bool {
        record.replayed == edits && record.cursor == cursor && record.waitingSince == waitingSince
            && record.last == placements.last && record.last.map { $0.start >= frame } ?? false
    }

    /// The first index at and behind which no item is dropped in one run and not in the other, and none is counted from
    /// frames that differ.
    private func lastDifference(from before: Flow, _ start: Record, _ met: Record) -> Int {
        let now = Set(dropped.order[start.drops...])
        let then = Set(before.dropped.order[start.drops..<met.drops])
        let dropped = now.symmetricDifference(then)
        var moved: Set<Int> = []
        for (serial, span) in spans {
            let other = before.spans[serial].flatMap { $0.number <= met.starts ? $0 : nil }
            if other?.start != span.start || other?.end != span.end { moved.insert(serial) }
        }
        for (serial, span) in before.spans where span.number <= met.starts && spans[serial] == nil {
            moved.insert(serial)
        }
        // Most of them have been passed by now; the rest of the list is looked through only as far as there are others.
        var coming = dropped.union(moved.flatMap { dependants[$0, default: []] })
        for passed in before.items.count - start.remaining..<index { coming.remove(items[passed].serial) }
        var last = 0
        var candidate = index
        while !coming.isEmpty, candidate < items.count {
            if coming.remove(items[candidate].serial) != nil { last = candidate + 1 }
            candidate += 1
        }
        return last
    }

    /// The rest of the former run behind what was run anew.
    private mutating func takeOver(_ before: Flow, from number: Int, first: Int) -> Change {
        let met = before.records[number]
        let moved = placements.count - met.placements
        let oldEnd = max(0, met.placements - 1)
        // The last placement comes with the rest: it may have been cut since the record.
        placements.truncate(to: oldEnd + moved)
        let newEnd = placements.count
        placements.append(before.placements, from: oldEnd)
        let omitted = omissions.count - met.omissions
        omissions.append(before.omissions, from: met.omissions)
        let failed = withoutEffect.count - met.withoutEffect
        withoutEffect += before.withoutEffect[met.withoutEffect...]
        let drops = dropped.count - met.drops
        for serial in before.dropped.order[met.drops...] { dropped.insert(serial) }
        let started = starts - met.starts
        for (serial, var span) in before.spans where span.number > met.starts {
            span.number += started
            spans[serial] = span
        }
        for index in number..<before.records.count {
            var record = before.records[index]
            record.placements += moved
            record.starts += started
            record.omissions += omitted
            record.withoutEffect += failed
            record.drops += drops
            record.replayed = replayed
            record.now = max(record.now, now)
            record.reached = max(record.reached, reached)
            record.isRightBehindEdit = false
            records.append(record)
        }
        starts = before.starts + started
        reached = max(reached, before.reached)
        isRightBehindEdit = false
        index = before.index + items.count - before.items.count
        cursor = before.cursor
        waitingSince = before.waitingSince
        return Change(first: min(first, newEnd), oldEnd: oldEnd, newEnd: newEnd)
    }
}
