import Playlist

/// What operators do to a list.
extension Flow {
    /// An item that an operator has given a start of its own: it is in no place of the list until then.
    struct Retimed {
        var item: FlowItem
        var frame: Int64
        /// Serial of the item it stood behind.
        var behind: Int?
    }

    /// Replays one edit; `false` when it finds nothing to do. `today` is its broadcast day, in days since 1970.
    mutating func apply(_ edit: OperatorEdit, _ means: EditMeans, today: Int64) -> Bool {
        switch edit.action {
        case .take(let event): take(event, at: edit.frame, today: today)
        case .hold: hold(today: today)
        case .skip(let event): skip(event, at: edit.frame, today: today)
        case .insert(_, let behind): insert(means.inserted, behind: behind, at: edit.frame, today: today)
        case .delete(let event): delete(event, at: edit.frame, today: today)
        case .move(let event, let place): move(event, place, at: edit.frame, today: today)
        case .retime(let event, let start): retime(event, start, at: edit.frame, today: today)
        case .replace(let event, _): replace(event, means, today: today)
        case .length(let event, let frames): setLength(event, frames, at: edit.frame, today: today)
        case .resume: resume(at: edit.frame)
        case .slate: true
        }
    }

    // MARK: Finding

    /// The next item, or the first coming one of that name; `nil` when there is none within the next broadcast day.
    private func find(_ event: String?, today: Int64) -> Int? {
        for candidate in index..<items.count {
            let item = items[candidate]
            if let day = item.day, day > today + 1 { return nil }
            if dropped.contains(item.serial) { continue }
            guard let event else { return candidate }
            if isNamed(item, event) { return candidate }
        }
        return nil
    }

    private func isNamed(_ item: FlowItem, _ event: String) -> Bool {
        let name = knowledge.name(item)
        return name == event || item.occurrence > 0 && "\(name)#\(item.occurrence)" == event
    }

    private func findRetimed(_ event: String) -> Int? { retimed.firstIndex { isNamed($0.item, event) } }

    /// The place in the list of the first coming item of a name, or where none comes, of the last one that has been.
    private func last(_ event: String, today: Int64) -> Int? {
        find(event, today: today) ?? items[..<index].lastIndex { isNamed($0, event) }
    }

    // MARK: Putting in and taking out

    /// Puts an item into the list; `nil` = as the next one. It follows what is before it.
    private mutating func put(_ item: FlowItem, at place: Int?, frame: Int64) {
        var item = item
        item.rule = .follow(floor: frame)
        if let place, place > index {
            items.insert(item, at: place)
        } else {
            endWait(at: frame)
            items.insert(item, at: index)
        }
        indexAnchors()
    }

    /// Takes a coming item out of the list. A start that is the list's own, not the item's, goes to the one behind it.
    private mutating func pull(_ target: Int, at frame: Int64) -> FlowItem {
        if target == index { endWait(at: frame) }
        let item = items.remove(at: target)
        if !knowledge.hasOwnStart(item) { handOn(item.rule, of: item, to: target) }
        indexAnchors()
        return item
    }

    /// Gives a fixed start to the first item from a place on that follows, when it belongs to the same run of the list.
    private mutating func handOn(_ rule: FlowItem.Rule, of item: FlowItem, to place: Int) {
        guard rule.isFixed, let heir = items[place...].firstIndex(where: { !dropped.contains($0.serial) }),
            items[heir].day == item.day, items[heir].occurrence == item.occurrence, case .follow = items[heir].rule
        else { return }
        items[heir].rule = rule
    }

    // MARK: Edits

    private mutating func take(_ event: String?, at frame: Int64, today: Int64) -> Bool {
        if let event, find(event, today: today) == nil, let own = findRetimed(event) {
            put(retimed.remove(at: own).item, at: nil, frame: frame)
        }
        guard let target = find(event, today: today) else { return false }
        for passed in index..<target where !dropped.contains(items[passed].serial) {
            omissions.append(Omission(item: items[passed], frame: frame, code: .dropped))
        }
        endWait(at: frame)
        index = target
        items[target].isHeld = false
        start(at: frame, cutting: .take)
        return true
    }

