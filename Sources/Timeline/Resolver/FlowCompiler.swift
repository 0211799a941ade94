import Playlist
import Timecode

/// From documents to lists of items: what is planned once, and what of it stands on which day.
///
/// Events are planned in `FlowCompiler+Plans`, days and cycles laid out in `FlowCompiler+Lists`, labels and amounts turned into
/// frames in `FlowCompiler+Starts`.
struct FlowCompiler {
    let inputs: ScheduleInputs
    var plans = Chunks<EventPlan>()
    /// A number of each plan's event identifier, so that one of many is found without looking at all plans.
    private(set) var marks: [Int32] = []
    var table: MediaTable
    /// Indices into `plans`, by document.
    var planned: [Int: Range<Int>] = [:]
    var diagnostics: Set<Diagnostic> = []
    /// Fixed events whose media may not air, and that are left out.
    var leftOut: [Omission] = []
    private var documentsByDay: [CivilDate: Int] = [:]
    private var everyDay: Int?
    /// Of the last item.
    private(set) var serial = 0
    /// The opt-out windows of this region, by the plan that opens them.
    var windows: [Int: Window] = [:]
    /// Frames of 24 hours.
    let longest: Int64
    /// Of all events of all documents.
    let highestPriority: Int

    /// A window that this region fills with a list of its own.
    struct Window {
        var id: String
        /// Plan of its last event; `nil` = the one that opens it.
        var last: Int?
        /// Plans of the regional list.
        var plans: Range<Int>
        var mark: SourceMark
    }

    init(inputs: ScheduleInputs) {
        self.inputs = inputs
        table = MediaTable(inputs.media, former: inputs.formerMedia)
        longest = (try? FrameAmount.seconds(86_400).frames(at: inputs.calendar.time.rate)) ?? .max
        highestPriority = inputs.documents.lazy.flatMap(\.document.events).map(\.priority).max() ?? 0
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

    var rate: FrameRate { inputs.calendar.time.rate }

    mutating func add(_ plan: EventPlan) {
        plans.append(plan)
        marks.append(Self.mark(of: plan.id))
    }

    /// Equal identifiers have equal numbers; different ones nearly always have different ones.
    static func mark(of id: String) -> Int32 { id.utf8.reduce(5_381) { $0 &* 33 &+ Int32($1) } }

    /// The plans of a document's own events.
    func plans(of document: Int) -> Range<Int> { planned[document] ?? 0..<0 }

    /// The document that has a broadcast day: the last for that day, else the last that repeats every day, else, where the
    /// channel repeats days, that of the last day before it that has one.
    func document(of day: CivilDate) -> Int? {
        if let own = documentsByDay[day] ?? everyDay { return own }
        guard inputs.nextDay == .repeat, let last = documentsByDay.keys.filter({ $0 < day }).max() else { return nil }
        return documentsByDay[last]
    }

    /// Forgets what laying out days has said and left out: another window is to be laid out.
    mutating func startOver(from diagnostics: Set<Diagnostic>) {
        self.diagnostics = diagnostics
        leftOut = []
    }

    mutating func item(_ plan: Int, rule: FlowItem.Rule, length: FlowItem.Length) -> FlowItem {
        serial += 1
        let event = plans[plan].event
        return FlowItem(
            serial: serial, plan: plan, occurrence: 0, rule: rule, length: length, isHeld: event.start == .manual,
            limit: .max, cut: .max, day: nil, priority: event.priority, late: plans[plan].late)
    }

    mutating func report(
        _ code: DiagnosticCode, severity: Diagnostic.Severity = .error, _ plan: Int, at mark: SourceMark,
        _ message: String, _ remedy: String
    ) {
        let event = plans[plan]
        let file = event.document < 0 ? "" : inputs.documents[event.document].document.file
        diagnostics.insert(
            Diagnostic(
                code, severity: severity, file: file, mark: mark, event: event.id, message: message, remedy: remedy))
    }
}
