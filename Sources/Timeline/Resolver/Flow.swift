import Playlist

/// One list of items put on the frame axis, from its first item on, with the operator's edits replayed as they come.
///
/// Time runs forward only; every step places an item, drops one or consumes an edit, so the work is bounded by their number.
/// Records of the state are left along the way, from which a run is taken up again with one more edit (`Flow+Resume`).
struct Flow {
    enum Step { case start, wait, giveUp }

    /// What the flow asks about items.
    struct Knowledge {
        /// The event identifier of an item.
        var name: (FlowItem) -> String
        /// Whether an item is to be left out when its turn comes on a frame.
        var givesWay: (FlowItem, Int64) -> Bool
        /// How long an item is whose turn comes on a frame; `nil` when nothing says.
        var length: (FlowItem, Int64) -> FlowItem.Length?
        /// The broadcast day of a frame, in days since 1970.
        var day: (Int64) -> Int64
        /// Whether the list gives the event a start of its own; else a fixed start is the list's, which it stands first in.
        var hasOwnStart: (FlowItem) -> Bool
    }

    var items = Chunks<FlowItem>()
    var placements = Chunks<Placement>()
    var omissions = Chunks<Omission>()
    var withoutEffect: [OperatorEdit] = []
    /// Ascending by frame.
    var edits: [FlowEdit]
    /// How many of them have been replayed.
    var replayed = 0
    var knowledge: Knowledge

    /// First item not yet placed or passed.
    var index = 0
    /// Serials of items that have been taken out of what is to come.
    var dropped = DropList()
    /// Items with starts of an operator's own, ascending by frame.
    var retimed: [Retimed] = []
    /// Whether there ever was one: such items come into the list while it runs, which no record can take back.
    var wasRetimed = false
    /// Frames of the items that others are counted from, by serial.
    var spans: [Int: Span] = [:]
    /// By the serial of an item, those of the items that are counted from it.
    let dependants: [Int: [Int]]
    private var anchors = AnchorIndex()
    var records = Chunks<Record>()
    /// How often an item was put on air, those included that were taken back.
    var starts = 0
    /// The latest frame that anything was decided on.
    var reached = Int64.min
    /// Nothing was decided since the last edit.
    var isRightBehindEdit = false
    /// End of what was placed last.
    var cursor: Int64?
    var waitingSince: Int64?
    /// Nothing starts before it: the frame of the last edit.
    var now = Int64.min

    init(items: [FlowItem], edits: [FlowEdit] = [], knowledge: Knowledge) {
        self.items.append(contentsOf: items)
        self.items.forgetChanges()
        self.edits = edits
        self.knowledge = knowledge
        var dependants: [Int: [Int]] = [:]
        for item in items {
            if case .relative(_, let serial, _) = item.rule { dependants[serial, default: []].append(item.serial) }
        }
        self.dependants = dependants
    }

    /// Places everything that starts before `horizon`. `isInStep` is asked before each step, and ends the run.
    mutating func run(until horizon: Int64, isInStep: (inout Flow, Int64) -> Bool = { _, _ in false }) {
        while true {
            let next = nextStep()
            keepRecord()
            if let first = retimed.first?.frame, first <= next?.frame ?? .max,
                first < min(horizon, replayed < edits.count ? edits[replayed].frame : .max)
            {
                now = max(now, first)
                reached = max(reached, now)
                isRightBehindEdit = false
                appear(at: first)
                continue
            }
            if replayed < edits.count, edits[replayed].frame < horizon, edits[replayed].frame <= next?.frame ?? .max {
                replay(edits[replayed])
                continue
            }
            guard let next, next.frame < horizon else { break }
            if isInStep(&self, next.frame) { return }
            reached = max(reached, next.frame)
            isRightBehindEdit = false
            perform(next.step, target: next.target, at: next.frame)
        }
        if let since = waitingSince, index < items.count {
            let end = nextStep()?.frame ?? .max
            if end > since { placeWait(items[index], since, end) }
        }
    }

    private mutating func replay(_ edit: FlowEdit) {
        replayed += 1
        now = edit.frame
        reached = max(reached, now)
        isRightBehindEdit = true
        switch edit {
        case .order(let order, let means):
            if !apply(order, means, today: knowledge.day(now)) { withoutEffect.append(order) }
        case .arrival(_, let plans, let running, let plan):
            if !goOn(with: running, plan, of: plans, at: now) { arrive(plans) }
        }
    }

