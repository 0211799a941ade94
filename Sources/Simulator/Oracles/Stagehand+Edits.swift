import Timeline

/// Edits of the list, by hand.
extension Stagehand {
    mutating func edit(_ order: Order, _ today: Int) {
        switch order {
        case .delete(let id):
            if let target = find(id, today) {
                _ = pull(target)
            } else if let own = findApart(id) {
                apart.remove(at: own)
            }
        case .move(let id, let place): move(id, place, today)
        case .retime(let id, let start): retime(id, start, today)
        case .replace(let id, let change): alter(id, today) { $0.item.apply(change) }
        case .length(let id, let frames): setLength(id, frames, today)
        default: break
        }
    }

    func findApart(_ id: String) -> Int? { apart.firstIndex { $0.cue.item.id == id } }

    /// Puts an item in; without a place as the next one.
    mutating func put(_ cue: Cue, at place: Int?) {
        var cue = cue
        cue.rule = .follow
        cue.dayStart = clock
        if let place, place > head {
            cues.insert(cue, at: place)
        } else {
            leaveWait(at: clock)
            cues.insert(cue, at: head)
        }
    }

    /// Takes an item out; a start that is not its own but the list's goes to the one behind it.
    private mutating func pull(_ target: Int) -> Cue {
        if target == head { leaveWait(at: clock) }
        let cue = cues.remove(at: target)
        if cue.item.rule == .follow || cue.item.rule == .manual, cue.rule.fixed != nil, target < cues.count,
            cues[target].day == cue.day, cues[target].rule == .follow
        {
            cues[target].rule = cue.rule
        }
        return cue
    }

    private mutating func move(_ id: String, _ place: EventPlace, _ today: Int) {
        let target = find(id, today)
        let own = findApart(id)
        guard target != nil || own != nil else { return }
        let neighbour: Int?
        switch place {
        case .before(let other): neighbour = find(other, today)
        case .after(let other): neighbour = find(other, today) ?? cues[..<head].lastIndex { $0.item.id == other }
        }
        guard let neighbour, neighbour != target else { return }
        let host = cues[neighbour]
        var cue = target.map { pull($0) } ?? apart.remove(at: own!).cue
        (cue.day, cue.dayEnd) = (host.day, host.dayEnd)
        guard let there = cues.firstIndex(where: { $0.number == host.number }) else { return }
        switch place {
        case .after: put(cue, at: there + 1)
        case .before:
            let start = cues[there].rule
            put(cue, at: there)
            if start.fixed != nil, host.item.rule == .follow || host.item.rule == .manual {
                cues[there].rule = start
                cues[there + 1].rule = .follow
            }
        }
    }

    private mutating func retime(_ id: String, _ start: EditedStart, _ today: Int) {
        let target = find(id, today)
        let own = findApart(id)
        switch start {
        case .follow:
            if let target {
                if target == head { leaveWait(at: clock) }
                cues[target].rule = .follow
                (cues[target].isHeld, cues[target].isHeldByOrder) = (false, false)
            } else if let own {
                let entry = apart.remove(at: own)
                let place = entry.behind.flatMap { behind in cues.firstIndex { $0.number == behind } }
                put(entry.cue, at: place.map { $0 + 1 })
            }
        case .at(let first, let latest):
            guard first >= clock, target != nil || own != nil else { return }
            let behind = target.flatMap { $0 > 0 ? cues[$0 - 1].number : nil } ?? own.flatMap { apart[$0].behind }
            var cue = target.map { pull($0) } ?? apart.remove(at: own!).cue
            cue.rule = latest.map { .soft(first, latest: max($0, first)) } ?? .hard(first)
            (cue.isHeld, cue.isHeldByOrder) = (false, false)
            cue.dayEnd = max(cue.dayEnd, (latest ?? first) + 1)
            apart.insert((cue, first, behind), at: apart.firstIndex { $0.frame > first } ?? apart.count)
        }
    }

    private mutating func setLength(_ id: String, _ frames: Int64, _ today: Int) {
        guard let last = parts.last, !last.isWait, last.start < clock, last.end > clock, last.item.id == id else {
            alter(id, today) { $0.item.length = frames }
            return
        }
        let end = last.origin + frames
        guard end > clock else { return }
        parts[parts.count - 1].end = end
        free = end
    }

    private mutating func alter(_ id: String, _ today: Int, _ change: (inout Cue) -> Void) {
        if let target = find(id, today) {
            change(&cues[target])
        } else if let own = findApart(id) {
            change(&apart[own].cue)
        }
    }
}

extension ScriptItem {
    /// What an operator puts in its place. Another file is as long as it is, unless that is said.
    fileprivate mutating func apply(_ change: Stagehand.Change) {
        if let file = change.file {
            if file != cut.file, let rest = change.rest { pass = rest }
            cut = Cut(file: file, inFrame: 0)
        }
        if let inFrame = change.inFrame { cut.inFrame = inFrame }
        if let frames = change.frames { pass = frames }
        length = nil
    }
}
