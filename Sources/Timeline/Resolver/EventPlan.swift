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
    var event: PlaylistEvent
    var title: String
    /// Not in this region's list.
    var isSkipped: Bool
    var main: MediaChoice
    var alternate: MediaChoice?
    var hold: Hold
    var late: LatePolicy?
    /// Frames on the output of one pass; `nil` when neither the document nor a seal says.
    var pass: Int64?
    private var steps: [MissingStep]
    var diagnostics: [Diagnostic] = []

    /// The plan of an event of document number `document`.
    ///
    /// - Parameter hasFillers: whether there are any that could stand in for it.
    init(
        _ event: PlaylistEvent, document: Int, of list: PlaylistDocument?, hasFillers: Bool, inputs: ScheduleInputs
    ) {
        var chooser = MediaChooser(inputs: inputs, file: list?.file ?? "", event: event.id)
        self.document = document
        self.event = event
        let languages = list.flatMap { RegionName.entry(of: inputs.region, in: $0.languages) } ?? inputs.languages
        title = event.titles.text(in: languages) ?? event.id
        let change = RegionName.entry(of: inputs.region, in: event.regions)
        isSkipped = change == .skip
        var source = event.source
        var duration = event.duration
        var spare = event.alternate
        if case .replace(let media, let length, let alternate) = change {
            source = media ?? source
            duration = length ?? duration
            spare = alternate ?? spare
        }
        main = chooser.choice(source, category: event.category, at: event.marks.inPoint)
        alternate = spare.map { chooser.choice($0, category: event.category, at: event.marks.event) }
        pass = chooser.frames(duration, at: event.marks.duration) ?? main.rest ?? alternate?.rest
        switch event.hold ?? list?.defaults.hold {
        case nil: hold = .slate(.hold)
        case .slate(let slate): hold = .slate(SlateReason(slate))
        case .media(let source):
            let choice = chooser.choice(source, category: event.category, at: event.marks.event)
            hold = .media(choice)
            if let rest = choice.rest, rest < inputs.calendar.time.rate.nominal {
                chooser.problems.append(
                    Diagnostic(
                        .amount, severity: .warning, file: chooser.file, mark: event.marks.event, event: event.id,
                        message: "its hold picture lasts less than a second: the slate stands by instead",
                        remedy: "use a still, or longer media"))
                hold = .slate(.hold)
            }
        }
        late = event.late ?? list?.defaults.late
        let wanted = list?.defaults.missingSteps(of: event) ?? event.onMissing ?? MissingStep.standard
        steps = hasFillers ? wanted : wanted.filter { $0 != .filler }
        diagnostics = chooser.problems
    }

    /// What airs when it starts at `frame`.
    func airing(at frame: Int64) -> Airing {
        guard let reason = main.withheld(at: frame) else { return Airing(choice: main) }
        for step in steps {
            guard step == .alternate else { return Airing(withheld: reason, step: step) }
            if let alternate, alternate.withheld(at: frame) == nil {
                return Airing(choice: alternate, withheld: reason, step: .alternate)
            }
        }
        return Airing(withheld: reason, step: .slate)
    }

    /// Whether it is to be left out when its turn comes at `frame`.
    func givesWay(at frame: Int64) -> Bool { airing(at: frame).step == .next }
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
