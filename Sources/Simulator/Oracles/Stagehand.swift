import Timeline

/// Plays lists by hand: once, forward in time, an item at a time, obeying orders as they come. What it plays is what should air.
///
/// It knows scripts (frames, not labels) and the journal, and shares nothing with the resolver, which lays out whole days
/// again and again.
struct Stagehand {
    struct Part: Hashable {
        var item: ScriptItem
        /// Frames on air, and the frame its first picture would be on.
        var start: Int64
        var end: Int64
        var origin: Int64
        /// Stands by for a take.
        var isWait = false
        /// Cut into another one's place: a regional list's item.
        var isRegional = false
        /// Number of the day whose list it was taken from.
        var day = -1

        func before(_ frame: Int64) -> Part {
            var part = self
            part.end = min(end, frame)
            return part
        }

        func from(_ frame: Int64) -> Part {
            var part = self
            part.start = max(start, frame)
            return part
        }
    }

    enum Order {
        case take(String)
        case skip(String)
        case hold
        case insert(ScriptItem, behind: String?)
        case release
        case delete(String)
        case move(String, EventPlace)
        case retime(String, EditedStart)
        case replace(String, Change)
        /// So many frames from its first one.
        case length(String, Int64)
        /// A list of a day has come while an event of its was on air: it goes on with that.
        case goOn(day: Int, RunningEvent)
    }

    /// What an operator puts in the place of an item's file, part or length.
    struct Change {
        var file: Int?
        /// Frames of that file after its in-point.
        var rest: Int64?
        var inFrame: Int64?
        var frames: Int64?
    }

    struct Cue {
        var item: ScriptItem
        var rule: ScriptItem.Rule
        var isHeld: Bool
        var isHeldByOrder = false
        var day: Int
        var dayStart = Int64.min
        var dayEnd: Int64
        var number = 0
    }

    var cues: [Cue] = []
    var head = 0
    /// Items with a start of an operator's own, by that: they stand in no place of the list until it comes.
    var apart: [(cue: Cue, frame: Int64, behind: Int?)] = []
    private var count = 0
    private var orders: ArraySlice<(frame: Int64, order: Order)>
    var parts: [Part] = []
    var free: Int64?
    var waitsFrom: Int64?
    var clock = Int64.min
    /// Whether the media of an item may not air at a frame.
    private let isWithheld: (ScriptItem, Int64) -> Bool
    private let dayOf: (Int64) -> Int

    /// - Parameter days: by number, in order.
    init(
        days: [DayPlace], orders: [(frame: Int64, order: Order)], region: String,
        isWithheld: @escaping (ScriptItem, Int64) -> Bool
    ) {
        self.orders = orders[...]
        self.isWithheld = isWithheld
        let starts = days.map { ($0.day, $0.script.firstFrame, $0.script.endFrame) }
        dayOf = { frame in
            for (day, first, end) in starts where frame >= first && frame < end { return day }
            return starts.last.map { frame >= $0.2 ? $0.0 + 1 : -1 } ?? 0
        }
        for day in days { load(day, region) }
    }

    /// The items of a day that this region has; who has no place hands its fixed start to the next that follows.
    private mutating func load(_ place: DayPlace, _ region: String) {
        var heirloom: ScriptItem.Rule?
        var isFirst = true
        for item in place.script.items {
            var item = item
            var rule = item.rule
            let isManual = rule == .manual
            if isManual { rule = .follow }
            if rule == .follow, let inherited = heirloom {
                rule = inherited
            } else if rule == .follow, isFirst, !isManual {
                rule = .hard(place.script.firstFrame)
            }
            if item.skippedIn == region {
                if rule.fixed != nil { heirloom = rule }
                continue
            }
            if let (there, cut) = item.replacedIn, there == region { item.cut = cut }
            if let fixed = rule.fixed, item.givesWay, isWithheld(item, fixed) {
                heirloom = rule
                continue
            }
            heirloom = nil
            isFirst = false
            count += 1
            cues.append(
                Cue(
                    item: item, rule: rule, isHeld: isManual, day: place.day, dayStart: place.script.firstFrame,
                    dayEnd: place.script.endFrame, number: count))
        }
    }

    // MARK: Playing

    /// Plays what starts before `limit`.
    mutating func play(until limit: Int64) {
        while true {
            let turn = nextTurn()
            if let first = apart.first, first.frame <= turn?.frame ?? .max, first.frame < limit,
                orders.first.map({ first.frame < $0.frame }) ?? true
            {
                clock = max(clock, first.frame)
                leaveWait(at: first.frame)
                cues.insert(apart.removeFirst().cue, at: head)
                continue
            }
            if let order = orders.first, order.frame < limit, order.frame <= turn?.frame ?? .max {
                orders.removeFirst()
                clock = order.frame
                obey(order.order)
                continue
            }
            guard let turn, turn.frame < limit else { break }
            play(turn.index, at: turn.frame)
        }
        if let waitsFrom, head < cues.count { stand(from: waitsFrom, to: limit) }
    }