    private mutating func hold(today: Int64) -> Bool {
        guard let next = find(nil, today: today), !items[next].isHeld else { return false }
        items[next].isHeld = true
        items[next].isHeldByOperator = true
        return true
    }

    /// The coming item that an order holds. It was the next one then, and every later order has put one before it at the most.
    private func heldByOperator() -> Int? {
        var others = 0
        for candidate in index..<items.count where !dropped.contains(items[candidate].serial) {
            if items[candidate].isHeldByOperator { return candidate }
            others += 1
            if others > edits.count { return nil }
        }
        return nil
    }

    private mutating func resume(at frame: Int64) -> Bool {
        guard let held = heldByOperator() else { return false }
        items[held].isHeld = false
        items[held].isHeldByOperator = false
        if held == index, waitingSince != nil { start(at: frame, cutting: .take) }
        return true
    }

    private mutating func skip(_ event: String?, at frame: Int64, today: Int64) -> Bool {
        guard let target = find(event, today: today) else {
            guard let own = event.flatMap(findRetimed) else { return false }
            omissions.append(Omission(item: retimed.remove(at: own).item, frame: frame, code: .dropped))
            return true
        }
        let item = items[target]
        dropped.insert(item.serial)
        omissions.append(Omission(item: item, frame: frame, code: .dropped))
        // A held channel stays held: what comes next now waits in the place of what was skipped.
        if item.isHeldByOperator, let heir = find(nil, today: today) {
            items[heir].isHeld = true
            items[heir].isHeldByOperator = true
        }
        if target == index { endWait(at: frame) }
        handOn(item.rule, of: item, to: target + 1)
        indexAnchors()
        return true
    }

    private mutating func insert(_ inserted: FlowItem?, behind: String?, at frame: Int64, today: Int64) -> Bool {
        guard var item = inserted else { return false }
        let place = behind.flatMap { last($0, today: today) }.map { $0 + 1 }
        item.day = items.first?.day == nil && !items.isEmpty ? nil : today
        if let place, place > index { item.day = items[place - 1].day }
        put(item, at: place, frame: frame)
        return true
    }

    private mutating func delete(_ event: String, at frame: Int64, today: Int64) -> Bool {
        let item: FlowItem
        if let target = find(event, today: today) {
            item = pull(target, at: frame)
        } else if let own = findRetimed(event) {
            item = retimed.remove(at: own).item
        } else {
            return false
        }
        omissions.append(Omission(item: item, frame: frame, code: .deleted))
        return true
    }

    private mutating func move(_ event: String, _ place: EventPlace, at frame: Int64, today: Int64) -> Bool {
        let target = find(event, today: today)
        let own = findRetimed(event)
        guard target != nil || own != nil else { return false }
        let anchor: Int?
        switch place {
        case .before(let other): anchor = find(other, today: today)
        case .after(let other): anchor = last(other, today: today)
        }
        guard let anchor, anchor != target else { return false }
        let neighbour = items[anchor]
        let there = target.map { $0 < anchor ? anchor - 1 : anchor } ?? anchor
        var item = target.map { pull($0, at: frame) } ?? retimed.remove(at: own!).item
        item.day = neighbour.day
        item.limit = neighbour.limit
        item.cut = neighbour.cut
        switch place {
        case .after: put(item, at: there + 1, frame: frame)
        case .before:
            // The first of a list gives its start to what comes before it.
            let start = items[there].rule
            put(item, at: there, frame: frame)
            if !knowledge.hasOwnStart(neighbour), start.isFixed {
                items[there].rule = start
                items[there + 1].rule = .follow(floor: frame)
                indexAnchors()
            }
        }
        return true
    }

