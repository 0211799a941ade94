/// One list of items put on the frame axis, from its first item on, with the operator's edits replayed as they come.
///
/// Time runs forward only; every step places an item, drops one or consumes an edit, so the work is bounded by their number.
struct Flow {
    /// An item that gets no frame, or an edit that finds nothing to do.
    enum Remark {
        /// The item with this plan, if any, started before it could; else its day ended.
        case neverAirs(FlowItem, at: Int64, by: Int?)
        case noEffect(OperatorEdit)
    }

    private enum Step { case start, wait, giveUp }

    var items: [FlowItem]
    var placements: [Placement] = []
    private(set) var remarks: [Remark] = []
    /// Ascending by frame.
    private let edits: [FlowEdit]
    /// The event identifier of an item.
    let name: (FlowItem) -> String

    /// First item not yet placed or passed.
    var index = 0
    var dropped: Set<Int> = []
    /// For each item the next one that can cut.
    private var nextAnchor: [Int] = []
    private var spans: [Int: (start: Int64, end: Int64)] = [:]
    private let remembersSpans: Bool
    /// End of what was placed last.
    var cursor: Int64?
    var waitingSince: Int64?
    /// Nothing starts before it: the frame of the last edit.
    private var now = Int64.min

    init(items: [FlowItem], edits: [FlowEdit] = [], name: @escaping (FlowItem) -> String) {
        self.items = items
        self.edits = edits
        self.name = name
        remembersSpans = items.contains { if case .relative = $0.rule { true } else { false } }
        indexAnchors()
    }

    /// Places everything that starts before `horizon`. `dayOf` gives the broadcast day of a frame, in days since 1970.
    mutating func run(until horizon: Int64, dayOf: (Int64) -> Int64) {
        var pending = edits[...]
        while true {
            let next = nextStep()
            if let edit = pending.first, edit.edit.frame < horizon, edit.edit.frame <= next?.frame ?? .max {
                pending.removeFirst()
                now = edit.edit.frame
                if !apply(edit, today: dayOf(now)) { remarks.append(.noEffect(edit.edit)) }
                continue
            }
            guard let next, next.frame < horizon else { break }
            perform(next.step, target: next.target, at: next.frame)
        }
        if let since = waitingSince, index < items.count {
            let end = nextStep()?.frame ?? .max
            if end > since { placeWait(items[index], since, end) }
        }
    }

    // MARK: What comes next

    private mutating func nextStep() -> (step: Step, target: Int, frame: Int64)? {
        while index < items.count, dropped.contains(items[index].serial) { index += 1 }
        guard index < items.count else { return nil }
        let item = items[index]
        let natural = waitingSince == nil ? naturalStart(of: item) : nil
        if let anchor = firstAnchor(), anchor.frame <= natural ?? item.limit {
            return (.start, anchor.index, anchor.frame)
        }
        guard let natural else { return item.limit == .max ? nil : (.giveUp, index, max(item.limit, now)) }
        if natural >= item.limit { return (.giveUp, index, natural) }
        return (item.isHeld ? .wait : .start, index, natural)
    }

    /// The first of the coming items that starts by itself on a frame of its own, and the frame by which it must start.
    private func firstAnchor() -> (index: Int, frame: Int64)? {
        var best: (index: Int, frame: Int64)?
        var candidate = nextAnchor[index]
        while candidate < items.count {
            let item = items[candidate]
            if !item.isHeld, !dropped.contains(item.serial), let frame = deadline(of: item) {
                let clamped = max(frame, now)
                if best.map({ clamped <= $0.frame }) ?? true { best = (candidate, clamped) }
                // Hard starts ascend: no later item can come before this one.
                if case .hard = item.rule { return best }
            }
            candidate = nextAnchor[candidate]
        }
        return best
    }

    private func deadline(of item: FlowItem) -> Int64? {
        switch item.rule {
        case .follow: nil
        case .hard(let frame): frame
        case .soft(_, let latest): latest
        case .relative(let point, let serial, let offset):
            spans[serial].map { (point == .start ? $0.start : $0.end) + offset }
        }
    }

    private func naturalStart(of item: FlowItem) -> Int64 {
        var start: Int64
        switch item.rule {
        case .follow(let floor): start = cursor ?? floor
        case .hard(let frame): start = item.isHeld ? max(frame, cursor ?? frame) : frame
        case .soft(let frame, let latest): start = min(max(frame, cursor ?? frame), latest)
        case .relative: start = deadline(of: item) ?? cursor ?? item.limit
        }
        if let last = placements.last { start = max(start, last.start) }
        return max(start, now)
    }

    // MARK: Placing

    private mutating func perform(_ step: Step, target: Int, at frame: Int64) {
        switch step {
        case .start:
            for passed in index..<target where !dropped.contains(items[passed].serial) {
                remarks.append(.neverAirs(items[passed], at: frame, by: items[target].plan))
            }
            endWait(at: frame)
            index = target
            start(at: frame)
        case .wait: waitingSince = frame
        case .giveUp:
            remarks.append(.neverAirs(items[index], at: frame, by: nil))
            endWait(at: frame)
            index += 1
        }
    }

    /// Puts the item at `index` on air, cutting what runs.
    mutating func start(at frame: Int64) {
        let item = items[index]
        endWait(at: frame)
        while let last = placements.last, last.end > frame {
            if last.start < frame {
                placements[placements.count - 1].end = frame
                break
            }
            placements.removeLast()
            if !last.isWait { remarks.append(.neverAirs(last.item, at: frame, by: item.plan)) }
        }
        let (sum, overflow) = frame.addingReportingOverflow(item.length)
        let end = min(overflow ? .max : sum, max(item.cut, frame + 1))
        placements.append(Placement(item: item, start: frame, end: end, naturalEnd: end, isWait: false))
        if remembersSpans { spans[item.serial] = (frame, end) }
        cursor = end
        index += 1
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
    mutating func indexAnchors() {
        nextAnchor = [Int](repeating: items.count, count: items.count)
        var next = items.count
        for index in items.indices.reversed() {
            nextAnchor[index] = next
            if items[index].rule.isAnchor { next = index }
        }
    }
}
