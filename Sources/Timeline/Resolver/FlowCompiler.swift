import Playlist
import Timecode

/// From documents to lists of items: days, cycles and loose lists, with labels turned into frames.
struct FlowCompiler {
    let inputs: ScheduleInputs
    var plans: [EventPlan] = []
    /// Indices into `plans`, by document.
    private var planned: [Int: Range<Int>] = [:]
    private(set) var diagnostics: Set<Diagnostic> = []
    /// Fixed events whose media may not air, and that are left out.
    private(set) var leftOut: [Omission] = []
    private var documentsByDay: [CivilDate: Int] = [:]
    private var everyDay: Int?
    private var serial = 0
    /// The opt-out windows of this region, by the plan that opens them.
    var windows: [Int: Window] = [:]
    /// Frames of 24 hours.
    let longest: Int64

    /// A window that this region fills with a list of its own.
    struct Window {
        var id: String
        /// Plan of its last event; `nil` = the one that opens it.
        var last: Int?
        /// Plans of the regional list.
        var plans: Range<Int>
        var mark: SourceMark
    }

    /// A day holds at most so many items: a cycle of a few frames cannot eat the memory.
    static let mostItemsInADay = 500_000

    init(inputs: ScheduleInputs) {
        self.inputs = inputs
        longest = (try? FrameAmount.seconds(86_400).frames(at: inputs.calendar.time.rate)) ?? .max
        for index in inputs.documents.indices {
            let document = inputs.documents[index].document
            if let day = document.day {
                documentsByDay[day] = index
            } else if !document.isLoose {
                everyDay = index
            }
            planEvents(of: index)
        }
    }

    private mutating func planEvents(of index: Int) {
        let document = inputs.documents[index].document
        let hasFillers = shelf(for: [index]).isUseful
        let first = plans.count
        for event in document.events { plan(event, document: index, of: document, hasFillers: hasFillers) }
        planned[index] = first..<plans.count
        planWindows(of: document, number: index, from: first, hasFillers: hasFillers)
    }

    /// The regional lists that are this region's, planned behind the document's own events.
    private mutating func planWindows(
        of document: PlaylistDocument, number: Int, from first: Int, hasFillers: Bool
    ) {
        var indices: [String: Int] = [:]
        for (offset, event) in document.events.enumerated() {
            guard let optOut = event.optOut, let list = RegionName.entry(of: inputs.region, in: optOut.regions) else {
                continue
            }
            if indices.isEmpty, optOut.through != nil {
                for (offset, event) in document.events.enumerated() { indices[event.id] = first + offset }
            }
            let own = plans.count
            for event in list { plan(event, document: number, of: document, hasFillers: hasFillers) }
            windows[first + offset] = Window(
                id: optOut.id, last: optOut.through.flatMap { indices[$0] }, plans: own..<plans.count, mark: optOut.mark
            )
        }
    }

    /// The plans of a document's own events.
    func plans(of document: Int) -> Range<Int> { planned[document] ?? 0..<0 }

    private mutating func plan(
        _ event: PlaylistEvent, document index: Int, of document: PlaylistDocument, hasFillers: Bool
    ) {
        plans.append(EventPlan(event, document: index, of: document, hasFillers: hasFillers, inputs: inputs))
        let number = plans.count - 1
        diagnostics.formUnion(plans[number].diagnostics)
        if let pass = plans[number].pass, pass > longest {
            report(
                .amount, number, at: event.marks.duration, "it lasts longer than 24 hours",
                "shorten it, or split it into several events")
            plans[number].pass = longest
        }
        checkLoop(number)
        guard !plans[number].isSkipped else { return }
        reportMediaEnd(number)
        if plans[number].pass == nil {
            report(
                .noLength, number, at: event.marks.event,
                "its length is not known: it has no `duration`, and its media \(Self.lengthProblem(plans[number]))",
                "give it a `duration`, or seal the media")
        }
    }

    private mutating func checkLoop(_ number: Int) {
        guard let loop = plans[number].event.loop, let pass = plans[number].pass else { return }
        let event = plans[number].event
        if pass < rate.nominal {
            report(
                .amount, number, at: event.marks.event, "one pass of its loop lasts less than a second",
                "use longer media, or a longer `duration`")
            plans[number].pass = rate.nominal
        }
        if case .times(let count) = loop, pass > longest / Int64(count) {
            report(
                .amount, number, at: event.marks.event, "it lasts longer than 24 hours with all its passes",
                "repeat it less often, or loop it until a time")
            plans[number].event.loop = .times(max(1, Int(longest / pass)))
        }
    }

