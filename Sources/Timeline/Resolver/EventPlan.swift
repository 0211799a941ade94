import Playlist
import Timecode

/// What one event is in this region, worked out once for all its occurrences.
struct EventPlan {
    /// What stands by while it waits.
    enum Hold {
        case slate(SlateReason)
        case media(MediaChoice)
    }

    /// What airs when it starts on some frame.
    struct Airing {
        /// `nil`: fillers, or a slate.
        var choice: MediaChoice?
        /// Why its own media do not air; `nil` when they do.
        var withheld: SlateReason?
        /// How it goes on without them; `nil` when they air.
        var step: MissingStep?
    }

    /// Number of its document; -1 for an event that an operator put in.
    var document: Int
    /// The list it is in, shared with its document, and its number there.
    private let list: [PlaylistEvent]
    private let number: Int
    var title: String
    /// Not in this region's list.
    var isSkipped: Bool
    var main: MediaChoice
    var alternate: MediaChoice?
    var hold: Hold
    var late: LatePolicy?
    /// The event's own, within what a day can hold.
    var loop: LoopRule?
    /// Frames on the output of one pass; `nil` when neither the document nor a seal says.
    var pass: Int64?
    private var steps: [MissingStep]
    /// Frames on the output of one pass, as the document says.
    private var declared: Int64?
    /// What counts where neither the document nor a seal says.
    var passOtherwise: Int64?
    private let fillers: FillerPresence

    var event: PlaylistEvent { list[number] }
    var id: String { list[number].id }
    var marks: PlaylistEvent.Marks { list[number].marks }

    /// What is known of the list an event stands in.
    struct Context {
        /// Number of its document; -1 for what operators put in.
        var document = -1
        var defaults = PlaylistDefaults()
        /// In the order in which titles are picked.
        var languages: [String]
        /// Whether there are fillers that could stand in.
        var fillers: FillerPresence
        var region: String
    }

    /// The plan of the event `number` of a list. What is wrong with its media is left with the chooser.
    init(
        _ list: [PlaylistEvent], _ number: Int, context: Context, chooser: inout MediaChooser,
        table: inout MediaTable
    ) {
        let event = list[number]
        chooser.event = event.id
        document = context.document
        self.list = list
        self.number = number
        title = event.titles.isEmpty ? event.id : event.titles.text(in: context.languages) ?? event.id
        let change = event.regions.isEmpty ? nil : RegionName.entry(of: context.region, in: event.regions)
        isSkipped = change == .skip
        var source = event.source
        var duration = event.duration
        var spare = event.alternate
        if case .replace(let media, let length, let alternate) = change {
            source = media ?? source
            duration = length ?? duration
            spare = alternate ?? spare
        }
        main = chooser.choice(source, category: event.category, at: event.marks.inPoint, in: &table)
        if let spare {
            alternate = chooser.choice(spare, category: event.category, at: event.marks.event, in: &table)
        }
        declared = chooser.frames(duration, at: event.marks.duration)
        pass = declared ?? main.rest ?? alternate?.rest
        switch event.hold ?? context.defaults.hold {
        case nil: hold = .slate(.hold)
        case .slate(let slate): hold = .slate(SlateReason(slate))
        case .media(let source):
            let choice = chooser.choice(source, category: event.category, at: event.marks.event, in: &table)
            hold = .media(choice)
            if let rest = choice.rest, rest < chooser.rate.nominal {
                chooser.problems.append(
                    Diagnostic(
                        .amount, severity: .warning, file: chooser.file, mark: event.marks.event, event: event.id,
                        message: "its hold picture lasts less than a second: the slate stands by instead",
                        remedy: "use a still, or longer media"))
                hold = .slate(.hold)
            }
        }
        late = event.late ?? context.defaults.late
        loop = event.loop
        steps = context.defaults.missingSteps(of: event)
        fillers = context.fillers
    }

    /// What airs when it starts at `frame`.
    func airing(at frame: Int64) -> Airing {
        guard let reason = main.withheld(startingAt: frame) else { return Airing(choice: main) }
        for step in steps where step != .filler || fillers.isThere(at: frame) {
            guard step == .alternate else { return Airing(withheld: reason, step: step) }
            if let alternate, alternate.withheld(at: frame) == nil {
                return Airing(choice: alternate, withheld: reason, step: .alternate)
            }
        }
        return Airing(withheld: reason, step: .slate)
    }

    /// Whether anything else was known of its media before.
    var hasPast: Bool { main.hasPast || alternate?.hasPast ?? false }

    /// `pass` by what was known of its media on a frame, before any bound.
    func pass(at frame: Int64) -> Int64? {
        guard hasPast, declared == nil else { return pass }
        return main.rest(at: frame) ?? alternate?.rest(at: frame) ?? passOtherwise
    }

    /// A pass as it is now, or where nothing says any more how long it is, as it last was.
    var lastKnownPass: Int64? {
        if let pass { return pass }
        let ends = (main.record.former + (alternate?.record.former ?? [])).map(\.until).sorted(by: >)
        return ends.lazy.compactMap { pass(at: $0 - 1) }.first
    }

    /// What airs in the place of `choice`, which had to give way at `frame` after it had begun. It keeps its time: nothing that
    /// follows moves up.
    func airing(insteadOf choice: MediaChoice, at frame: Int64) -> Airing {
        let reason = choice.end.reason
        for step in steps where step != .next && (step != .filler || fillers.isThere(at: frame)) {
            if step == .filler { return Airing(withheld: reason, step: .filler) }
            if step == .alternate, choice.record !== alternate?.record, let alternate,
                alternate.withheld(at: frame) == nil
            {
                return Airing(choice: alternate, withheld: reason, step: .alternate)
            }
        }
        return Airing(withheld: reason, step: .slate)
    }

    /// Whether it is to be left out when its turn comes at `frame`.
    func givesWay(at frame: Int64) -> Bool {
        airing(at: frame).step == .next || hasPast && pass(at: frame) == nil
    }
}

extension SlateReason {
    /// The resident slate that a list names.
    init(_ slate: HoldPicture.Slate) {
        self =
            switch slate {
            case .hold: .hold
            case .technical: .technical
            case .nothingScheduled: .nothingScheduled
            case .operatorOrder: .operatorOrder
            }
    }
}