    // MARK: What comes next

    private mutating func nextStep() -> (step: Step, target: Int, frame: Int64)? {
        while index < items.count, dropped.contains(items[index].serial) { index += 1 }
        guard index < items.count else { return nil }
        let item = items[index]
        let natural = waitingSince == nil ? naturalStart(of: item) : nil
        if let anchor = firstAnchor(), anchor.frame <= natural ?? item.limit,
            !(anchor.frame == natural && item.outranks(items[anchor.index]))
        {
            return (.start, anchor.index, anchor.frame)
        }
        guard let natural else { return item.limit == .max ? nil : (.giveUp, index, max(item.limit, now)) }
        if natural >= item.limit { return (.giveUp, index, natural) }
        return (item.isHeld ? .wait : .start, index, natural)
    }

    /// The first of the coming items that starts by itself on a frame of its own, and the frame by which it must start.
    private mutating func firstAnchor() -> (index: Int, frame: Int64)? {
        var best: (index: Int, frame: Int64)?
        var number = anchors.number(after: index)
        while let candidate = anchors.anchor(number, in: items) {
            let item = items[candidate]
            if !item.isHeld, !dropped.contains(item.serial), let frame = deadline(of: item) {
                let asked = max(frame, now)
                let clear = free(from: asked, for: item)
                if best.map({ clear <= $0.frame }) ?? true { best = (candidate, clear) }
                // Hard starts ascend: where nothing holds this one up, no later item can come before it.
                if case .hard = item.rule, clear == asked { return best }
            }
            number += 1
        }
        return best
    }

    private func deadline(of item: FlowItem) -> Int64? {
        switch item.rule {
        case .follow: nil
        case .hard(let frame): frame
        case .soft(_, let latest): latest
        case .relative(let point, let serial, let offset):
            // Counted from what has just got its frames, it may come out before those: time does not run backwards.
            spans[serial].map { max((point == .start ? $0.start : $0.end) + offset, placements.last?.start ?? .min) }
        }
    }

    private func naturalStart(of item: FlowItem) -> Int64 {
        var start: Int64
        switch item.rule {
        case .follow(let floor):
            start = cursor ?? floor
            // What its list holds waits on its own day, however early the day before is over; once the day is on, at its turn.
            if item.isHeld, !item.isHeldByOperator, placements.last?.item.day != item.day { start = max(start, floor) }
        case .hard(let frame): start = item.isHeld ? max(frame, cursor ?? frame) : frame
        case .soft(let frame, let latest):
            start = max(frame, cursor ?? frame)
            if !item.isHeld { start = min(start, latest) }
        case .relative: start = deadline(of: item) ?? cursor ?? item.limit
        }
        if let last = placements.last { start = max(start, last.start) }
        return free(from: max(start, now), for: item)
    }

    /// The first frame from `frame` on that no fixed event of higher priority has.
    private func free(from frame: Int64, for item: FlowItem) -> Int64 {
        guard item.rule.isFixed, let last = placements.last, last.end > frame, !last.isWait, last.item.outranks(item)
        else { return frame }
        return last.end
    }

    // MARK: Placing

    private mutating func perform(_ step: Step, target: Int, at frame: Int64) {
        switch step {
        case .start:
            let item = items[target]
            if !item.rule.isFixed, knowledge.givesWay(item, frame) {
                leaveOut(item, .leftOut, at: frame)
                return
            }
            let running = placements.last.flatMap { $0.end >= frame && !$0.isWait ? $0.item.plan : nil }
            let lateBy = item.rule.asked.map { max(0, frame - $0.frame) } ?? 0
            var joined: Int64 = 0
            if let asked = item.rule.asked, frame > asked.latest {
                switch item.late ?? .fromStart {
                case .fromStart: break
                case .join: joined = lateBy
                case .skip:
                    leaveOut(item, .lateSkipped, at: frame, by: running)
                    return
                }
            }
            guard let end = knowledge.length(item, frame)?.end(from: frame - joined), end > frame else {
                leaveOut(item, joined > 0 ? .lateSkipped : .loopOver, at: frame, by: running)
                return
            }
            for passed in index..<target where !dropped.contains(items[passed].serial) {
                omissions.append(Omission(item: items[passed], frame: frame, code: .preempted, by: item.plan))
            }
            endWait(at: frame)
            index = target
            start(at: frame, cutting: .event(item.plan), lateBy: lateBy, joined: joined, heldUpBy: running)
        case .wait:
            let item = items[index]
            if knowledge.givesWay(item, frame) {
                leaveOut(item, .leftOut, at: frame)
            } else {
                waitingSince = frame
            }
        case .giveUp:
            omissions.append(Omission(item: items[index], frame: frame, code: .dayEnded))
            endWait(at: frame)
            index += 1
        }
    }