    /// Whose turn is next, and when: the head of the list when its time comes, unless a fixed one further down is due first.
    private func nextTurn() -> (index: Int, frame: Int64)? {
        guard head < cues.count else { return nil }
        let cue = cues[head]
        var turn = (index: head, frame: cue.dayEnd)
        if waitsFrom == nil { turn.frame = ownStart(of: cue) }
        for index in head..<cues.count where !cues[index].isHeld {
            let due: Int64
            switch cues[index].rule {
            case .hard(let frame): due = max(frame, clock)
            case .soft(_, let latest): due = max(latest, clock)
            case .follow, .manual: continue
            }
            if due <= turn.frame { turn = (index, due) }
            // No list has a fixed start before an earlier one's.
            if case .hard = cues[index].rule { break }
        }
        return turn
    }

    private func ownStart(of cue: Cue) -> Int64 {
        var start: Int64
        switch cue.rule {
        case .follow, .manual:
            start = free ?? clock
            // What its list holds waits for its own day to begin.
            if cue.isHeld, !cue.isHeldByOrder, parts.last.map({ $0.day != cue.day }) ?? true {
                start = max(start, cue.dayStart)
            }
        case .hard(let frame): start = cue.isHeld ? max(frame, free ?? frame) : frame
        case .soft(let frame, let latest):
            start = max(frame, free ?? frame)
            if !cue.isHeld { start = min(start, latest) }
        }
        if let last = parts.last { start = max(start, last.start) }
        return max(start, clock)
    }

    private mutating func play(_ index: Int, at frame: Int64) {
        let cue = cues[index]
        if index == head, frame >= cue.dayEnd {
            // Its day is over.
            leaveWait(at: frame)
            head += 1
            return
        }
        if cue.rule.fixed == nil, cue.item.givesWay, isWithheld(cue.item, frame) {
            cues.remove(at: index)
            return
        }
        if cue.isHeld {
            waitsFrom = frame
            return
        }
        leaveWait(at: frame)
        head = index
        air(at: frame)
    }

    private mutating func air(at frame: Int64) {
        let (item, day) = (cues[head].item, cues[head].day)
        leaveWait(at: frame)
        head += 1
        while let last = parts.last, last.end > frame {
            if last.start < frame {
                parts[parts.count - 1].end = frame
                break
            }
            parts.removeLast()
        }
        parts.append(Part(item: item, start: frame, end: frame + item.frames, origin: frame, day: day))
        free = frame + item.frames
    }

    mutating func leaveWait(at frame: Int64) {
        guard let since = waitsFrom else { return }
        waitsFrom = nil
        stand(from: since, to: frame)
        free = max(frame, free ?? frame)
    }

    private mutating func stand(from start: Int64, to end: Int64) {
        guard end > start else { return }
        parts.append(
            Part(
                item: cues[head].item, start: start, end: end, origin: start, isWait: true, day: cues[head].day))
    }

    // MARK: Orders

    private mutating func obey(_ order: Order) {
        let today = dayOf(clock)
        switch order {
        case .take(let id):
            if find(id, today) == nil, let own = findApart(id) { put(apart.remove(at: own).cue, at: nil) }
            guard let target = find(id, today) else { return }
            leaveWait(at: clock)
            head = target
            cues[head].isHeld = false
            air(at: clock)
        case .skip(let id):
            guard let target = find(id, today) else {
                if let own = findApart(id) { apart.remove(at: own) }
                return
            }
            drop(target, today)
        case .hold:
            guard head < cues.count, cues[head].day <= today + 1, !cues[head].isHeld else { return }
            cues[head].isHeld = true
            cues[head].isHeldByOrder = true
        case .insert(let item, let behind):
            var cue = Cue(item: item, rule: .follow, isHeld: false, day: today, dayEnd: .max)
            if let behind, let host = find(behind, today) {
                cue.day = cues[host].day
                cues.insert(cue, at: host + 1)
            } else {
                leaveWait(at: clock)
                cues.insert(cue, at: head)
            }
        case .goOn(let day, let running): goOn(day, running)
        case .delete, .move, .retime, .replace, .length: edit(order, today)
        case .release:
            guard let held = cues.indices[head...].first(where: { cues[$0].isHeldByOrder }) else { return }
            cues[held].isHeld = false
            cues[held].isHeldByOrder = false
            if held == head, waitsFrom != nil { air(at: clock) }
        }
    }

    private mutating func goOn(_ day: Int, _ running: RunningEvent) {
        guard let own = cues.firstIndex(where: { $0.day == day && $0.item.id == running.event }) else { return }
        while let last = parts.last, last.end > running.start {
            parts.removeLast()
            if last.start < running.start {
                parts.append(last.before(running.start))
                break
            }
        }
        waitsFrom = nil
        let item = cues[own].item
        let end = max(running.start + item.frames, clock + 1, running.until)
        parts.append(Part(item: item, start: running.start, end: end, origin: running.start, day: day))
        free = end
        head = own + 1
    }

    func find(_ id: String, _ today: Int) -> Int? {
        cues.indices[head...].first { cues[$0].item.id == id && cues[$0].day <= today + 1 }
    }

    private mutating func drop(_ target: Int, _ today: Int) {
        if target == head { leaveWait(at: clock) }
        let gone = cues.remove(at: target)
        if gone.isHeldByOrder, head < cues.count, cues[head].day <= today + 1 {
            cues[head].isHeld = true
            cues[head].isHeldByOrder = true
        }
        if gone.rule.fixed != nil, target < cues.count, cues[target].day == gone.day, cues[target].rule == .follow {
            cues[target].rule = gone.rule
        }
    }
}