    private mutating func retime(_ event: String, _ start: EditedStart, at frame: Int64, today: Int64) -> Bool {
        let target = find(event, today: today)
        let own = findRetimed(event)
        switch start {
        case .follow:
            if let target {
                if target == index { endWait(at: frame) }
                items[target].rule = .follow(floor: frame)
                items[target].isHeld = false
                items[target].isHeldByOperator = false
                indexAnchors()
            } else if let own {
                let entry = retimed.remove(at: own)
                let place = entry.behind.flatMap { behind in items.lastIndex { $0.serial == behind } }
                put(entry.item, at: place.map { $0 + 1 }, frame: frame)
            } else {
                return false
            }
        case .at(let first, let latest):
            guard first >= frame, target != nil || own != nil else { return false }
            let behind = target.flatMap { $0 > 0 ? items[$0 - 1].serial : nil } ?? own.flatMap { retimed[$0].behind }
            var item = target.map { pull($0, at: frame) } ?? retimed.remove(at: own!).item
            item.rule = latest.map { .soft(first, latest: max($0, first)) } ?? .hard(first)
            item.isHeld = false
            item.isHeldByOperator = false
            item.limit = max(item.limit, (latest ?? first) + 1)
            if item.cut <= first { item.cut = .max }
            let place = retimed.firstIndex { $0.frame > first } ?? retimed.count
            wasRetimed = true
            retimed.insert(Retimed(item: item, frame: first, behind: behind), at: place)
        }
        return true
    }

    /// The start of a retimed item has come: from here on it is the next one.
    mutating func appear(at frame: Int64) {
        let item = retimed.removeFirst().item
        endWait(at: frame)
        items.insert(item, at: index)
        indexAnchors()
    }

    private mutating func replace(_ event: String, _ means: EditMeans, today: Int64) -> Bool {
        change(event, today: today) { item in
            guard let new = means.replacements[item.plan] else { return false }
            item.plan = new.plan
            if let times = new.times {
                item.length = .frames(new.pass * times)
            } else if case .until(let frame, _, let whole) = item.length {
                item.length = .until(frame, pass: new.pass, whole: whole)
            }
            return true
        }
    }

    private mutating func setLength(_ event: String, _ frames: Int64, at frame: Int64, today: Int64) -> Bool {
        guard let last = placements.last, !last.isWait, last.start < frame, last.end > frame, isNamed(last.item, event)
        else {
            return change(event, today: today) { item in
                item.length = .frames(frames)
                item.hasOwnLength = true
                return true
            }
        }
        let end = min(last.start - last.joined + frames, max(last.item.cut, last.start + 1))
        guard end > frame, end != last.end else { return false }
        let place = placements.count - 1
        placements[place].end = end
        placements[place].naturalEnd = end
        placements[place].cut = nil
        placements[place].lostToCycle = 0
        spans[last.item.serial]?.end = end
        cursor = end
        return true
    }

    private mutating func change(_ event: String, today: Int64, _ body: (inout FlowItem) -> Bool) -> Bool {
        if let target = find(event, today: today) { return body(&items[target]) }
        guard let own = findRetimed(event) else { return false }
        return body(&retimed[own].item)
    }

    /// A document comes in the place of another, of which `running` is on air: where the new one has it, it stays on air and
    /// what follows it follows. `false` when there is nothing to go on with.
    mutating func goOn(with running: RunningEvent?, _ plan: Int?, of plans: Range<Int>, at frame: Int64) -> Bool {
        guard let running else { return false }
        let day = knowledge.day(running.start)
        let named = items.indices.filter { isNamed(items[$0], running.event) }
        let own = named.filter { plans.contains(items[$0].plan) }
        guard let target = (own.isEmpty ? named : own).last(where: { items[$0].day.map { $0 <= day } ?? true })
        else { return false }
        var item = items[target]
        if let plan { item.plan = plan }
        item.length = knowledge.length(item, running.start) ?? item.length
        while let last = placements.last, last.end > running.start {
            if last.start < running.start {
                placements[placements.count - 1].end = running.start
                break
            }
            removeLastPlacement()
        }
        waitingSince = nil
        let natural = item.length.end(from: running.start) ?? running.until
        let end = max(min(natural, max(item.cut, frame + 1)), running.until)
        place(Placement(item: item, start: running.start, end: end, naturalEnd: end, isWait: false))
        cursor = end
        index = target + 1
        return true
    }
}