    private mutating func leaveOut(_ item: FlowItem, _ code: EventDecision.Code, at frame: Int64, by: Int? = nil) {
        dropped.insert(item.serial)
        omissions.append(Omission(item: item, frame: frame, code: code, by: by))
    }

    /// Puts the item at `index` on air, cutting what runs. Without frames of its own left (a loop that is over) it is passed.
    mutating func start(
        at frame: Int64, cutting cut: Placement.Cut, lateBy: Int64 = 0, joined: Int64 = 0, heldUpBy: Int? = nil
    ) {
        var item = items[index]
        endWait(at: frame)
        index += 1
        item.length = knowledge.length(item, frame) ?? item.length
        guard let natural = item.length.end(from: frame - joined) else {
            omissions.append(Omission(item: item, frame: frame, code: .loopOver))
            return
        }
        cutRunning(at: frame, by: cut)
        let end = min(natural, max(item.cut, frame + 1))
        var placement = Placement(item: item, start: frame, end: end, naturalEnd: end, isWait: false)
        placement.lateBy = lateBy
        placement.joined = joined
        placement.heldUpBy = lateBy > 0 ? heldUpBy : nil
        placement.lostToCycle = natural - end
        place(placement)
        cursor = end
    }

    /// Puts an item on the axis, and remembers its frames where others are counted from it.
    mutating func place(_ placement: Placement) {
        placements.append(placement)
        starts += 1
        guard dependants[placement.item.serial] != nil else { return }
        spans[placement.item.serial] = Span(start: placement.start, end: placement.end, number: starts)
    }

    private mutating func cutRunning(at frame: Int64, by cut: Placement.Cut) {
        while let last = placements.last, last.end > frame {
            if last.start < frame {
                placements[placements.count - 1].end = frame
                placements[placements.count - 1].cut = cut
                return
            }
            removeLastPlacement()
            guard !last.isWait else { continue }
            var by: Int?
            if case .event(let plan) = cut { by = plan }
            omissions.append(
                Omission(item: last.item, frame: frame, code: by == nil ? .dropped : .preempted, by: by))
        }
    }

    /// A document comes: what it should have been running for a while goes on as its `late` says.
    private mutating func arrive(_ plans: Range<Int>) {
        guard let last = placements.last, !last.isWait, last.start < now, last.end > now,
            plans.contains(last.item.plan)
        else { return }
        switch last.item.late ?? .join {
        case .join:
            let count = placements.count - 1
            placements[count].joined = now - last.start
            placements[count].start = now
        case .fromStart:
            guard let again = items[..<index].lastIndex(where: { $0.serial == last.item.serial }) else { return }
            removeLastPlacement()
            for passed in again + 1..<max(index, again + 1) { dropped.insert(items[passed].serial) }
            index = again
            start(at: now, cutting: .take, lateBy: now - last.start)
        case .skip:
            removeLastPlacement()
            omissions.append(Omission(item: last.item, frame: now, code: .lateSkipped))
            cursor = now
        }
    }

    /// Ends a wait; what comes next starts no earlier.
    mutating func endWait(at frame: Int64) {
        guard let since = waitingSince else { return }
        waitingSince = nil
        if frame > since { placeWait(items[index], since, frame) }
        cursor = max(frame, cursor ?? frame)
    }

    private mutating func placeWait(_ item: FlowItem, _ start: Int64, _ end: Int64) {
        placements.append(Placement(item: item, start: start, end: end, naturalEnd: end, isWait: true))
    }

    /// To be called whenever an item is put in or gets another rule.
    mutating func indexAnchors() { anchors = AnchorIndex() }
}
