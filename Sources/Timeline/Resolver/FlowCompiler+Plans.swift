import Playlist
import Timecode

/// What an event is in this region, worked out once for all its occurrences.
extension FlowCompiler {
    mutating func planEvents(of index: Int) {
        let document = inputs.documents[index].document
        let context = context(of: index)
        let first = plans.count
        plan(document.events, context)
        planned[index] = first..<plans.count
        planWindows(of: document, from: first, context)
    }

    mutating func context(of index: Int) -> EventPlan.Context {
        let document = inputs.documents[index].document
        let languages = RegionName.entry(of: inputs.region, in: document.languages) ?? inputs.languages
        return EventPlan.Context(
            document: index, defaults: document.defaults, languages: languages,
            fillers: FillerPresence(shelf(for: [index])), region: inputs.region)
    }

    /// For what operators put in.
    mutating func contextOfOrders() -> EventPlan.Context {
        EventPlan.Context(languages: inputs.languages, fillers: FillerPresence(shelf(for: [])), region: inputs.region)
    }

    /// The fillers that serve lists of these documents: their own before the channel's.
    mutating func shelf(for documents: [Int]) -> FillerShelf {
        var shelf = FillerShelf(rate: rate, region: inputs.region, languages: inputs.languages)
        for index in documents {
            let document = inputs.documents[index].document
            shelf.add(document.fillers, of: document, table: &table)
        }
        shelf.add(inputs.fillers, of: nil, table: &table)
        return shelf
    }

    /// The regional lists that are this region's, planned behind the document's own events.
    private mutating func planWindows(
        of document: PlaylistDocument, from first: Int, _ context: EventPlan.Context
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
            plan(list, context)
            windows[first + offset] = Window(
                id: optOut.id, last: optOut.through.flatMap { indices[$0] }, plans: own..<plans.count, mark: optOut.mark
            )
        }
    }

    /// The plans of a list's events, behind those there are.
    private mutating func plan(_ list: [PlaylistEvent], _ context: EventPlan.Context) {
        let file = context.document < 0 ? "" : inputs.documents[context.document].document.file
        var chooser = MediaChooser(rate: rate, file: file)
        for number in list.indices {
            add(EventPlan(list, number, context: context, chooser: &chooser, table: &table))
            check(plans.count - 1)
        }
        diagnostics.formUnion(chooser.problems)
    }

    /// What is wrong with an event whatever its day; lengths beyond what a day can hold are cut.
    private mutating func check(_ number: Int) {
        let plan = plans[number]
        if let pass = plan.pass, pass > longest {
            report(
                .amount, number, at: plan.marks.duration, "it lasts longer than 24 hours",
                "shorten it, or split it into several events")
            plans[number].pass = longest
        }
        checkLoop(number)
        guard !plan.isSkipped else { return }
        reportMediaEnd(number)
        if plan.pass == nil {
            report(
                .noLength, number, at: plan.marks.event,
                "its length is not known: it has no `duration`, and its media \(Self.lengthProblem(plan))",
                "give it a `duration`, or seal the media")
        }
    }

    /// An item for an event that an operator puts in; `nil` when its length is not known.
    mutating func insertedItem(_ event: PlaylistEvent, at frame: Int64) -> FlowItem? {
        let context = contextOfOrders()
        var chooser = MediaChooser(rate: rate, file: "")
        let plan = EventPlan([event], 0, context: context, chooser: &chooser, table: &table)
        guard plan.lastKnownPass != nil else { return nil }
        add(plan)
        plans[plans.count - 1].pass = plan.pass.map { min($0, longest) }
        checkLoop(plans.count - 1)
        guard let length = length(of: plans.count - 1, day: nil, after: frame) else { return nil }
        return item(plans.count - 1, rule: .follow(floor: 0), length: length)
    }

    private mutating func checkLoop(_ number: Int) {
        guard let loop = plans[number].loop, let pass = plans[number].pass else { return }
        let marks = plans[number].marks
        if pass < rate.nominal {
            report(
                .amount, number, at: marks.event, "one pass of its loop lasts less than a second",
                "use longer media, or a longer `duration`")
            plans[number].pass = rate.nominal
        }
        if case .times(let count) = loop, pass > longest / Int64(count) {
            report(
                .amount, number, at: marks.event, "it lasts longer than 24 hours with all its passes",
                "repeat it less often, or loop it until a time")
            plans[number].loop = .times(max(1, Int(longest / pass)))
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
                    .beyondMedia, severity: .warning, index, at: plan.marks.inPoint,
                    "\(name) \(choice.use.media) lasts \(calendar.amountText(of: media)), and it starts at "
                        + "\(calendar.amountText(of: choice.inFrame)) of it: nothing is left, a slate airs",
                    "correct `in`")
            } else if let length = plan.pass, choice.inFrame + length > media {
                report(
                    .beyondMedia, severity: .warning, index, at: plan.marks.duration,
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
}
