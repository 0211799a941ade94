/// What operators do to a list.
extension Flow {
    /// Replays one edit; `false` when it finds nothing to do. `today` is its broadcast day, in days since 1970.
    mutating func apply(_ edit: OperatorEdit, _ inserted: FlowItem?, today: Int64) -> Bool {
        switch edit.action {
        case .take(let event): take(event, at: edit.frame, today: today)
        case .hold: hold(today: today)
        case .skip(let event): skip(event, at: edit.frame, today: today)
        case .insert(_, let behind): insert(inserted, behind: behind, at: edit.frame, today: today)
        case .resume: resume(at: edit.frame)
        case .slate: true
        }
    }

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

    private mutating func take(_ event: String?, at frame: Int64, today: Int64) -> Bool {
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

    private mutating func resume(at frame: Int64) -> Bool {
        let held = items.indices[index...].first {
            items[$0].isHeldByOperator && !dropped.contains(items[$0].serial)
        }
        guard let held else { return false }
        items[held].isHeld = false
        items[held].isHeldByOperator = false
        if held == index, waitingSince != nil { start(at: frame, cutting: .take) }
        return true
    }

    private mutating func skip(_ event: String?, at frame: Int64, today: Int64) -> Bool {
        guard let target = find(event, today: today) else { return false }
        let item = items[target]
        dropped.insert(item.serial)
        omissions.append(Omission(item: item, frame: frame, code: .dropped))
        // A held channel stays held: what comes next now waits in the place of what was skipped.
        if item.isHeldByOperator, let heir = find(nil, today: today) {
            items[heir].isHeld = true
            items[heir].isHeldByOperator = true
        }
        if target == index { endWait(at: frame) }
        switch item.rule {
        case .hard, .soft: break
        case .follow, .relative: return true
        }
        let heir = items[(target + 1)...].firstIndex { !dropped.contains($0.serial) }
        if let heir, items[heir].day == item.day, items[heir].occurrence == item.occurrence,
            case .follow = items[heir].rule
        {
            items[heir].rule = item.rule
            indexAnchors()
        }
        return true
    }

    private mutating func insert(_ inserted: FlowItem?, behind: String?, at frame: Int64, today: Int64) -> Bool {
        guard var item = inserted else { return false }
        let place = behind.flatMap { last($0, today: today) }.map { $0 + 1 }.flatMap { $0 > index ? $0 : nil }
        item.rule = .follow(floor: frame)
        item.day = items.first?.day == nil && !items.isEmpty ? nil : today
        if let place {
            item.day = items[place - 1].day
            items.insert(item, at: place)
        } else {
            endWait(at: frame)
            items.insert(item, at: index)
        }
        indexAnchors()
        return true
    }

    /// The place in the list of the first coming item of a name, or where none comes, of the last one that has been.
    private func last(_ event: String, today: Int64) -> Int? {
        find(event, today: today) ?? items[..<index].lastIndex { isNamed($0, event) }
    }

    private func isNamed(_ item: FlowItem, _ event: String) -> Bool {
        let name = knowledge.name(item)
        return name == event || item.occurrence > 0 && "\(name)#\(item.occurrence)" == event
    }

    /// A document comes in the place of another, of which `running` is on air: where the new one has it, it stays on air and
    /// what follows it follows. `false` when there is nothing to go on with.
    mutating func goOn(with running: RunningEvent?, of plans: Range<Int>, at frame: Int64) -> Bool {
        guard let running else { return false }
        let day = knowledge.day(running.start)
        let own = items.indices.filter { plans.contains(items[$0].plan) && isNamed(items[$0], running.event) }
        guard let target = own.last(where: { items[$0].day.map { $0 <= day } ?? true }) ?? own.first
        else { return false }
        let item = items[target]
        while let last = placements.last, last.end > running.start {
            if last.start < running.start {
                placements[placements.count - 1].end = running.start
                break
            }
            placements.removeLast()
        }
        waitingSince = nil
        let natural = item.length.end(from: running.start) ?? running.until
        let end = max(min(natural, max(item.cut, frame + 1)), running.until)
        placements.append(Placement(item: item, start: running.start, end: end, naturalEnd: end, isWait: false))
        if remembersSpans { spans[item.serial] = (running.start, end) }
        cursor = end
        index = target + 1
        return true
    }
}