    /// An in-point or a length beyond what the seal says the media have: the event keeps its frames, the ladder fills them.
    private mutating func reportMediaEnd(_ index: Int) {
        let plan = plans[index]
        let choices = [(plan.main, "its media")] + (plan.alternate.map { [($0, "its alternate")] } ?? [])
        for (choice, name) in choices {
            guard let media = choice.standing.lengthFrames, choice.standing.withheld == nil else { continue }
            let calendar = inputs.calendar
            if choice.inFrame >= media {
                report(
                    .beyondMedia, severity: .warning, index, at: plan.event.marks.inPoint,
                    "\(name) \(choice.use.media) lasts \(calendar.amountText(of: media)), and it starts at "
                        + "\(calendar.amountText(of: choice.inFrame)) of it: nothing is left, a slate airs",
                    "correct `in`")
            } else if let length = plan.pass, choice.inFrame + length > media {
                report(
                    .beyondMedia, severity: .warning, index, at: plan.event.marks.duration,
                    "\(name) \(choice.use.media) ends \(calendar.amountText(of: choice.inFrame + length - media)) before "
                        + "the event does: a slate airs for the rest", "shorten `duration`, or correct `in`")
            }
        }
    }

    private static func lengthProblem(_ plan: EventPlan) -> String {
        if plan.main.standing.asset?.isStill == true { return "is a still picture" }
        if let length = plan.main.standing.lengthFrames, length <= plan.main.inFrame {
            return "ends before its in-point"
        }
        return "has no seal that says"
    }

    mutating func report(
        _ code: DiagnosticCode, severity: Diagnostic.Severity = .error, _ plan: Int, at mark: SourceMark,
        _ message: String, _ remedy: String
    ) {
        let event = plans[plan]
        let file = event.document < 0 ? "" : inputs.documents[event.document].document.file
        diagnostics.insert(
            Diagnostic(
                code, severity: severity, file: file, mark: mark, event: event.event.id, message: message,
                remedy: remedy))
    }

    /// The fillers that serve lists of these documents: their own before the channel's.
    func shelf(for documents: [Int]) -> FillerShelf {
        var shelf = FillerShelf(inputs: inputs)
        for index in documents {
            let document = inputs.documents[index].document
            shelf.add(document.fillers, of: document)
        }
        shelf.add(inputs.fillers, of: nil)
        return shelf
    }

    /// An item for an event that an operator puts in; `nil` when its length is not known.
    mutating func insertedItem(_ event: PlaylistEvent, at frame: Int64) -> FlowItem? {
        let hasFillers = shelf(for: []).isUseful
        let plan = EventPlan(event, document: -1, of: nil, hasFillers: hasFillers, inputs: inputs)
        guard let pass = plan.pass else { return nil }
        plans.append(plan)
        plans[plans.count - 1].pass = min(pass, longest)
        checkLoop(plans.count - 1)
        guard let length = length(of: plans.count - 1, day: nil, after: frame) else { return nil }
        return item(plans.count - 1, rule: .follow(floor: 0), length: length)
    }

    private mutating func item(_ plan: Int, rule: FlowItem.Rule, length: FlowItem.Length) -> FlowItem {
        serial += 1
        let event = plans[plan].event
        return FlowItem(
            serial: serial, plan: plan, occurrence: 0, rule: rule, length: length, isHeld: event.start == .manual,
            limit: .max, cut: .max, day: nil, priority: event.priority, late: plans[plan].late)
    }

    /// The items of a window's regional list, which follow one another.
    func items(of window: Window, like host: FlowItem) -> [FlowItem] {
        window.plans.compactMap { plan in
            guard !plans[plan].isSkipped, let pass = plans[plan].pass else { return nil }
            var item = host
            item.plan = plan
            item.rule = .follow(floor: 0)
            item.length = .frames(pass)
            if case .times(let count)? = plans[plan].event.loop { item.length = .frames(pass * Int64(count)) }
            item.serial = -1
            return item
        }
    }

    // MARK: Lists

    /// The document that has a broadcast day: the last for that day, else the last that repeats every day, else, where the
    /// channel repeats days, that of the last day before it that has one.
    func document(of day: CivilDate) -> Int? {
        if let own = documentsByDay[day] ?? everyDay { return own }
        guard inputs.nextDay == .repeat, let last = documentsByDay.keys.filter({ $0 < day }).max() else { return nil }
        return documentsByDay[last]
    }

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
            if hasReferences { serials[plans[plan].event.id] = serial }
        }
        return items
    }

    /// When an event of the list wants to start. `lastFixed` is the fixed start before it, which it must not precede.
    private mutating func rule(
        of plan: Int, start: Int64, end: Int64, day: CivilDate?, lastFixed: inout Int64, serials: [String: Int]
    ) -> FlowItem.Rule {
        let event = plans[plan].event
        switch event.start {
        case .follow, .manual: return .follow(floor: start)
        case .cycle(let offset):
            guard let frames = amount(offset, plan) else { return .follow(floor: start) }
            let grid = (try? inputs.documents[plans[plan].document].document.cycle?.frames(at: rate)) ?? .max
            if frames >= grid {
                report(
                    .cycle, plan, at: event.marks.start,
                    "it starts \(offset) into the cycle, which is over by then", "start it before the list repeats")
                return .follow(floor: start)
            }
            let fixed = inOrder(start + frames, plan, after: &lastFixed)
            return .hard(fixed)
        case .at(let label, let soft, let occurrence):
            guard let fixed = frame(of: label, occurrence, plan, day: day, after: lastFixed) else {
                return .follow(floor: start)
            }
            let frame = inOrder(fixed, plan, after: &lastFixed)
            guard let soft else { return .hard(frame) }
            return .soft(frame, latest: frame + (amount(soft, plan) ?? 0))
        case .with(let id, let offset):
            return relative(.start, of: id, offset, sign: 1, plan, start: start, serials: serials)
        case .after(let id, let offset):
            return relative(.end, of: id, offset, sign: 1, plan, start: start, serials: serials)
        case .fromEnd(let id, let offset):
            return relative(.end, of: id, offset, sign: -1, plan, start: start, serials: serials)
        }
    }

    /// How long an event lasts: as an amount, or until a label of its day.
    private mutating func length(of plan: Int, day: CivilDate?, after earliest: Int64) -> FlowItem.Length? {
        guard let pass = plans[plan].pass else { return nil }
        switch plans[plan].event.loop {
        case nil: return .frames(pass)
        case .times(let count): return .frames(pass * Int64(count))
        case .until(let label, let occurrence, let end):
            guard let frame = frame(of: label, occurrence, plan, day: day, after: earliest) else {
                return .frames(pass)
            }
            return .until(frame, pass: pass, whole: end == .whole)
        }
    }

    private mutating func relative(
        _ point: FlowItem.Point, of id: String, _ offset: FrameAmount, sign: Int64, _ plan: Int, start: Int64,
        serials: [String: Int]
    ) -> FlowItem.Rule {
        guard let frames = amount(offset, plan), let serial = serials[id] else { return .follow(floor: start) }
        return .relative(point, serial: serial, offset: sign * frames)
    }

    var rate: FrameRate { inputs.calendar.time.rate }

    private mutating func amount(_ amount: FrameAmount, _ plan: Int) -> Int64? {
        do { return try amount.frames(at: rate) } catch {
            report(
                .amount, plan, at: plans[plan].event.marks.start, error.description,
                "correct it for the channel's \(rate) frames per second")
            return nil
        }
    }

    /// The frame of a label: within its day, or in a loose list the first one at or after `earliest`.
    private mutating func frame(
        of label: TimecodeLabel, _ occurrence: Int?, _ plan: Int, day: CivilDate?, after earliest: Int64
    ) -> Int64? {
        let calendar = inputs.calendar
        do {
            if let day { return try calendar.frame(of: label, on: day, occurrence: occurrence) }
            let today = calendar.day(of: earliest)
            for offset: Int64 in 0...1 {
                let frame = try calendar.frame(of: label, on: today.adding(days: offset), occurrence: occurrence)
                if frame >= earliest { return frame }
            }
            return nil
        } catch {
            report(
                .label, plan, at: plans[plan].event.marks.start, error.description,
                "correct the event's fixed time for this day")
            return nil
        }
    }

    private mutating func inOrder(_ frame: Int64, _ plan: Int, after lastFixed: inout Int64) -> Int64 {
        if frame < lastFixed {
            let calendar = inputs.calendar
            report(
                .startOrder, plan, at: plans[plan].event.marks.start,
                "it starts at \(calendar.timecode(of: frame)), before the event listed above it that is fixed at "
                    + calendar.timecode(of: lastFixed),
                "list fixed events in the order of the broadcast day (from \(calendar.timecode(of: calendar.firstFrame(of: calendar.day(of: frame)))))"
            )
        }
        lastFixed = max(lastFixed, frame)
        return frame
    }
}
